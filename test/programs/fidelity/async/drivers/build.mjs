import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from '../../install.mjs'

const [out] = process.argv.slice(2)
install(out, 'drivers', { pg: '8.16.3', ioredis: '5.8.2', mysql2: '3.15.3' })
copyFileSync(join(import.meta.dirname, 'main.mjs'), join(out, 'main.mjs'))
