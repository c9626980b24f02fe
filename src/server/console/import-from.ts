// The default import: a named one would not link on an older Node, where we only have to say so.
import nodeModule from 'node:module'

/** Imports as if the file `from` had written it, by its own conditions and its own `node_modules`. */
export type ImportFrom = (specifier: string, from: string, options?: ImportCallOptions) => Promise<unknown>

/** The URL that it would import; throws where there is none. */
export type ResolveFrom = (specifier: string, from: string) => string

const SCHEME = 'inquest-import:'

export interface Imports {
  readonly importFrom: ImportFrom
  readonly resolveFrom: ResolveFrom
  close(): void
}

export function createImportFrom(): Imports {
  let hooks: { deregister(): void } | undefined
  const install = (): void => {
    hooks ??= nodeModule.registerHooks({
      resolve(specifier, context, nextResolve) {
        if (!specifier.startsWith(SCHEME)) return nextResolve(specifier, context)
        const { wanted, from } = JSON.parse(decodeURIComponent(specifier.slice(SCHEME.length))) as Wanted
        return nextResolve(wanted, { ...context, parentURL: from })
      },
    })
  }
  return {
    importFrom(specifier, from, options) {
      install()
      return import(asking({ wanted: specifier, from }), options)
    },
    resolveFrom(specifier, from) {
      install()
      return import.meta.resolve(asking({ wanted: specifier, from }))
    },
    close() {
      hooks?.deregister()
      hooks = undefined
    },
  }
}

function asking(wanted: Wanted): string {
  return SCHEME + encodeURIComponent(JSON.stringify(wanted))
}

interface Wanted {
  readonly wanted: string
  readonly from: string
}
