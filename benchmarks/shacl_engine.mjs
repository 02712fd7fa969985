// Validates N-Triples (first argument) with shapes in Turtle (second) and prints the verdict as JSON.
import { readFileSync } from 'node:fs'
import rdfDataModel from '@rdfjs/data-model'
import rdfDataset from '@rdfjs/dataset'
import { Parser } from 'n3'
import { Validator } from 'shacl-engine'
import { validations as sparql } from 'shacl-engine/sparql.js'

const factory = Object.assign(Object.create(rdfDataModel), { dataset: (quads) => rdfDataset.dataset(quads) })
const read = (path) => factory.dataset(new Parser({ factory }).parse(readFileSync(path, 'utf8')))
const validator = new Validator(read(process.argv[3]), { factory, validations: sparql })
const report = await validator.validate({ dataset: read(process.argv[2]) })
const first = report.results[0]
const broken = first?.constraintComponent?.value ?? ''
const verdict = report.conforms ? 'conforms' : `${report.results.length} results, the first ${broken} of ${first.shape?.ptr?.value}`
console.log(JSON.stringify({ verdict }))
