/** Whose code a script is, by its URL (a `file:` URL, or a plain path for CommonJS). `own` is the debugger itself. */
export type ScriptOrigin = 'app' | 'dependency' | 'node' | 'own'

export interface ScriptOrigins {
  of(url: string): ScriptOrigin
  /** For `Debugger.setBlackboxPatterns`: regular expressions over script URLs. */
  readonly blackboxPatterns: readonly string[]
}

/** Scripts made by the debugger carry URLs that begin so. */
export const OWN_SCRIPT = 'inquest:'

/**
 * `ownDirectory`: `file:` URL of the debugger's own code, ending with a slash. `appPackages`: names of packages under
 * `node_modules` that are the app's own all the same.
 */
export function createScriptOrigins(ownDirectory: string, appPackages: readonly string[] = []): ScriptOrigins {
  const ownPath = decodeURIComponent(new URL(ownDirectory).pathname)
  const appFolders = appPackages.map((name) => `/node_modules/${name}/`)
  const known = new Map<string, ScriptOrigin>()
  const judge = (url: string): ScriptOrigin => {
    if (url.startsWith('node:')) return 'node'
    if (url.startsWith(OWN_SCRIPT) || url.startsWith(ownDirectory) || url.startsWith(ownPath)) return 'own'
    const folder = url.lastIndexOf('/node_modules/')
    if (folder === -1) return 'app'
    return appFolders.some((name) => url.startsWith(name, folder)) ? 'app' : 'dependency'
  }
  const packages = appPackages.map((name) => escapeRegExp(name)).join('|')
  return {
    of(url) {
      let origin = known.get(url)
      if (origin === undefined) {
        origin = judge(url)
        if (known.size < 10_000) known.set(url, origin)
      }
      return origin
    },
    blackboxPatterns: [
      '^node:',
      packages === '' ? '/node_modules/' : `/node_modules/(?!(?:${packages})/)`,
      `^${escapeRegExp(ownDirectory)}`,
      `^${escapeRegExp(ownPath)}`,
    ],
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
