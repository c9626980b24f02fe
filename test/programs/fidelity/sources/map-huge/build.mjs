import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

const require = createRequire(import.meta.url)

// A real bundle: the order, and a whole compiler beside it. The map is larger than 13 MB.
const out = process.argv[2]
const big = ['typescript'].map((name) => require.resolve(name))
await build({
  stdin: {
    contents: [
      "export { fail } from '../order/checkout.ts'",
      ...big.map((file, index) => `export const big${index} = () => import(${JSON.stringify(file)})`),
    ].join('\n'),
    resolveDir: import.meta.dirname,
    loader: 'ts',
  },
  bundle: true,
  minify: true,
  sourcemap: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'error',
  packages: 'bundle',
  external: ['jiti', 'jiti/package.json', '*.node'],
  outfile: join(out, 'bundle.mjs'),
})
const bytes = readFileSync(join(out, 'bundle.mjs.map')).length
if (bytes < 13_000_000) throw new Error(`the map has only ${bytes} bytes`)
