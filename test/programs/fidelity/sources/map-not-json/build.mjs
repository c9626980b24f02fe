import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

// What a server answers for a map that it does not have.
write(join(process.argv[2], 'main.mjs'), `${PLAIN}//# sourceMappingURL=main.mjs.map\n`)
write(join(process.argv[2], 'main.mjs.map'), '<!doctype html><title>404</title>')
