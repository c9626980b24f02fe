import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { install } from '../../install.mjs'

const out = process.argv[2]
// Next installs what it misses for TypeScript by itself, and removes what it does not know.
const types = { typescript: '~6.0', '@types/node': '^24', '@types/react': '^19' }
const directory = install(out, 'next', { next: '^16', react: '^19', 'react-dom': '^19', ...types })
// Turbopack keeps to one folder: the packages have to be in it.
rmSync(join(out, 'node_modules'))
execFileSync('cp', ['-al', join(directory, 'node_modules'), join(out, 'node_modules')])
cpSync(join(import.meta.dirname, 'app'), join(out, 'app'), { recursive: true })
copyFileSync(join(import.meta.dirname, 'main.cjs'), join(out, 'main.cjs'))
writeFileSync(join(out, 'package.json'), '{"name":"fidelity-next","private":true}')
writeFileSync(
  join(out, 'next.config.mjs'),
  `export default {
  experimental: { serverSourceMaps: true },
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: import.meta.dirname },
}
`,
)
writeFileSync(join(out, 'tsconfig.json'), '{"compilerOptions":{"jsx":"react-jsx","strict":true}}')
execFileSync(process.execPath, [join(out, 'node_modules/next/dist/bin/next'), 'build'], {
  cwd: out,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
})
