import type { CallArgument, InspectorSession, RemoteObject } from './inspector-session.ts'
import { argumentOf } from './frame-reader.ts'

/** What V8 knows of a value and the language does not tell. Reading it runs no code of the app. */
export interface EngineViews {
  /** Undefined for what is no promise. */
  promiseState(promise: object): 'pending' | 'fulfilled' | 'rejected' | undefined
  /** The `#private` fields of an instance, in their order; at most `limit`. Not methods. */
  privateFields(instance: object, limit: number): readonly PrivateField[]
  /** Where a function begins in the running code, 1-based; undefined for what is built in. */
  functionPlace(fn: object): { readonly scriptId: string; readonly line: number; readonly column: number } | undefined
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

interface Properties {
  readonly internalProperties?: readonly { readonly name: string; readonly value?: RemoteObject }[]
  readonly privateProperties?: readonly { readonly name: string; readonly value?: RemoteObject }[]
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
    promiseState: (promise) =>
      look(promise, ({ internalProperties = [] }) => {
        const state: unknown = internalProperties.find(({ name }) => name === '[[PromiseState]]')?.value?.value
        return STATES.find((known) => known === state)
      }),
    privateFields: (instance, limit) =>
      look(instance, ({ privateProperties = [] }) => {
        const fields = privateProperties
          .filter(({ value }) => value !== undefined && value.type !== 'function')
          .slice(0, limit)
        const values = takeObjects(fields.map(({ value }) => (value === undefined ? {} : argumentOf(value))))
        return fields.map(({ name }, index) => ({ name, value: values[index] }))
      }) ?? [],
  }
}
