/** `npm run demo`: builds the debugger if needed, then starts the shop with it. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'

const BUILT = ['dist/server/register.js', 'dist/ui/app.js']

if (newest('src') > oldestBuilt()) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
const shop = spawn(process.execPath, ['--watch', '--import', 'inquest/register', 'examples/shop/main.ts'], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => shop.kill(signal))
shop.on('exit', (code) => process.exit(code ?? 0))

function oldestBuilt(): number {
  return Math.min(...BUILT.map((path) => (existsSync(path) ? statSync(path).mtimeMs : 0)))
}

function newest(directory: string): number {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Math.max(...files.map((file) => statSync(`${file.parentPath}/${file.name}`).mtimeMs))
}
