import { symlink, unlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { transform, build } from 'esbuild'
import { addSegment, GenMapping, setSourceContent, toEncodedMap } from '@jridgewell/gen-mapping'
import { describe, expect, it } from 'vitest'
import { createSourceReader } from '../../src/server/source/index.ts'
import { createScratch, inlineMap, lineIn, positionOf } from './scratch.ts'

const scratch = await createScratch()
const TS = `interface User {
  name: string
}

export function greet(user: User | undefined): string {
  const greeting: string = 'hello'
  if (user === undefined) throw new Error('nobody')
  return greeting + user.name
}
`
const THROW = positionOf(TS, 'throw')

async function compile(
  name: string,
  options: Parameters<typeof transform>[1] = {},
): Promise<{ code: string; map: string }> {
  return transform(TS, { loader: 'ts', sourcefile: name, sourcemap: 'external', ...options })
}

describe('source maps', () => {
  it.each([
    ['return price(order)', 'price'],
    ['return shop.cart.price(order)', 'price'],
    ['return (price)(order)', '(order)'],
    ['return await (order)', '(order)'],
  ])('name the callee where they lead to the bracket behind it: %s', async (source, callee) => {
    const map = new GenMapping()
    addSegment(map, 0, 0, 'a.ts', 0, source.indexOf('(order)'))
    setSourceContent(map, 'a.ts', source)
    const path = await scratch.write('bracket.js', `(0, shop_1.price)(order)\n${inlineMap(toEncodedMap(map))}`)
    const located = await createSourceReader().locate({ url: path, line: 1, column: 1 })
    expect(located.location.column).toBe(source.indexOf(callee) + 1)
  })

  it.each([
    ['if (a === 0) throw b', 'if (a === 0) throw b', '0) throw', 'throw'],
    ['if (a === 0) throw b', 'if (a === 0) { throw b }', '0) {', '0) {'],
    ['let one = two; throw b', 'let one = two; throw b', 'let one', 'throw'],
    ['a;throw b', 'n;throw b', 'n;', 'n;'],
  ])(
    'find a word that they have no segment for, where the code before it is a copy: %s',
    async (code, source, leads, is) => {
      const map = new GenMapping()
      addSegment(map, 0, code.startsWith('if') ? code.indexOf('0') : 0, 'a.ts', 0, source.indexOf(leads))
      setSourceContent(map, 'a.ts', source)
      const path = await scratch.write('coarse.js', `${code}\n${inlineMap(toEncodedMap(map))}`)
      const located = await createSourceReader().locate({ url: path, line: 1, column: code.indexOf('throw') + 1 })
      expect(located.location.column).toBe(source.indexOf(is) + 1)
    },
  )

  it('follows an inline map to a source with content', async () => {
    const { code } = await compile('greet.ts', { sourcemap: 'inline' })
    const path = await scratch.write('inline/greet.js', code)
    const reader = createSourceReader()
    const located = await reader.locate({ url: pathToFileURL(path).href, ...positionOf(code, 'throw') })
    expect(located.location).toEqual({ file: join(scratch.root, 'inline/greet.ts'), ...THROW })
    expect(located.generated).toEqual({ file: path, ...positionOf(code, 'throw') })
    expect(lineIn(located.excerpt, THROW.line)).toContain("throw new Error('nobody')")
    expect(located).toMatchObject({ origin: 'app', functionName: 'greet' })
    expect(located.problem).toBeUndefined()
    expect((await reader.wholeFile(located.location.file))?.lines.join('\n')).toBe(TS)
    reader.close()
  })

  it('follows an external map in a folder with a space and umlauts to a source on disk', async () => {
    const { code, map } = await compile('../../quälle/grüß dich.ts', { sourcesContent: false })
    await scratch.write('aus gabe/quälle/grüß dich.ts', TS)
    await scratch.write('aus gabe/dist/maps é/greet.js.map', map)
    const text = `${code}//# sourceMappingURL=maps%20%C3%A9/greet.js.map\n`
    const path = await scratch.write('aus gabe/dist/greet.js', text)
    const reader = createSourceReader()
    for (const url of [pathToFileURL(path).href, `${pathToFileURL(path).href}?v=1#x`, path]) {
      const located = await reader.locate({ url, ...positionOf(code, 'throw') })
      expect(located.problem).toBeUndefined()
      expect(located.location).toEqual({ file: join(scratch.root, 'aus gabe/quälle/grüß dich.ts'), ...THROW })
      expect(lineIn(located.excerpt, THROW.line)).toContain("throw new Error('nobody')")
    }
    reader.close()
  })

  it('finds place and name in a minified bundle', async () => {
    const entry = await scratch.write(
      'bundle/src/main.ts',
      `import { greet } from './greet.ts'\nimport dep from 'dep'\nconsole.log(greet(undefined), dep())\n`,
    )
    await scratch.write('bundle/src/greet.ts', TS)
    await scratch.write(
      'bundle/node_modules/dep/index.js',
      `export default function depend() {\n  throw new TypeError('inside')\n}\n`,
    )
    await scratch.write(
      'bundle/node_modules/dep/package.json',
      '{"name":"dep","version":"2.3.4","main":"index.js","type":"module"}',
    )
    const outfile = join(scratch.root, 'bundle/dist/out.js')
    const built = await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      sourcemap: 'linked',
      outfile,
      write: false,
    })
    const code = built.outputFiles.find((file) => file.path === outfile)?.text ?? ''
    for (const file of built.outputFiles) await scratch.write(file.path.slice(scratch.root.length + 1), file.text)
    const reader = createSourceReader()
    const own = await reader.locate({ url: outfile, ...positionOf(code, 'throw new Error') })
    expect(own).toMatchObject({
      origin: 'app',
      functionName: 'greet',
      location: { file: join(scratch.root, 'bundle/src/greet.ts'), ...THROW },
    })
    const foreign = await reader.locate({ url: outfile, ...positionOf(code, 'throw new TypeError') })
    expect(foreign).toMatchObject({
      origin: 'dependency',
      package: 'dep 2.3.4',
      location: { line: 2, column: 3 },
      functionName: 'depend',
    })
    reader.close()
  })

  it('names the original and shows the running code where the original is nowhere', async () => {
    const { code, map } = await compile('src/gone.ts', { sourcesContent: false })
    await scratch.write('nowhere/out.js.map', map)
    const path = await scratch.write('nowhere/out.js', `${code}//# sourceMappingURL=out.js.map`)
    const located = await createSourceReader().locate({ url: path, ...positionOf(code, 'throw') })
    expect(located.location).toEqual({ file: join(scratch.root, 'nowhere/src/gone.ts'), ...THROW })
    expect(located.problem).toMatch(/neither in the source map nor on disk/)
    expect(lineIn(located.excerpt, positionOf(code, 'throw').line)).toContain('throw new Error("nobody")')
  })

  it('uses an index map', async () => {
    const section = (source: string): unknown => {
      const map = new GenMapping()
      addSegment(map, 0, 0, source, 4, 2)
      setSourceContent(map, source, `1\n2\n3\n4\n  ${source} line five`)
      return toEncodedMap(map)
    }
    const index = {
      version: 3,
      sections: [
        { offset: { line: 0, column: 0 }, map: section('a.ts') },
        { offset: { line: 1, column: 10 }, map: section('b.ts') },
        { offset: { line: 3, column: 0 }, url: 'elsewhere.map' },
      ],
    }
    const path = await scratch.write('index/out.js', `aaa()\n          bbb()\n\nccc()\n${inlineMap(index)}`)
    const reader = createSourceReader()
    const first = await reader.locate({ url: path, line: 1, column: 2 })
    expect(first.location).toEqual({ file: join(scratch.root, 'index/a.ts'), line: 5, column: 3 })
    const second = await reader.locate({ url: path, line: 2, column: 13 })
    expect(second.location.file).toBe(join(scratch.root, 'index/b.ts'))
    expect(lineIn(second.excerpt, 5)).toBe('  b.ts line five')
    const third = await reader.locate({ url: path, line: 4, column: 1 })
    expect(third).toMatchObject({
      location: { file: path, line: 4, column: 1 },
      problem: 'its source map does not cover this place',
    })
    reader.close()
  })

  it('takes the next mapping of the line where none lies in front', async () => {
    const map = new GenMapping()
    addSegment(map, 0, 8, 'late.ts', 2, 0)
    setSourceContent(map, 'late.ts', '1\n2\nlate\n')
    const path = await scratch.write('late/out.js', `        late()\n${inlineMap(toEncodedMap(map))}`)
    const located = await createSourceReader().locate({ url: path, line: 1, column: 3 })
    expect(located.location).toEqual({ file: join(scratch.root, 'late/late.ts'), line: 3, column: 1 })
  })

  it.each([
    ['sourceRoot and relative', { sourceRoot: '../src', sources: ['deep/a.ts'] }, 'roots/src/deep/a.ts'],
    ['sourceRoot with slash', { sourceRoot: '../src/', sources: ['/deep/a.ts'] }, 'roots/src/deep/a.ts'],
    ['a number sign in the name', { sources: ['../src/c#.ts'] }, 'roots/src/c#.ts'],
    ['a percent sign in the name', { sources: ['../src/50%.ts'] }, 'roots/src/50%.ts'],
    ['a query behind the name', { sources: ['../src/deep/a.ts?vue&type=script'] }, 'roots/src/deep/a.ts'],
    ['an encoded name', { sources: ['../src/d%20e.ts'] }, 'roots/src/d e.ts'],
    ['an absolute path', { sources: [join(scratch.root, 'roots/src/d e.ts')] }, 'roots/src/d e.ts'],
    ['a file URL', { sources: [pathToFileURL(join(scratch.root, 'roots/src/d e.ts')).href] }, 'roots/src/d e.ts'],
  ])('resolves %s', async (_, part, expected) => {
    for (const name of ['deep/a.ts', 'c#.ts', '50%.ts', 'd e.ts'])
      await scratch.write(`roots/src/${name}`, `text of ${name}`)
    const path = await scratch.write(
      'roots/dist/out.js',
      `a()\n${inlineMap({ version: 3, names: [], mappings: 'AAAA', ...part })}`,
    )
    const located = await createSourceReader().locate({ url: path, line: 1, column: 1 })
    expect(located.location.file).toBe(join(scratch.root, expected))
    expect(located.excerpt?.lines[0]).toBe(`text of ${expected.slice('roots/src/'.length)}`)
    expect(located.problem).toBeUndefined()
  })

  it('keeps the name of a source that is on no disk', async () => {
    const map = {
      version: 3,
      names: [],
      mappings: 'AAAA',
      sources: ['webpack://my app/./src/a.ts'],
      sourcesContent: ['let a'],
    }
    const path = await scratch.write('virtual/out.js', `a()\n${inlineMap(map)}`)
    const located = await createSourceReader().locate({ url: path, line: 1, column: 1 })
    expect(located).toMatchObject({
      location: { file: 'webpack://my app/./src/a.ts', line: 1, column: 1 },
      excerpt: { lines: ['let a'] },
    })
  })

  it('takes the map from the loaded text where a loader transformed the file in memory', async () => {
    const path = await scratch.write('loader/greet.ts', TS)
    const { code } = await compile(path, { sourcemap: 'inline', minify: true })
    const reader = createSourceReader({
      loadedSource: () => code,
      unrewrite: (_, position) => ({ ...position, column: position.column - 7 }),
    })
    const at = positionOf(code, 'throw')
    const located = await reader.locate({ url: pathToFileURL(path).href, line: at.line, column: at.column + 7 })
    expect(located).toMatchObject({ location: { file: path, ...THROW }, generated: { file: path, ...at } })
    reader.close()
  })

  it('finds a map beside the real file of a symbolic link', async () => {
    const { code, map } = await compile('greet.ts')
    await scratch.write('real/greet.js.map', map)
    const real = await scratch.write('real/greet.js', `${code}//# sourceMappingURL=greet.js.map`)
    const link = join(scratch.root, 'link.js')
    await symlink(real, link)
    const located = await createSourceReader().locate({ url: link, ...positionOf(code, 'throw') })
    expect(located.location).toMatchObject(THROW)
    expect(located.location.file).toBe(join(scratch.root, 'real/greet.ts'))
  })

  it('decodes again when the map has changed', async () => {
    const map = (line: string): string =>
      JSON.stringify({ version: 3, sources: ['a.ts'], sourcesContent: ['1\n2\n3'], names: [], mappings: line })
    const path = await scratch.write('again/out.js', 'a()\n//# sourceMappingURL=out.js.map')
    const mapPath = await scratch.write('again/out.js.map', map('AAAA'))
    const reader = createSourceReader({ startedAt: Date.now() - 1000 })
    expect(await reader.locate({ url: path, line: 1, column: 1 })).toMatchObject({ location: { line: 1 } })
    await unlink(mapPath)
    await scratch.write('again/out.js.map', map('AACA'))
    await utimes(mapPath, new Date(), new Date())
    const located = await reader.locate({ url: path, line: 1, column: 1 })
    expect(located).toMatchObject({ location: { line: 2 } })
    expect(located.problem).toMatch(/^the source map changed on disk since the process started/)
    reader.close()
  })
})
