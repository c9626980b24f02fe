import { describe, expect, it } from 'vitest'
import type { CapturedFrame } from '../../src/server/capture/index.ts'
import { createFunctionTexts } from '../../src/server/traceback/index.ts'
import { readFunction } from '../../src/server/traceback/function-text.ts'

describe('an arrow', () => {
  it.each([
    ['() => 1', true],
    ['x => x', true],
    ['$ => $', true],
    ['async x => x', true],
    ['async () => {}', true],
    ['async(x) => {}', true],
    ['async => async', true],
    ['(a, b = (c) => c) => a', true],
    ["(a = ')') => a", true],
    ['(a = `${1})`) => a', true],
    ['(a /* ) */) => a', true],
    ['(a // )\n) => a', true],
    ['() /* => */ => 1', true],
    ['({ a, b: [c] }, ...rest) => a', true],
    ['(a = "\\")") => a', true],
    ['(x) { return () => x }', false],
    ['name(x) { return () => x }', false],
    ['function name(x) { return () => x }', false],
    ['async function (x) {}', false],
    ['async(x) { return 1 }', false],
    ['(x) { /* => */ }', false],
    ['*generator() {}', false],
    ['get() { return 1 }', false],
    ['class A { constructor() {} }', false],
    ["(a = ') => ') { }", false],
    ['', false],
    ['(', false],
    ["('", false],
    ['(/*', false],
  ])('%j: %s', (text, expected) => {
    expect(readFunction(text).isArrow).toBe(expected)
  })
})

describe('names', () => {
  it.each([
    ['() => café + $x + _y1', ['café', '$x', '_y1']],
    ['() => ünïcode[ключ]', ['ünïcode', 'ключ']],
    ['() => this.#private', ['this', 'private']],
    ['() => `a${inside}`', ['a$', 'inside']],
  ])('in %j', (text, expected) => {
    const { names } = readFunction(text)
    for (const name of expected) expect(names.has(name)).toBe(true)
    expect(names.size).toBe(expected.length)
  })
})

describe('the text of a frame', () => {
  const frame = (startLine: number, startColumn: number, endLine: number, endColumn: number): CapturedFrame =>
    ({
      functionKey: `${startLine}:${startColumn}`,
      functionRange: { startLine, startColumn, endLine, endColumn },
      position: { url: 'x', scriptId: '1', line: 1, column: 1 },
    }) as unknown as CapturedFrame

  it.each(['\n', '\r\n', '\r', '\u2028', '\u2029'])('is found by lines that end with %j', (end) => {
    const source = ['const first = 1', 'function f() { return second }', 'const third = 3'].join(end)
    const text = createFunctionTexts(() => source)(frame(2, 11, 2, 31))
    expect([...(text?.names ?? [])]).toEqual(['return', 'second'])
  })

  it.each([
    [9, 1, 9, 9],
    [1, 999, 2, 1],
    [2, 1, 1, 1],
  ])('outside of the source is empty (%i:%i–%i:%i)', (...range) => {
    expect(createFunctionTexts(() => 'one line')(frame(...range))?.names.size).toBe(0)
  })

  it('is read once per function, and missing where V8 has none', () => {
    let asked = 0
    const texts = createFunctionTexts(() => (asked++, undefined))
    expect([texts(frame(1, 1, 1, 2)), texts(frame(1, 1, 1, 2)), asked]).toEqual([undefined, undefined, 1])
  })
})
