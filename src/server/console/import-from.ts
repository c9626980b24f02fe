// The default import: a named one would not link on an older Node, where we only have to say so.
import nodeModule from 'node:module'

/** Imports as if the file `from` had written it, by its own conditions and its own `node_modules`. */
export type ImportFrom = (specifier: string, from: string, options?: ImportCallOptions) => Promise<unknown>

const SCHEME = 'inquest-import:'

export function createImportFrom(): { readonly importFrom: ImportFrom; close(): void } {
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
      const wanted: Wanted = { wanted: specifier, from }
      return import(SCHEME + encodeURIComponent(JSON.stringify(wanted)), options)
    },
    close() {
      hooks?.deregister()
      hooks = undefined
    },
  }
}

interface Wanted {
  readonly wanted: string
  readonly from: string
}
