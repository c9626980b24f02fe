import vm from 'node:vm'
import { describe, expect, it } from 'vitest'
import { parseStack } from '../../src/server/source/index.ts'
import { createNoise } from './scratch.ts'

function parseFrame(frame: string): unknown {
  return parseStack(`Error: x\n    at ${frame}`, 'x')[0]
}

describe('stack lines', () => {
  it.each([
    ['foo (/a/b.js:1:2)', { kind: 'source', functionName: 'foo', url: '/a/b.js', line: 1, column: 2, async: false }],
    [
      'file:///a%20b/c.js?x=1:10:20',
      { kind: 'source', url: 'file:///a%20b/c.js?x=1', line: 10, column: 20, async: false },
    ],
    ['async file:///a.js:1:2', { kind: 'source', url: 'file:///a.js', line: 1, column: 2, async: true }],
    ['async load (/a.js:3:4)', { kind: 'source', functionName: 'load', url: '/a.js', line: 3, column: 4, async: true }],
    ['async Promise.all (index 0)', { kind: 'native', functionName: 'Promise.all', async: true }],
    [
      'new Foo (/a.js:1:2)',
      { kind: 'source', functionName: 'new Foo', url: '/a.js', line: 1, column: 2, async: false },
    ],
    [
      'Object.<anonymous> (/a.js:1:2)',
      { kind: 'source', functionName: 'Object.<anonymous>', url: '/a.js', line: 1, column: 2, async: false },
    ],
    [
      'Foo.bar [as baz] (/a.js:1:2)',
      { kind: 'source', functionName: 'Foo.bar [as baz]', url: '/a.js', line: 1, column: 2, async: false },
    ],
    [
      'f (/my app (copy)/x y (1).js:1:2)',
      { kind: 'source', functionName: 'f', url: '/my app (copy)/x y (1).js', line: 1, column: 2, async: false },
    ],
    ['/my app (copy)/x.js:1:2', { kind: 'source', url: '/my app (copy)/x.js', line: 1, column: 2, async: false }],
    [
      'Object.get (x) y (file:///a.js:1:2)',
      { kind: 'source', functionName: 'Object.get (x) y', url: 'file:///a.js', line: 1, column: 2, async: false },
    ],
    [
      'f (C:\\app\\x.js:1:2)',
      { kind: 'source', functionName: 'f', url: 'C:\\app\\x.js', line: 1, column: 2, async: false },
    ],
    ['f (my file.js:1:2)', { kind: 'source', functionName: 'f', url: 'my file.js', line: 1, column: 2, async: false }],
    [
      'Module._compile (node:internal/modules/cjs/loader:1554:14)',
      {
        kind: 'source',
        functionName: 'Module._compile',
        url: 'node:internal/modules/cjs/loader',
        line: 1554,
        column: 14,
        async: false,
      },
    ],
    ['Array.map (<anonymous>)', { kind: 'native', functionName: 'Array.map', async: false }],
    ['<anonymous>', { kind: 'native', async: false }],
    ['<anonymous>:1:7', { kind: 'source', url: '<anonymous>', line: 1, column: 7, async: false }],
    [
      'evalmachine.<anonymous>:1:7',
      { kind: 'source', url: 'evalmachine.<anonymous>', line: 1, column: 7, async: false },
    ],
    ['foo (native)', { kind: 'native', functionName: 'foo', async: false }],
    [
      'eval (eval at run (/a (b).js:5:6), <anonymous>:1:9)',
      {
        kind: 'eval',
        functionName: 'eval',
        url: '<anonymous>',
        line: 1,
        column: 9,
        evaluatedAt: { url: '/a (b).js', line: 5, column: 6 },
        async: false,
      },
    ],
    [
      'eval at a (eval at b (file:///x.js:5:6), <anonymous>:2:3), <anonymous>:1:9',
      {
        kind: 'eval',
        url: '<anonymous>',
        line: 1,
        column: 9,
        evaluatedAt: { url: 'file:///x.js', line: 5, column: 6 },
        async: false,
      },
    ],
    [
      'main (wasm://wasm/1a2b:wasm-function[3]:0x5b)',
      { kind: 'wasm', functionName: 'main', url: 'wasm://wasm/1a2b', line: 1, column: 0x5c, async: false },
    ],
    [
      'wasm://wasm/1a2b:wasm-function[0]:0x1e',
      { kind: 'wasm', url: 'wasm://wasm/1a2b', line: 1, column: 0x1f, async: false },
    ],
    ['something else entirely', { kind: 'native', functionName: 'something else entirely', async: false }],
  ])('at %s', (frame, expected) => {
    expect(parseFrame(frame)).toEqual(expected)
  })

  it('is not fooled by messages that look like frames', () => {
    const message = 'could not\n    at fake (/fake.js:1:1)\n\n    at other (/fake.js:2:2)\nmore'
    const stack = `Error: ${message}\n    at real (/real.js:1:1)\r\n    at next (/real.js:2:2)`
    expect(parseStack(stack).map((line) => line.functionName)).toEqual(['real', 'next'])
    const adjacent = 'x\n    at fake (/fake.js:1:1)'
    expect(
      parseStack(`Error: ${adjacent}\n    at real (/real.js:1:1)`, adjacent).map((line) => line.functionName),
    ).toEqual(['real'])
  })

  it('takes the first block behind a known message, where a cause is appended', () => {
    const stack = 'Error: m\n    at own (/a.js:1:1)\nCaused by: Error: n\n    at inner (/b.js:1:1)'
    expect(parseStack(stack, 'm').map((line) => line.functionName)).toEqual(['own'])
  })

  it('reads what V8 writes', () => {
    const catchStack = (run: () => unknown): string => {
      try {
        run()
      } catch (error) {
        return (error as Error).stack ?? ''
      }
      return ''
    }
    class Odd {
      'with (brackets) at here'(): never {
        throw new Error('a\n    at b (/c.js:1:1)')
      }
    }
    const own = parseStack(catchStack(() => new Odd()['with (brackets) at here']()))
    const [thrown] = own.slice(-own.length).filter((line) => line.functionName?.includes('brackets'))
    expect(thrown).toMatchObject({ kind: 'source', functionName: 'Odd.with (brackets) at here' })
    const evaluated = parseStack(
      catchStack(() => vm.runInThisContext('[1].map(() => eval("null.x"))', { filename: '/e v/a.js' })),
    )
    expect(evaluated.slice(0, 3)).toMatchObject([
      {
        kind: 'eval',
        functionName: 'eval',
        line: 1,
        column: 6,
        evaluatedAt: { url: '/e v/a.js', line: 1, column: 15 },
      },
      { kind: 'source', url: '/e v/a.js', line: 1, column: 15 },
      { kind: 'native', functionName: 'Array.map' },
    ])
  })

  it('takes anything, quickly', () => {
    const noise = createNoise(7)
    const parts = [
      '    at ',
      '\n',
      ' (',
      ')',
      ':',
      '1',
      '2:3',
      'eval at ',
      'async ',
      'file:///',
      '/x',
      '<anonymous>',
      '), ',
      '\t',
      '\0',
      '\u2028',
      'wasm-function[1]:0x',
      '…',
    ]
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: noise(60) }, () => parts[noise(parts.length)]).join('')
      for (const line of parseStack(text, round % 2 === 0 ? undefined : text.slice(0, noise(20)))) {
        if (line.kind === 'native') continue
        expect(line.line).toBeGreaterThanOrEqual(1)
        expect(line.column).toBeGreaterThanOrEqual(1)
      }
    }
    const begun = performance.now()
    for (const piece of [' ', ' (', '(', ':1', 'eval at f (', '\n    at ', '    at  ', '1']) {
      parseStack(`Error: x\n    at ${piece.repeat(200_000)}`)
      parseStack(`Error: x\n${`    at ${piece.repeat(4000 / piece.length)})\n`.repeat(100)}`)
    }
    expect(performance.now() - begun).toBeLessThan(3000)
  })
})
