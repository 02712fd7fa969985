// Ask with sparql-http-client and fetch-sparql-endpoint, and read a thing's JSON-LD as a stream. Arguments: address, path.
import { readFileSync } from 'node:fs'
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint'
import { JsonLdParser } from 'jsonld-streaming-parser'
import ParsingClient from 'sparql-http-client/ParsingClient.js'
import { Parser } from 'sparqljs'

const [address, path] = process.argv.slice(2)
const url = `${address}/sparql`
const select = 'SELECT ?m { ?m a <https://w3id.org/policygraph/def#Measure> }'
const construct = 'CONSTRUCT WHERE { ?m a <https://w3id.org/policygraph/def#Measure> }'
const count = stream => new Promise((resolve, reject) => {
  let n = 0
  stream.on('data', () => n++).on('end', () => resolve(n)).on('error', reject)
})

const client = new ParsingClient({ endpointUrl: url })
const fetcher = new SparqlEndpointFetcher()
const response = await fetch(`${address}${path}`, { headers: { accept: 'application/ld+json' } })
const context = async iri => (await fetch(iri.replace(/^http:\/\/[^/]+/, address))).json()
const parser = new JsonLdParser({ baseIRI: response.url, documentLoader: { load: context } })
const quads = count(parser)
parser.end(await response.text())
const read = JSON.parse(readFileSync(0, 'utf8')).map(query => new Parser({ sparqlStar: true }).parse(query).type)
console.log(JSON.stringify({
  parsing: [(await client.query.select(select)).length, [...await client.query.construct(construct)].length],
  parsingAsk: await client.query.ask('ASK { ?s ?p ?o }'),
  fetching: [await count(await fetcher.fetchBindings(url, select)), await count(await fetcher.fetchTriples(url, construct))],
  fetchingAsk: await fetcher.fetchAsk(url, 'ASK { ?s ?p ?o }'),
  thing: await quads,
  read: read.length,
}))
