import { describe, expect, it } from 'vitest'
import { markGenerated, renameScopes } from '../../src/server/traceback/renamed-scopes.ts'
import type { Scope, ScopeKind } from '../../src/shared/traceback.ts'

const value = { type: 'number' as const, preview: '1' }
const scope = (kind: ScopeKind, ...names: string[]): Scope => ({
  kind,
  variables: names.map((name) => ({ name, value })),
})
const shown = (scopes: readonly Scope[]): string[] =>
  scopes.map(({ variables }) =>
    variables
      .map(({ name, runningName, isMinified }) => `${name}${runningName ?? ''}${isMinified === true ? '!' : ''}`)
      .join(' '),
  )

describe('names that are not those of the source', () => {
  it('are renamed, or marked where others are', () => {
    const names = [new Map([['a', 'order']])]
    expect(shown(renameScopes([scope('local', 'a', 'b', 'this')], names))).toEqual(['ordera b! this'])
  })

  it('stay as they are where none was renamed', () => {
    expect(shown(renameScopes([scope('local', 'a', 'b')], [new Map([['a', 'a']])]))).toEqual(['a b'])
  })

  it('are marked where the source has no such word, inside the function only', async () => {
    const asked: string[][] = []
    const absentWords = (words: readonly string[]): Promise<ReadonlySet<string>> => {
      asked.push([...words])
      return Promise.resolve(new Set(['e']))
    }
    const scopes = [scope('block', 'e', 'total'), scope('local', 'this', 'items'), scope('module', 'e')]
    expect(shown(await markGenerated(scopes, absentWords))).toEqual(['e! total', 'this items', 'e'])
    expect(asked).toEqual([['e', 'total', 'items']])
  })
})
