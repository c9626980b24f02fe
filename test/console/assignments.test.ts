import { describe, expect, it } from 'vitest'
import { runInThisContext } from 'node:vm'
import { captureFrame, frameIn, liveFrame } from './live-frame.ts'

const CONSTANT = 'threw: Uncaught TypeError: Assignment to constant variable.'

describe('a constant of the frame', () => {
  const body = `const fixed = given ?? 1, { inner } = { inner: 2 }, none = null; let loose = 3;
    class Own { static fail() { throw new Error('in a class') } }`

  it.each([
    'fixed = 5',
    'fixed += 5',
    'fixed++',
    '--fixed',
    '(fixed) = 5',
    '[fixed] = [99]',
    '[, ...fixed] = [99]',
    '({ fixed } = { fixed: 99 })',
    '({ fixed = 4 } = {})',
    '({ a: fixed = 4 } = {})',
    'inner = 5',
    'none ??= 5',
    'fixed &&= 5',
    'for (fixed of [1, 2]);',
    'for (fixed in { a: 1 });',
    'for (const x of [1]) fixed = x',
    '(() => { fixed = 5 })()',
    'await 1; fixed = 5',
    '(() => { { let fixed } fixed = 1 })()',
    'loose\nfixed = 5',
  ])('stays what it is: %s', async (source) => {
    const { text } = frameIn(body)
    expect(await text(source)).toBe(CONSTANT)
    expect(await text('[fixed, inner, none, loose]')).toBe('[ 1, 2, null, 3 ]')
  })

  it.each([
    ['fixed ??= 5', '1'],
    ['fixed ||= 5', '1'],
    ['none &&= 5', 'null'],
    ['loose = 5', '5'],
    ['Own = 5', '5'],
    ['(() => { let fixed = 1; fixed = 5; return fixed })()', '5'],
    ['((fixed) => { fixed = 5; return fixed })(1)', '5'],
    ['{ let fixed = 1; fixed = 6; fixed };', '6'],
    ['for (let fixed = 0; fixed < 2; fixed++) fixed', '1'],
    ['try { throw 1 } catch (fixed) { fixed = 7; fixed }', '7'],
    ['let fixed = 1; fixed = 8; fixed', '8'],
    ['var fixed = 1; fixed++', '1'],
    ['function fixed() {} fixed = 9; fixed', '9'],
  ])('is not what %s is about', async (source, printed) => {
    expect(await frameIn(body).text(source)).toBe(printed)
  })

  it('gives way to what the console declares', async () => {
    const { text } = frameIn(body)
    await text('let fixed = 1')
    expect(await text('fixed = 2; fixed')).toBe('2')
  })

  it('is told from a variable of the same name by the block that the frame is in', async () => {
    const { text } = frameIn('const twice = 1; { let twice = 2; if (twice) throw new Error(String(twice)) }')
    expect(await text('twice = 3; twice')).toBe('3')
  })
})

describe('delete', () => {
  it('leaves the variables of the frame', async () => {
    const { text } = frameIn('let loose = 3')
    expect(await text('[delete loose, delete given, delete nowhere]')).toBe('[ false, false, true ]')
    expect(await text('loose')).toBe('3')
    expect(await text('((own) => delete own)(1)')).toBe('false')
    expect(await text('globalThis.spared = 1; [delete spared, typeof spared]')).toBe("[ true, 'undefined' ]")
  })
})

describe('a constant of the console', () => {
  it('cannot be assigned to, but declared again', async () => {
    const { text } = frameIn('')
    await text('const c = 1')
    expect(await text('c = 2')).toBe(CONSTANT)
    expect(await text('c')).toBe('1')
    expect(await text('const c = 3; c')).toBe('3')
    expect(await text('let c = 4; c = 5; c')).toBe('5')
    expect(await text('const d = 1; d++')).toBe(CONSTANT)
  })

  it.each(['let undefined = 1', 'var undefined', 'const { NaN } = {}', 'function Infinity() {}'])(
    'is never what everything relies on: %s',
    async (source) => {
      expect(await frameIn('').text(source)).toMatch(
        /^refused: SyntaxError: Identifier '\w+' has already been declared$/,
      )
    },
  )
})

describe('a name that nobody declares', () => {
  const strict = (): ReturnType<typeof liveFrame> => {
    const text = `'use strict'; (function outer(mentioned) { let secret = 1; const hidden = 2
      return function probe() { mentioned; throw new Error('here') } })`
    const make = runInThisContext(text, { filename: '/app/strict.js' }) as (value: number) => () => unknown
    return liveFrame(captureFrame(make(1)))
  }

  it('is no new global of the app in strict code', async () => {
    const { text } = strict()
    expect(await text('brandNew = 2')).toBe('threw: Uncaught ReferenceError: brandNew is not defined')
    expect(await text('typeof brandNew')).toBe("'undefined'")
    expect(await text('globalThis.brandNew = 1; brandNew = 2; delete globalThis.brandNew')).toBe('true')
    expect(await text('mentioned = 3; mentioned')).toBe('3')
  })

  it('is explained where the file declares it', async () => {
    const { text } = strict()
    const why = 'secret is not known here: the file declares it, but V8 keeps what is around a function only where'
    expect(await text('secret')).toContain(`threw: Uncaught ReferenceError: ${why}`)
    expect(await text('secret = 2')).toContain(`threw: Uncaught ReferenceError: ${why}`)
    expect(await text('hidden = 2')).toBe(CONSTANT)
    expect(await text('nowhere')).toBe('threw: Uncaught ReferenceError: nowhere is not defined')
    expect(await text('globalThis.secret')).toBe('undefined')
  })

  it('becomes a global in sloppy code, as it would there', async () => {
    expect(await frameIn('').text('sloppyName = 2; delete globalThis.sloppyName')).toBe('true')
  })
})
