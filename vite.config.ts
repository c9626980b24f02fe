import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const from = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/**
 * Builds the browser side. The names are fixed because the server answers for assets from a fixed table, and all
 * styles go into one file, so that a lazily loaded chunk never has to add a stylesheet of its own.
 */
export default defineConfig({
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: from('dist/ui'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: false,
    modulePreload: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: from('src/ui/main.tsx') },
      output: { entryFileNames: '[name].js', chunkFileNames: 'console.js', assetFileNames: 'app[extname]' },
    },
  },
})
