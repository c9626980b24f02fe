import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { rewriteAwaits, toGenerated } from '../../src/server/instrument/index.ts'
import { attachSourceMap } from '../../src/server/instrument/source-map-comment.ts'
import { OURS, runProgram } from './run-program.ts'
import { generateProgram, seededRandom } from './random-program.ts'

vi.setConfig({ testTimeout: 30_000 })
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'instrument-maps-')))
const root = `${pathToFileURL(folder).href}/`
afterAll(() => rmSync(folder, { recursive: true }))

const TYPED = `interface Shape { readonly n: number }
enum Kind { Plain, Round }

async function leaf(shape: Shape): Promise<number> { await null; if (shape.n) throw new Error(Kind[shape.n]); return 1 }
async function middle(shape: Shape): Promise<number> { const x: number = 1; return x + await leaf({ ...shape }) }
try { await middle({ n: 1 } as Shape) } catch (error) { console.log((error as Error).stack) }
`

function attach(original: string, sourceMapsEnabled: boolean, maps: Readonly<Record<string, string>> = {}) {
  const result = rewriteAwaits(original, 'module')
  if (result.kind !== 'rewritten') throw new Error(result.kind)
  const { code, insertions } = result
  const readFile = (url: URL): string | undefined => maps[url.href]
  const attached = attachSourceMap(
    { code, original, insertions, url: 'file:///app/a.js?v=1' },
    { sourceMapsEnabled, readFile },
  )
  return { ...attached, rewritten: code, insertions }
}

function readComment(code: string): SourceMapPayload {
  const [, data] = /\/\/# sourceMappingURL=data:application\/json;base64,(\S+)\s*$/.exec(code) ?? []
  return JSON.parse(Buffer.from(data ?? '', 'base64').toString()) as SourceMapPayload
}

describe('attachSourceMap', () => {
  it('adds a map in which every word of a changed line leads to its own place', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const original = `const f = async () => {${generateProgram(seededRandom(seed))}\nawait f\n}`
      const { code, map, rewritten, insertions } = attach(original, false)
      expect(map).toBe('added')
      expect(code.startsWith(`${rewritten}\n//# `)).toBe(true)
      const payload = readComment(code)
      expect(payload.sources).toEqual(['file:///app/a.js'])
      const read = new SourceMap(payload)
      original.split('\n').forEach((text, line) => {
        for (const { index: column } of text.matchAll(/\w+/g)) {
          const generated = toGenerated(insertions, { line: line + 1, column: column + 1 })
          const entry = read.findEntry(line, generated.column - 1)
          const isChanged = insertions.some((insertion) => insertion.line === line + 1)
          expect(entry).toMatchObject({ originalLine: line, originalColumn: isChanged ? column : 0 })
        }
      })
    }
  })

  it('adds none where Node reads maps: it tells errors otherwise where there is one', () => {
    const { code, map, rewritten } = attach('await f(a)\n', true)
    expect([code, map]).toEqual([rewritten, 'kept'])
  })

  it('leaves what it cannot read or need not change', () => {
    const inline = (map: unknown): string =>
      `await x\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`
    const good = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA' }
    const kept = [
      inline({ version: 3, sections: [] }),
      inline(null),
      inline(5),
      'await x\n//# sourceMappingURL=missing.js.map',
      'await x\n//# sourceMappingURL=https://elsewhere/a.js.map',
      'await x\n//# sourceMappingURL=http://[',
      // What Node does not read either.
      'await x\n//# sourceMappingURL=file:///app/a.js.map',
      'await x\n//# sourceMappingURL=prefixed.js.map',
      `await x\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(good))}`,
      `await x\n//# sourceMappingURL=data:text/json;base64,${btoa(JSON.stringify(good))}`,
      `await x\n//# sourceMappingURL=data:application/json5;base64,${btoa(JSON.stringify(good))}`,
      'await x\n//# sourceMappingURL=data:application/json;base64,@@@',
      'await x\n/*# sourceMappingURL=a.js.map */',
      `${inline(good)}f()`,
      `await x; f(\`\n//# sourceMappingURL=a.js.map\n\`)`,
    ]
    for (const original of kept) {
      const { code, map, rewritten } = attach(original, true, {
        'file:///app/a.js.map': JSON.stringify(good),
        'file:///app/prefixed.js.map': `)]}'\n${JSON.stringify(good)}`,
      })
      expect([map, code], original).toEqual(['kept', rewritten])
    }
    expect(attach(inline(good), false).map).toBe('kept')
    expect(attach(inline(good), true).map).toBe('composed')
  })

  it('names sources as Node does', () => {
    const sources = ['a.ts', '../b c.ts', '/abs/50%#.ts', 'file:///abs/c.ts', 'webpack://app/d.ts', '']
    const file = JSON.stringify({ version: 3, sourceRoot: '', sources, names: [], mappings: 'AAAA' })
    const original = 'await x\n//# sourceMappingURL=maps/a.js.map\n'
    const { code } = attach(original, true, { 'file:///app/maps/a.js.map': file })
    expect(readComment(code).sources).toEqual([
      'file:///app/maps/a.ts',
      'file:///app/b%20c.ts',
      'file:///abs/50%25%23.ts',
      'file:///abs/c.ts',
      'webpack://app/d.ts',
      'file:///app/maps/a.js.map',
    ])
  })

  it('composes maps in files, with absolute sources, and keeps what is behind the comment', () => {
    const file = JSON.stringify({
      version: 3,
      sourceRoot: '../src/',
      sources: ['a.ts'],
      names: ['n'],
      mappings: 'AACEA,MAAM',
    })
    const original = 'await x\n//# sourceMappingURL=maps/a.js.map\n// the end\n'
    const { code, map } = attach(original, true, { 'file:///app/maps/a.js.map': file })
    expect(map).toBe('composed')
    expect(code.endsWith('\n// the end\n')).toBe(true)
    const payload = readComment(code.replace('// the end\n', ''))
    expect(payload.sources).toEqual(['file:///app/src/a.ts'])
    const read = new SourceMap(payload)
    expect(read.findEntry(0, 0)).toMatchObject({ originalLine: 1, originalColumn: 2 })
    expect(read.findEntry(0, code.indexOf('x))'))).toMatchObject({ originalLine: 1, originalColumn: 8 })
  })
})

describe('stacks of compiled TypeScript', () => {
  for (const inlineSourceMap of [true, false]) {
    it(`are the same with ${inlineSourceMap ? 'inline' : 'separate'} maps, rewritten or not`, async () => {
      const name = inlineSourceMap ? 'inline' : 'separate'
      const { outputText, sourceMapText } = ts.transpileModule(TYPED, {
        fileName: `${name}.mts`,
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          inlineSourceMap,
          sourceMap: !inlineSourceMap,
        },
      })
      const file = join(folder, `${name}.mjs`)
      writeFileSync(join(folder, `${name}.mts`), TYPED)
      writeFileSync(file, outputText)
      if (sourceMapText !== undefined) writeFileSync(`${file}.map`, sourceMapText)
      const env = { APP_ROOT: root, REPORT: '1' }
      const on = await Promise.all([
        runProgram(['--enable-source-maps', file]),
        runProgram(['--enable-source-maps', ...OURS, file], env),
      ])
      expect(on[0].stdout).toContain(`${name}.mts:5:`)
      expect(on[1].stdout).toBe(on[0].stdout)
      expect(on[1].report?.maps).toEqual({ [`${name}.mjs`]: 'composed' })
      const off = await runProgram([...OURS, file], env)
      expect(off.stdout).toContain(`${name}.mjs:`)
      expect(off.report?.maps).toEqual({ [`${name}.mjs`]: 'kept' })
    })
  }
})
