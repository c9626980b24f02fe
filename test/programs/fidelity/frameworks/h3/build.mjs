import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from '../../install.mjs'

const out = process.argv[2]
install(out, 'h3', { h3: '^2' })
copyFileSync(join(import.meta.dirname, 'main.mjs'), join(out, 'main.mjs'))
