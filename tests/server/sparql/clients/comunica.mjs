// Ask the endpoint, then follow links from a thing, and print what was found as JSON. Arguments: address, thing.
import { QueryEngine } from '@comunica/query-sparql'

const [address, thing] = process.argv.slice(2)
const engine = new QueryEngine()
const policy = 'https://w3id.org/policygraph/def#'

async function values(query, source, variable) {
  const found = await engine.queryBindings(query, { sources: [source] })
  return (await found.toArray()).map(row => row.get(variable).value).sort()
}

const endpoint = { type: 'sparql', value: `${address}/sparql` }
const measures = `SELECT ?m { ?m a <${policy}Measure> }`
const texts = `SELECT ?text { <${thing}> <http://schema.org/text> ?text }`
const targets = `CONSTRUCT WHERE { ?target a <${policy}Target> }`
const triples = await engine.queryQuads(targets, { sources: [endpoint] })
console.log(JSON.stringify({
  rows: (await values(measures, endpoint, 'm')).length,
  some: (await values(`${measures} LIMIT 5`, endpoint, 'm')).length,
  graph: (await triples.toArray()).length,
  is: await (await engine.queryBoolean(`ASK { <${thing}> a <${policy}Measure> }`, { sources: [endpoint] })),
  text: await values(texts, `${address}${new URL(thing).pathname}`, 'text'),
}))
