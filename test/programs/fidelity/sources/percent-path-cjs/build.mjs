import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

const text = `${PLAIN.replace('export ', '')}\nexports.fail = fail\n`
write(join(process.argv[2], '100%20 sure', 'a%2fb#c?d.cjs'), text)
