import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

write(join(process.argv[2], 'main.mjs'), PLAIN.replaceAll('\n', '\r\n'))
