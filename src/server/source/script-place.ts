import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the code of a script URL can be found. `name` is what people are shown. */
export type ScriptPlace =
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'virtual'; readonly name: string }

const MAX_NAME = 200

/**
 * Understands `file:` URLs (percent-encoded, with query or fragment), the plain absolute paths that CommonJS scripts
 * have, `node:` URLs, and takes everything else (`evalmachine.<anonymous>`, `data:`, `webpack:`, `wasm:`, nothing at
 * all) for code that is on no disk.
 */
export function placeOf(url: string): ScriptPlace {
  if (url.startsWith('node:')) return { kind: 'node', name: url }
  const path = pathOf(url)
  if (path !== undefined) return { kind: 'file', name: path, path }
  return { kind: 'virtual', name: shortName(url) }
}

/** The path of a `file:` URL or a plain absolute path; undefined for everything else. */
export function pathOf(url: string): string | undefined {
  if (url.includes('\0')) return undefined
  if (!url.startsWith('file:')) return isAbsolute(url) ? url : undefined
  try {
    return fileURLToPath(url)
  } catch {
    // Another host, or an encoded slash or a malformed escape in the path: no file of this machine.
    return undefined
  }
}

function shortName(url: string): string {
  if (url === '') return '<anonymous>'
  return url.length > MAX_NAME ? `${url.slice(0, MAX_NAME)}…` : url
}
