#!/usr/bin/env node
import { createRequire } from 'node:module'
import data from './data.json' with { type: 'json' }
import { rethrow } from './lib.js'
await rethrow('esm').catch((error) => console.log('caught', error.message))
console.log(data.text, typeof createRequire(import.meta.url)('../cjs/lib.js').rethrow)
