/**
 * Builds `checkout.ts` as for production, compiled and minified, and runs that; with `NAMES=left-out` with the map of a tool
 * that keeps the positions only.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import remapping from '@jridgewell/remapping'
import type { DecodedSourceMap, SourceMapInput } from '@jridgewell/remapping'
import ts from 'typescript'
import { minify } from 'vite'

const source = join(import.meta.dirname, 'checkout.ts')
const compiled = ts.transpileModule(readFileSync(source, 'utf8'), {
  fileName: source,
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    sourceMap: true,
    inlineSources: true,
  },
})
const minified = await minify('checkout.js', compiled.outputText, { sourcemap: true, mangle: { toplevel: true } })
const maps = [minified.map as SourceMapInput, compiled.sourceMapText ?? '']
const map = remapping(maps, () => null, { decodedMappings: true }) as DecodedSourceMap
const nameless: DecodedSourceMap = {
  ...map,
  names: [],
  mappings: map.mappings.map((line) =>
    line.map((segment) => (segment.length === 5 ? [segment[0], segment[1], segment[2], segment[3]] : segment)),
  ),
}

const out = join(process.env['HOME'] ?? '', 'build')
mkdirSync(out)
const file = join(out, 'checkout.mjs')
writeFileSync(file, `${minified.code}\n//# sourceMappingURL=checkout.mjs.map\n`)
writeFileSync(`${file}.map`, remapping(process.env['NAMES'] === 'left-out' ? nameless : map, () => null).toString())
await import(pathToFileURL(file).href)
