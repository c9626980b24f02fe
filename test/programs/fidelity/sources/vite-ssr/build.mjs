import { join } from 'node:path'
import { build } from 'vite'

await build({
  root: join(import.meta.dirname, '../order'),
  logLevel: 'warn',
  build: { ssr: 'checkout.ts', outDir: process.argv[2], emptyOutDir: true, sourcemap: true, minify: true },
})
