import { join } from 'node:path'
import { build } from 'esbuild'

await build({
  entryPoints: [join(import.meta.dirname, '../order/checkout.ts')],
  bundle: true,
  minify: true,
  sourcemap: true,
  platform: 'node',
  format: 'esm',
  outfile: join(process.argv[2], 'bundle.mjs'),
})
