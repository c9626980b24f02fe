import { execFile } from 'node:child_process'
import { symlink, truncate, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createSourceReader } from '../../src/server/source/index.ts'
import { createNoise, createScratch, inlineMap, lineIn } from './scratch.ts'

const scratch = await createScratch()
const CODE = 'function go() {\n  throw new Error("here")\n}\ngo()\n'
const AT = { line: 2, column: 3 }

/** The frame stays at its place in the running code, with its lines. */
async function expectGenerated(path: string, problem: RegExp | undefined): Promise<void> {
  const reader = createSourceReader()
  const located = await reader.locate({ url: path, ...AT })
  expect(located.location).toEqual({ file: path, ...AT })
  expect(lineIn(located.excerpt, 2)).toBe('  throw new Error("here")')
  if (problem === undefined) expect(located.problem).toBeUndefined()
  else expect(located.problem).toMatch(problem)
  reader.close()
}

describe('a file that is younger than the process', () => {
  it('is what runs if it has the same text, and is not shown if it has another', async () => {
    const path = await scratch.write('young.js', CODE)
    const soon = new Date(Date.now() + 1000)
    await utimes(path, soon, soon)
    const show = (loaded: string) =>
      createSourceReader({ loadedSource: (_, scriptId) => (scriptId === '7' ? loaded : undefined) }).locate({
        url: path,
        scriptId: '7',
        ...AT,
      })
    expect((await show(CODE)).problem).toBeUndefined()
    const before = await show(CODE.replace('here', 'then'))
    expect(before.problem).toMatch(/^changed on disk/)
    expect(lineIn(before.excerpt, 2)).toBe('  throw new Error("then")')
  })
})

describe('code without a URL', () => {
  it('is told apart by its script, says that it is no function’s, and is no file to be asked for', async () => {
    const texts: Record<string, string> = { 1: 'fail(1)', 2: '(function named() { fail(2) })()' }
    const reader = createSourceReader({ loadedSource: (_, scriptId) => texts[scriptId ?? ''] })
    const at = { url: '', line: 1, column: 1 }
    const [one, two] = [
      await reader.locate({ ...at, scriptId: '1' }),
      await reader.locate({ ...at, column: 22, scriptId: '2' }),
    ]
    expect(one).toMatchObject({ location: { file: '<anonymous>' }, isTopLevel: true, excerpt: { lines: ['fail(1)'] } })
    expect(two).toMatchObject({ functionName: 'named', excerpt: { lines: [texts[2]] } })
    expect(two.isTopLevel).toBeUndefined()
    expect(await reader.wholeFile('<anonymous>')).toBeUndefined()
  })
})

describe('maps that are no good', () => {
  it.each([
    ['no JSON', '{"version":3', /not JSON/],
    ['nothing', '', /not JSON/],
    ['null', 'null', /not an object/],
    ['another version', '{"version":4,"sources":[],"mappings":""}', /not of version 3/],
    ['no sources', '{"version":3,"mappings":"AAAA"}', /no sources/],
    ['numbers for mappings', '{"version":3,"sources":["a"],"mappings":7}', /no mappings/],
    ['damaged mappings', '{"version":3,"sources":["a"],"mappings":"AAA!;;g"}', /mappings are damaged/],
    ['sources that do not exist', '{"version":3,"sources":[],"mappings":";IAAA"}', /does not cover|damaged/],
    [
      'a source that is null',
      '{"version":3,"sources":[null],"mappings":";AAAA"}',
      /neither in the source map nor on disk/,
    ],
    ['sections without order', sections([5, 1]), /damaged/],
    ['sections without offset', '{"version":3,"sections":[{}]}', /no offset/],
    ['sections without end', nested(50), /nested too deeply/],
  ])('%s', async (name, json, problem) => {
    await scratch.write(`bad/${name}.map`, json)
    const path = await scratch.write(`bad/${name}.js`, `${CODE}//# sourceMappingURL=${encodeURIComponent(name)}.map`)
    const located = await createSourceReader().locate({ url: path, ...AT })
    expect(located.problem).toMatch(problem)
    expect(lineIn(located.excerpt, 2)).toBe('  throw new Error("here")')
  })

  it('a guard line in front of the JSON is allowed', async () => {
    await scratch.write(
      'guard.map',
      `)]}'\n{"version":3,"sources":["g.ts"],"sourcesContent":["one"],"names":[],"mappings":";AAAA"}`,
    )
    const path = await scratch.write('guard.js', `${CODE}//# sourceMappingURL=guard.map`)
    expect((await createSourceReader().locate({ url: path, ...AT })).excerpt?.lines).toEqual(['one'])
  })

  it('missing, a folder, on the network, malformed', async () => {
    const withUrl = (name: string, url: string): Promise<string> =>
      scratch.write(name, `${CODE}//# sourceMappingURL=${url}\n`)
    await expectGenerated(await withUrl('missing.js', 'no.such.map'), /no\.such\.map is missing/)
    await expectGenerated(await withUrl('folder.js', '.'), /is not a file/)
    await expectGenerated(await withUrl('network.js', 'https://example.com/a.map'), /on no disk/)
    await expectGenerated(await withUrl('malformed.js', 'data:application/json,%zz'), /malformed/)
    await expectGenerated(await withUrl('escape.js', '%zz.map'), /is missing/)
    await expectGenerated(await withUrl('none.js', ''), undefined)
  })

  it('more than 50 MB', async () => {
    await truncate(await scratch.write('huge.map', '{'), 50 * 1024 * 1024 + 1)
    const path = await scratch.write('huge.js', `${CODE}//# sourceMappingURL=huge.map`)
    await expectGenerated(path, /larger than 50 MB/)
  })

  it('sections that lie one inside the other are numbered through', async () => {
    const flat = (name: string): unknown => ({
      version: 3,
      sources: [name],
      sourcesContent: [name],
      names: [],
      mappings: 'AAAA',
    })
    const inner = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: flat('b') }] }
    const outer = {
      version: 3,
      sections: [
        { offset: { line: 0, column: 0 }, map: flat('a') },
        { offset: { line: 1, column: 0 }, map: inner },
      ],
    }
    const path = await scratch.write('inner.js', `${CODE}${inlineMap(outer)}`)
    expect((await createSourceReader().locate({ url: path, ...AT })).excerpt?.lines).toEqual(['b'])
  })
})

describe('files that are no good', () => {
  it.each([
    '',
    'evalmachine.<anonymous>',
    'webpack://x/./a.js',
    'wasm://wasm/1a2b',
    'file://elsewhere/a.js',
    'file:///%zz',
    '/a\0b',
    'relative.js',
  ])('answers for %j with the place alone', async (url) => {
    const located = await createSourceReader().locate({ url, line: 3, column: 4 })
    expect(located).toMatchObject({
      location: { line: 3, column: 4 },
      origin: 'app',
      problem: 'the code is on no disk',
    })
    expect(located.location.file).not.toBe('')
    expect(located.excerpt).toBeUndefined()
  })

  it('shows evaluated and deleted code from what is loaded, data: URLs from themselves', async () => {
    const reader = createSourceReader({ loadedSource: (url) => (url.startsWith('data:') ? undefined : CODE) })
    for (const url of ['evalmachine.<anonymous>', join(scratch.root, 'deleted.js')]) {
      const located = await reader.locate({ url, ...AT })
      expect(lineIn(located.excerpt, 2)).toBe('  throw new Error("here")')
      expect(located.problem).toBeUndefined()
      expect((await reader.wholeFile(located.location.file))?.lines).toHaveLength(5)
    }
    const located = await reader.locate({ url: `data:text/javascript,${encodeURIComponent(CODE)}`, ...AT })
    expect(lineIn(located.excerpt, 2)).toBe('  throw new Error("here")')
  })

  it('a folder, a pipe, a device and a loop of links neither hang nor show anything', async () => {
    const pipe = join(scratch.root, 'pipe.js')
    await promisify(execFile)('mkfifo', [pipe])
    const loop = join(scratch.root, 'loop.js')
    await symlink(loop, loop)
    for (const url of [scratch.root, pipe, '/dev/zero', loop]) {
      const located = await createSourceReader().locate({ url, ...AT })
      expect(located.excerpt).toBeUndefined()
      expect(located.problem).toMatch(/the file is (not a file|unreadable)/)
    }
  })

  it('says when the file is newer than the process, and prefers what runs', async () => {
    const path = await scratch.write('stale.js', CODE)
    const startedAt = Date.now() - 60_000
    await utimes(path, new Date(), new Date())
    const stale = await createSourceReader({ startedAt }).locate({ url: path, ...AT })
    expect(stale.problem).toMatch(/^changed on disk since the process started \(\d{4}-.*Z\)$/)
    expect(stale.excerpt?.lines).toHaveLength(5)
    const loadedSource = (): string => CODE.replace('here', 'as it runs')
    const running = await createSourceReader({ startedAt, loadedSource }).locate({ url: path, ...AT })
    expect(running.problem).toMatch(/^changed on disk/)
    expect(lineIn(running.excerpt, 2)).toContain('as it runs')
  })

  it('shows the file where types were stripped, the loaded text where it is another', async () => {
    const path = await scratch.write('strip.ts', 'let a: string = b\n')
    const show = async (loaded: string): Promise<unknown> =>
      (await createSourceReader({ loadedSource: () => loaded }).locate({ url: path, line: 1, column: 5 })).excerpt
        ?.lines[0]
    expect(await show('let a         = b\n')).toBe('let a: string = b')
    expect(await show('var a = wrap(b)\n')).toBe('var a = wrap(b)')
  })

  it('says when there is no such line', async () => {
    const path = await scratch.write('short.js', CODE)
    const located = await createSourceReader().locate({ url: path, line: 99, column: 1 })
    expect(located).toMatchObject({ location: { file: path, line: 99 }, problem: 'the source has no such line' })
  })

  it('holds impossible positions and failing collaborators off', async () => {
    const path = await scratch.write('hold.js', CODE)
    for (const [line, column] of [
      [NaN, -3],
      [0, 0],
      [-1, Infinity],
      [1.5, 1e300],
    ] as const) {
      const located = await createSourceReader().locate({ url: path, line, column })
      expect(located.location.line).toBe(1)
      expect(located.location.column).toBeGreaterThanOrEqual(1)
    }
    const fail = (): never => {
      throw new TypeError('collaborator')
    }
    for (const options of [{ unrewrite: fail }, { loadedSource: fail }, { isApp: fail }]) {
      const located = await createSourceReader(options).locate({ url: path, ...AT })
      expect(located).toMatchObject({
        location: { file: path, ...AT },
        problem: 'the source could not be read: TypeError: collaborator',
      })
    }
  })

  it('random bytes, as script, as map, as mappings', async () => {
    const noise = createNoise(20240)
    const reader = createSourceReader()
    for (let round = 0; round < 60; round++) {
      const bytes = Uint8Array.from({ length: noise(400) }, () => noise(256))
      const letters = String.fromCharCode(...Array.from(bytes, (byte) => 43 + (byte % 80)))
      await scratch.write(
        `noise/${round}.map`,
        round % 2 === 0
          ? bytes
          : JSON.stringify({
              version: 3,
              sources: ['x', letters],
              sourcesContent: [letters, null],
              names: [letters],
              mappings: letters.replace(/[^A-Za-z0-9+/;,]/g, ';'),
            }),
      )
      const path = await scratch.write(
        `noise/${round}.js`,
        `${Buffer.from(bytes).toString('latin1')}\n${CODE}//# sourceMappingURL=${round}.map`,
      )
      const located = await reader.locate({ url: path, line: 1 + noise(8), column: 1 + noise(40) })
      expect(located.location.file.startsWith(scratch.root)).toBe(true)
      for (const [index, tokens] of located.excerpt?.tokens?.entries() ?? []) {
        expect(tokens.map(([text]) => text).join('')).toBe(located.excerpt?.lines[index])
      }
    }
    reader.close()
  })
})

function sections(lines: readonly number[]): string {
  const map = { version: 3, sources: ['a'], names: [], mappings: 'AAAA' }
  return JSON.stringify({ version: 3, sections: lines.map((line) => ({ offset: { line, column: 0 }, map })) })
}

function nested(depth: number): string {
  return `${'{"version":3,"sections":[{"offset":{"line":0,"column":0},"map":'.repeat(depth)}null${'}]}'.repeat(depth)}`
}
