import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Excerpt } from '../../src/shared/traceback.ts'
import { createSourceReader } from '../../src/server/source/index.ts'
import { createScratch, inlineMap, lineIn, positionOf } from './scratch.ts'

const scratch = await createScratch()

function joined(excerpt: Excerpt | undefined): string[] | undefined {
  return excerpt?.tokens?.map((line) => line.map(([text]) => text).join(''))
}

describe('excerpts', () => {
  it('shows seven lines on both sides, tabs kept', async () => {
    const path = await scratch.write(
      'context.js',
      Array.from({ length: 40 }, (_, index) => `\tline(${index + 1})`).join('\n'),
    )
    const reader = createSourceReader()
    const { excerpt } = await reader.locate({ url: path, line: 20, column: 2 })
    expect(excerpt).toMatchObject({ startLine: 13 })
    expect(excerpt?.lines).toHaveLength(15)
    expect(lineIn(excerpt, 20)).toBe('\tline(20)')
    expect((await reader.locate({ url: path, line: 2, column: 1 })).excerpt?.startLine).toBe(1)
    expect((await reader.locate({ url: path, line: 39, column: 1 })).excerpt?.lines).toHaveLength(9)
    const narrow = createSourceReader({ contextLines: 1 })
    expect((await narrow.locate({ url: path, line: 20, column: 1 })).excerpt?.lines).toEqual([
      '\tline(19)',
      '\tline(20)',
      '\tline(21)',
    ])
  })

  it('shows a short function as a whole and a long one in part', async () => {
    const body = (count: number): string => Array.from({ length: count }, (_, index) => `  step(${index})`).join('\n')
    const path = await scratch.write(
      'functions.js',
      `function short() {\n${body(30)}\n}\nfunction long() {\n${body(100)}\n}\n`,
    )
    const reader = createSourceReader()
    const short = await reader.locate({ url: path, line: 30, column: 3 })
    expect(short.excerpt?.startLine).toBe(1)
    expect(short.functionName).toBe('short')
    const long = await reader.locate({ url: path, line: 80, column: 3 })
    expect(long.excerpt?.startLine).toBe(73)
    expect(long.functionName).toBe('long')
  })

  it.each([
    ['const a = 1, save = async () => fail(1)', 'save'],
    ['const o = { save: function () { fail(1) } }', 'save'],
    ['const o = { save() { fail(1) } }', 'save'],
    ['class A { static async save() { fail(1) } }', 'save'],
    ['class A { #save = () => fail(1) }', '#save'],
    ['a.b.save = () => fail(1)', 'save'],
    ['save = () => fail(1)', 'save'],
    ['list.map((x) => fail(1))', 'list.map callback'],
    ["app.get('/a', async (c) => fail(1))", "app.get('/a')"],
    ["readFile(path, 'utf8', (error) => fail(1))", 'readFile callback'],
    ['new Promise((resolve) => fail(1))', undefined],
    ['(function () { fail(1) })()', undefined],
    ['fail(1)', undefined],
  ])('names the function in %s', async (text, name) => {
    const path = await scratch.write('names.js', text)
    const located = await createSourceReader().locate({ url: path, ...positionOf(text, 'fail') })
    expect(located.functionName).toBe(name)
  })

  it('knows CRLF and byte order marks', async () => {
    const path = await scratch.write('crlf.ts', '\uFEFFlet a = 1\r\nlet b: string = `x\r\ny`\r\nb')
    const { excerpt } = await createSourceReader().locate({ url: path, line: 2, column: 1 })
    expect(excerpt?.lines).toEqual(['let a = 1', 'let b: string = `x', 'y`', 'b'])
    expect(joined(excerpt)).toEqual(excerpt?.lines)
    expect(excerpt?.tokens?.[2]).toEqual([['y`', 'string']])
  })

  it('corrects the lines that only V8 counts', async () => {
    const text = 'const s = "a\u2028b\u2029c"\nconst t = 1 /* \u2028 */; missing()\r\nmissing()\n'
    const path = await scratch.write('breaks.js', text)
    for (const [code, expected] of [
      [text, { line: 2, column: 22 }],
      [text.replace('; missing()', ';          '), { line: 3, column: 1 }],
    ] as const) {
      await scratch.write('breaks.js', code)
      let stack = ''
      try {
        vm.runInNewContext(code, {}, { filename: path })
      } catch (error) {
        stack = (error as Error).stack ?? ''
      }
      const at = /breaks\.js:(\d+):(\d+)/.exec(stack.slice(stack.indexOf('    at ')))
      const located = await createSourceReader().locate({ url: path, line: Number(at?.[1]), column: Number(at?.[2]) })
      expect(located.location).toEqual({ file: path, ...expected })
      expect(lineIn(located.excerpt, located.location.line)).toContain('missing()')
    }
  })

  it('cuts long lines, the failing one around its column, never through a character', async () => {
    const long = '😀'.repeat(5000)
    const text = `${long}\n${'x'.repeat(3000)}FAIL${'y'.repeat(3000)}\nshort`
    const path = await scratch.write('long.js', text)
    const { excerpt } = await createSourceReader().locate({ url: path, line: 2, column: 3001 })
    const [first = '', failing = ''] = excerpt?.lines ?? []
    expect(first.length).toBeLessThanOrEqual(500)
    expect(first.isWellFormed()).toBe(true)
    expect(first.endsWith('…')).toBe(true)
    expect(failing.length).toBeLessThanOrEqual(500)
    expect(failing.slice((excerpt?.failingColumn ?? 0) - 1).startsWith('FAIL')).toBe(true)
    expect(failing.startsWith('…x') && failing.endsWith('y…')).toBe(true)
    expect(joined(excerpt)).toEqual(excerpt?.lines)
    for (const column of [1, 2, 251, 252, 253, 1000, 5750, 5755, 6004, 6005, 9999]) {
      const cut = (await createSourceReader().locate({ url: path, line: 2, column })).excerpt
      expect(joined(cut)).toEqual(cut?.lines)
      const shown = lineIn(cut, 2) ?? ''
      const at = cut?.failingColumn ?? column
      if (column <= 6004) expect(shown[at - 1]).toBe(text.split('\n')[1]?.[column - 1])
    }
  })

  it('leaves other languages without tokens', async () => {
    const map = { version: 3, names: [], mappings: 'AAAA', sources: ['a.vue'], sourcesContent: ['<template>'] }
    const path = await scratch.write('vue.js', `a()\n${inlineMap(map)}`)
    const { excerpt } = await createSourceReader().locate({ url: path, line: 1, column: 1 })
    expect(excerpt).toEqual({ startLine: 1, lines: ['<template>'] })
  })

  it('serves whole files only after they were located', async () => {
    const path = await scratch.write('whole.js', 'first()\nsecond()\n')
    const other = await scratch.write('other.js', 'secret()')
    const reader = createSourceReader()
    expect(await reader.wholeFile(path)).toBeUndefined()
    await reader.locate({ url: path, line: 1, column: 1 })
    const whole = await reader.wholeFile(path)
    expect(whole).toMatchObject({ startLine: 1, lines: ['first()', 'second()', ''] })
    expect(joined(whole)).toEqual(whole?.lines)
    for (const file of [other, `${path}/../other.js`, '/etc/passwd', '__proto__', ''])
      expect(await reader.wholeFile(file)).toBeUndefined()
    reader.close()
    expect(await reader.wholeFile(path)).toBeUndefined()
    expect(await reader.locate({ url: path, line: 1, column: 1 })).toEqual({
      location: { file: path, line: 1, column: 1 },
      origin: 'app',
      problem: 'the source reader is closed',
    })
  })
})
