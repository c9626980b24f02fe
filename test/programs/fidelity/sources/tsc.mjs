import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')

/** Compiles `order/` into a folder. */
export function tsc(out, options, type = 'module') {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'package.json'), JSON.stringify({ type }))
  const common = ['--target', 'es2022', '--module', 'esnext', '--moduleResolution', 'bundler']
  const source = ['--rewriteRelativeImportExtensions', '--rootDir', 'order', '--outDir', out]
  const files = ['order/checkout.ts', 'order/order.ts']
  execFileSync(process.execPath, [compiler, '--ignoreConfig', ...common, ...source, ...options, ...files], {
    cwd: import.meta.dirname,
    stdio: 'inherit',
  })
}
