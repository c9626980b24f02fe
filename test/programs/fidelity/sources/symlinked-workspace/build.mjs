import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { PLAIN, write } from '../plain.mjs'

const out = process.argv[2]
write(join(out, 'packages/share/package.json'), '{"name":"@acme/share","version":"1.0.0","exports":"./index.mjs"}')
write(join(out, 'packages/share/index.mjs'), PLAIN)
write(join(out, 'app/main.mjs'), "export { fail } from '@acme/share'\n")
mkdirSync(join(out, 'app/node_modules/@acme'), { recursive: true })
rmSync(join(out, 'app/node_modules/@acme/share'), { force: true })
symlinkSync('../../../packages/share', join(out, 'app/node_modules/@acme/share'), 'dir')
