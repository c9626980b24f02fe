import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

write(join(process.argv[2], 'main.mjs'), `${PLAIN}//# sourceMappingURL=main.mjs.map\n`)
const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,zzzzzzzzzzzzzzzz,!!;;' }
write(join(process.argv[2], 'main.mjs.map'), JSON.stringify(map))
