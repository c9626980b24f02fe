import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

write(join(process.argv[2], '100%20 sure', 'a%2fb#c?d.mjs'), PLAIN)
