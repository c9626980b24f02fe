import { describe, expect, it } from 'vitest'
import { describeQuietly, describeThrown, textOf } from '../../src/server/console/result-text.ts'
import { trimStack } from '../../src/server/console/stack-text.ts'

describe('the text of an error', () => {
  it('is read without running anything where that is asked for', () => {
    let ran = 0
    class Watched extends Error {
      override get message(): string {
        ran++
        return 'from a getter'
      }
    }
    const error = new Watched()
    ran = 0
    expect(describeQuietly(error)).toEqual({ name: 'Error', message: '', stack: '' })
    const trapped = Object.setPrototypeOf(new Error('own'), new Proxy({}, { get: () => ran++ })) as Error
    expect(describeQuietly(trapped)).toEqual({ name: 'Error', message: 'own', stack: '' })
    expect(ran).toBe(0)
    expect(describeThrown(error)).toMatchObject({ message: 'from a getter' })
  })

  it("ends above the debugger's own frames", () => {
    const own = 'at Object.enter (/srv/node_modules/inquest/dist/server/capture/reentry.js:96:5)'
    expect(trimStack(`E: m\n    at f (/app/a.js:1:1)\n    ${own}\n    at g (/app/b.js:1:1)`)).toBe(
      'E: m\n    at f (/app/a.js:1:1)',
    )
    expect(trimStack('E: m\n    at eval (eval at enter (file:///x/reentry.ts:1:1), <anonymous>:1:1)')).toBe('E: m')
    expect(trimStack('E: m\nsecond line')).toBe('E: m\nsecond line')
  })
})

describe('the text of a value', () => {
  it('runs no getters and enters no proxies', () => {
    let ran = 0
    const value = {
      get a() {
        return ran++
      },
      b: new Proxy({ c: 1 }, { get: () => ran++, ownKeys: () => [String(ran++)] }),
      [Symbol.for('nodejs.util.inspect.custom')]: () => String(ran++),
    }
    expect(textOf(value)).toContain('a: [Getter]')
    expect(ran).toBe(0)
  })

  it('of an object with very many properties tells how many', () => {
    const large = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n]))
    expect(textOf(large)).toBe('[Object] with 20000 properties')
  })

  it('is bounded', () => {
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ text: 'x'.repeat(100) })))
    expect(textOf(wide).length).toBeLessThan(20_100)
  })
})
