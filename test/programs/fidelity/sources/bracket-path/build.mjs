import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

// The inspector's URL of a required module has brackets as they are, the loader's has them percent-encoded.
const out = process.argv[2]
write(join(out, '[id]/route.cjs'), `${PLAIN.replace('export ', '')}\nexports.fail = fail\n`)
write(join(out, 'main.cjs'), "exports.fail = require('./[id]/route.cjs').fail\n")
