// Follow links from a thing to what it points to, as a linked-data client does that knows no endpoint.
import { QueryEngine } from '@comunica/query-sparql-link-traversal'

const [thing, query] = process.argv.slice(2)
const found = await new QueryEngine().queryBindings(query, { sources: [thing], lenient: true })
const names = (await found.toArray()).map(row => row.get('name').value)
console.log(JSON.stringify([...new Set(names)].sort()))
