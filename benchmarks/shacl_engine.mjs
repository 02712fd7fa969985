// Validates N-Triples (first argument) with shapes in Turtle (second) and prints the constraint component of each result as JSON.
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
console.log(JSON.stringify({ components: report.results.map((result) => result.constraintComponent?.value.split('#').pop()) }))
