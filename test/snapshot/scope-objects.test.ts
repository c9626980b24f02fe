import { Session, type Debugger, type Runtime } from 'node:inspector'
import { describe, expect, it } from 'vitest'
import { createValueTable } from '../../src/server/snapshot/index.ts'

/** Pauses at the throw of `action` and takes the scope objects of the innermost frame out of V8. */
function scopesAtThrow(action: () => void): object[] {
  const session = new Session()
  session.connect()
  const scopes: object[] = []
  const host = globalThis as { takeScope?: (scope: object) => void }
  host.takeScope = (scope) => void scopes.push(scope)
  session.on('Debugger.paused', ({ params }: { params: Debugger.PausedEventDataType }) => {
    session.post('Runtime.evaluate', { expression: 'globalThis' }, (_, { result }: Runtime.EvaluateReturnType) => {
      for (const { type, object } of params.callFrames[0]!.scopeChain) {
        if (type !== 'block' && type !== 'local') continue
        session.post('Runtime.callFunctionOn', {
          objectId: result.objectId!,
          functionDeclaration: 'function (scope) { this.takeScope(scope) }',
          arguments: [{ objectId: object.objectId! }],
        })
      }
    })
  })
  session.post('Debugger.enable')
  session.post('Debugger.setPauseOnExceptions', { state: 'all' })
  try {
    action()
  } catch {
    // The throw is what was wanted.
  } finally {
    session.disconnect()
    delete host.takeScope
  }
  return scopes
}

describe('scope objects of V8', () => {
  it('give the variables there are, and say of the others that they are missing', () => {
    const scopes = scopesAtThrow(function (this: unknown) {
      const item = { id: 2 }
      const price = -1
      {
        if (price < item.id) throw new Error('stop')
        const late = 3
        expect(() => late).not.toThrow()
      }
    })
    const table = createValueTable({ prefix: 'v' })
    const variables = scopes.flatMap((scope) => table.variablesOf(scope))
    expect(variables).toContainEqual({ name: 'item', value: { type: 'object', preview: '{ id: 2 }', ref: 'v0' } })
    expect(variables).toContainEqual({ name: 'price', value: { type: 'number', preview: '-1' } })
    expect(variables).toContainEqual({ name: 'late', missing: 'optimised-out' })
    const late = scopes.flatMap((scope) => table.variablesOf(scope, new Map([['late', 'uninitialised']])))
    expect(late).toContainEqual({ name: 'late', missing: 'uninitialised' })
  })
})
