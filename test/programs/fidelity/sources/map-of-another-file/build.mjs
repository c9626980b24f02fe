import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

// A map left over from a shorter version of another file: it says nothing of the lines that fail.
write(join(process.argv[2], 'main.mjs'), `${PLAIN}//# sourceMappingURL=main.mjs.map\n`)
const map = { version: 3, sources: ['other.ts'], sourcesContent: ['export {}\n'], names: [], mappings: 'AAAA' }
write(join(process.argv[2], 'main.mjs.map'), JSON.stringify(map))
