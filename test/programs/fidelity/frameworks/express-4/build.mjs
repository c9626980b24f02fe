import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from '../../install.mjs'

const out = process.argv[2]
install(out, 'express-4', { express: '^4' })
copyFileSync(join(import.meta.dirname, 'main.mjs'), join(out, 'main.mjs'))
