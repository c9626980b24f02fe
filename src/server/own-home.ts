import { readFileSync } from 'node:fs'

/** `file:` URL of the debugger's server code, ending with a slash: the folder of this file, built or not. */
export const OWN_DIRECTORY = new URL('./', import.meta.url).href

/** `file:` URL of the built pages. */
export const UI_DIRECTORY = new URL('../../dist/ui/', import.meta.url).href

export function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  return version
}
