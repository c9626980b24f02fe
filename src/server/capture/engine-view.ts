import type { CallArgument, InspectorSession, RemoteObject } from './inspector-session.ts'
import { argumentOf } from './frame-reader.ts'

/**
 * What V8 knows of a value and the language does not tell. The value is not asked: no trap, no getter of its own. What is
 * inside it V8 describes to the inspector, and an Error by its `stack` and `message`, as it does at every throw: accessors
 * that an app put there are run by V8 itself (Node 24.21), and there is no way to have it stay away from them.
 */
export interface EngineViews {
  /** Undefined for what is no promise. */
  promise(promise: object): PromiseView | undefined
  /** Undefined for what is no proxy. */
  proxy(proxy: object): ProxyView | undefined
  /** The `#private` fields of an instance, in their order; at most `limit`. Not methods. */
  privateFields(instance: object, limit: number): readonly PrivateField[]
  /** Where a function begins in the running code, 1-based; undefined for what is built in. */
  functionPlace(fn: object): { readonly scriptId: string; readonly line: number; readonly column: number } | undefined
}

export interface PromiseView {
  readonly state: 'pending' | 'fulfilled' | 'rejected'
  /** What it was fulfilled or rejected with. */
  readonly result: unknown
}

/** Both are null in a proxy that was revoked. */
export interface ProxyView {
  readonly target: unknown
  readonly handler: unknown
}

export interface PrivateField {
  /** With the `#`. */
  readonly name: string
  readonly value: unknown
}

interface EngineViewParts {
  readonly session: InspectorSession
  /** Makes an object of this process known to the inspector. */
  handleOf(value: object): string | undefined
  /** Turns handles into the objects themselves. */
  takeObjects(handles: readonly CallArgument[]): readonly unknown[]
}

interface Property {
  readonly name: string
  readonly value?: RemoteObject
}

interface Properties {
  readonly internalProperties?: readonly Property[]
  readonly privateProperties?: readonly Property[]
}

const STATES = ['pending', 'fulfilled', 'rejected'] as const

/** Handles made for a look, released after it. */
export const VIEW_GROUP = 'inquest-view'

export function createEngineViews({ session, handleOf, takeObjects }: EngineViewParts): EngineViews {
  const look = <T>(value: object, read: (properties: Properties) => T): T | undefined => {
    try {
      const objectId = handleOf(value)
      if (objectId === undefined) return undefined
      // Without elements: of a large array they would take seconds.
      return read(
        session.post<Properties>('Runtime.getProperties', {
          objectId,
          ownProperties: true,
          nonIndexedPropertiesOnly: true,
        }),
      )
    } catch {
      return undefined // an object of another context, or a session that is gone: there is nothing to tell
    } finally {
      session.post('Runtime.releaseObjectGroup', { objectGroup: VIEW_GROUP })
    }
  }
  const slot = ({ internalProperties = [] }: Properties, wanted: string): RemoteObject | undefined =>
    internalProperties.find(({ name }) => name === wanted)?.value
  const take = (values: readonly (RemoteObject | undefined)[]): readonly unknown[] =>
    takeObjects(values.map((value) => (value === undefined ? {} : argumentOf(value))))

  return {
    functionPlace: (fn) =>
      look(fn, ({ internalProperties = [] }) => {
        const found: unknown = internalProperties.find(({ name }) => name === '[[FunctionLocation]]')?.value?.value
        if (typeof found !== 'object' || found === null) return undefined
        const { scriptId, lineNumber, columnNumber } = found as {
          scriptId: string
          lineNumber: number
          columnNumber?: number
        }
        return { scriptId, line: lineNumber + 1, column: (columnNumber ?? 0) + 1 }
      }),
    promise: (promise) =>
      look(promise, (properties) => {
        const told: unknown = slot(properties, '[[PromiseState]]')?.value
        const state = STATES.find((known) => known === told)
        return state && { state, result: take([slot(properties, '[[PromiseResult]]')])[0] }
      }),
    proxy: (proxy) =>
      look(proxy, (properties) => {
        const parts = [slot(properties, '[[Target]]'), slot(properties, '[[Handler]]')]
        if (parts[0] === undefined) return undefined
        const [target, handler] = take(parts)
        return { target, handler }
      }),
    privateFields: (instance, limit) =>
      look(instance, ({ privateProperties = [] }) => {
        const fields = privateProperties
          .filter(({ value }) => value !== undefined && value.type !== 'function')
          .slice(0, limit)
        const values = take(fields.map(({ value }) => value))
        return fields.map(({ name }, index) => ({ name, value: values[index] }))
      }) ?? [],
  }
}
