import { readFile } from 'node:fs/promises'

export interface Asset {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** The files that exist; whatever else is asked for does not. */
const TYPES: Readonly<Record<string, string>> = {
  'app.js': 'text/javascript; charset=utf-8',
  'app.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
}

/** `directory`: `file:` URL of the built pages, ending with a slash. */
export function createAssets(directory: string): (name: string) => Promise<Asset | undefined> {
  const loaded = new Map<string, Asset>()
  return async (name) => {
    const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
    if (type === undefined) return undefined
    const known = loaded.get(name)
    if (known !== undefined) return known
    const body = await readFile(new URL(name, directory)).catch(() => undefined)
    if (body === undefined) return undefined
    const asset: Asset = {
      body: Uint8Array.from(body),
      headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
    }
    loaded.set(name, asset)
    return asset
  }
}
