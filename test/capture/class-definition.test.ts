import { describe, expect, it } from 'vitest'
import { findDefiningFrames, soundScopes } from '../../src/server/capture/class-definition.ts'
import type { CapturedScope } from '../../src/server/capture/index.ts'

function scope(kind: CapturedScope['kind'], variables: object): CapturedScope {
  return { kind, name: undefined, variables }
}

describe('a frame in which a class is being defined', () => {
  it('is the one below a static initialiser', () => {
    const frames = [
      'arrow',
      '<static_initializer>',
      'definer',
      'caller',
      '<static_initializer>',
      '<static_initializer>',
      'outer',
    ].map((functionName) => ({ functionName })) as unknown as Parameters<typeof findDefiningFrames>[0]
    const found = [...findDefiningFrames(frames)].map(({ functionName }) => functionName)
    expect(found).toEqual(['definer', '<static_initializer>', 'outer'])
  })

  it('keeps no scope with a name that comes again further out, and reads no value', () => {
    const leaked = (name: string): object =>
      Object.defineProperty({}, name, {
        get() {
          throw new Error('a look at this value aborts the process')
        },
        enumerable: true,
      })
    const scopes = [
      scope('block', leaked('m')),
      scope('local', leaked('n')),
      scope('block', { m: 1 }),
      scope('closure', { n: 2 }),
      scope('module', { m: 3, n: 4 }),
    ]
    expect(soundScopes(scopes)).toEqual(scopes.slice(2))
  })

  it('keeps its other scopes, and a name that shadows the module', () => {
    const scopes = [scope('local', { a: 1, b: 2 }), scope('block', { c: 3 }), scope('module', { a: 4 })]
    expect(soundScopes(scopes)).toEqual(scopes)
  })
})
