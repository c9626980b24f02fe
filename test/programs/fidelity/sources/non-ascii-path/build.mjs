import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

write(join(process.argv[2], 'Köln 東京', 'prüfung ✓.mjs'), PLAIN)
