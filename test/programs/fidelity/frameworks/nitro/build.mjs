import { execFileSync } from 'node:child_process'
import { cpSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from '../../install.mjs'

const out = process.argv[2]
install(out, 'nitro', { nitropack: '^2', h3: '^1' })
for (const part of ['routes', 'middleware', 'shop.ts']) {
  cpSync(join(import.meta.dirname, part), join(out, part), { recursive: true })
}
copyFileSync(join(import.meta.dirname, 'main.mjs'), join(out, 'main.mjs'))
writeFileSync(join(out, 'package.json'), '{"name":"fidelity-nitro","private":true,"type":"module"}')
writeFileSync(
  join(out, 'nitro.config.ts'),
  `export default { preset: 'node-listener', sourceMap: true, srcDir: '.', compatibilityDate: '2026-01-01' }\n`,
)
execFileSync(process.execPath, [join(out, 'node_modules/nitropack/dist/cli/index.mjs'), 'build'], {
  cwd: out,
  stdio: ['ignore', 'ignore', 'inherit'],
})
