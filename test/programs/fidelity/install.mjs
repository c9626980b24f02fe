import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const DEPS = join(import.meta.dirname, '../../../.cache/fidelity/deps')

/**
 * Packages that only a corpus program needs: installed once into `.cache/fidelity/deps/<set>`, again only when the versions
 * asked for change, and made visible to `<out>` as its `node_modules`. Install scripts do not run.
 */
export function install(out, set, dependencies) {
  const directory = join(DEPS, set)
  const manifest = `${JSON.stringify({ name: `fidelity-${set}`, private: true, dependencies }, null, 2)}\n`
  const done = join(directory, 'installed.json')
  if (!existsSync(done) || readFileSync(done, 'utf8') !== manifest) {
    mkdirSync(directory, { recursive: true })
    rmSync(done, { force: true })
    writeFileSync(join(directory, 'package.json'), manifest)
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    execFileSync('npm', ['install', ...options], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] })
    writeFileSync(done, manifest)
  }
  const link = join(out, 'node_modules')
  mkdirSync(out, { recursive: true })
  rmSync(link, { force: true })
  symlinkSync(join(directory, 'node_modules'), link, 'dir')
  return directory
}
