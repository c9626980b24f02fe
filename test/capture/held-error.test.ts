import { describe, expect, it } from 'vitest'
import type { CapturedFrame, CapturedScope } from '../../src/server/capture/index.ts'
import { findHeldError } from '../../src/server/capture/held-error.ts'
import { frameOf } from './captured-frame.ts'

function holding(...scopes: readonly (readonly [kind: CapturedScope['kind'], variables: object])[]): CapturedFrame {
  return { ...frameOf('f'), scopes: scopes.map(([kind, variables]) => ({ kind, name: undefined, variables })) }
}

describe('the error that somebody holds', () => {
  const [one, two] = [new Error('one'), new Error('two')]

  it.each([
    ['in a variable', [holding(['local', { err: one }])], one],
    ['under any name', [holding(['local', { whatever: one }])], one],
    ['by its usual name before others', [holding(['local', { a: two, error: one }])], one],
    [
      'in the innermost frame that has one',
      [holding(['local', { n: 1 }]), holding(['local', { e: one }]), holding(['local', { e: two }])],
      one,
    ],
    ['in a catch clause', [holding(['catch', { e: one }], ['local', { err: two }])], one],
    ['of another class', [holding(['block', { failure: new RangeError('r') }])], 'RangeError'],
  ])('is found %s', (_name, frames, expected) => {
    const found = findHeldError(frames)
    if (typeof expected === 'string') expect(found?.name).toBe(expected)
    else expect(found).toBe(expected)
  })

  it.each([
    ['nobody holds one', [holding(['local', { n: 1, s: 'Error', o: { message: 'm', stack: 's' } }])]],
    ['it is only in a closure or a module', [holding(['closure', { err: one }], ['module', { err: one }])]],
    ['there is no frame', []],
    ['an object only claims to be one', [holding(['local', { err: Object.create(Error.prototype) as object }])]],
  ])('is not found where %s', (_name, frames) => {
    expect(findHeldError(frames)).toBeUndefined()
  })

  it('is looked for without running anything', () => {
    let ran = 0
    const trap = (): never => {
      ran++
      throw new Error('trap')
    }
    const hostile = Object.defineProperties(
      {},
      {
        err: { get: trap, enumerable: true },
        e: { value: new Proxy(new Error('inside'), { get: trap, getPrototypeOf: trap }) },
        reason: { value: one },
      },
    )
    expect(findHeldError([holding(['local', hostile])])).toBe(one)
    expect(ran).toBe(0)
  })

  it('is found beside variables that V8 will not read', () => {
    const unreadable = new Proxy(
      { early: 1, error: two },
      {
        getOwnPropertyDescriptor(target, name) {
          if (name === 'early') throw new ReferenceError("Cannot access 'early' before initialization")
          return Reflect.getOwnPropertyDescriptor(target, name)
        },
      },
    )
    expect(findHeldError([holding(['local', unreadable])])).toBe(two)
  })
})
