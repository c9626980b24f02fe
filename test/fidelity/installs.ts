import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The binary of another Node, installed in a folder of its own: two packages named `node` in one tree fight for a name. */
export function installNode(major: string): string {
  const folder = resolve(`.cache/node${major}`)
  const binary = join(folder, 'node_modules/node/bin/node')
  if (!existsSync(binary)) install(folder, `node@${major}`, { allowScripts: { node: true } })
  return binary
}

/** The folder of Sentry's SDK. */
export function installSentry(): string {
  const folder = resolve('.cache/sentry')
  const home = join(folder, 'node_modules/@sentry/node')
  // A command line tool that its build plugins ask for; the SDK itself does not use it.
  if (!existsSync(home)) install(folder, '@sentry/node@11', { overrides: { sentry: '0.45.0' } })
  return home
}

function install(folder: string, spec: string, settings: object): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, ...settings }))
  const { status } = spawnSync('npm', ['install', spec, '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm install ${spec} in ${folder} ended with ${status}`)
}
