import { pathToFileURL } from 'node:url'

const urls = new Map<string, string>()

/** CommonJS modules are named by path, their rewriting by URL. */
export function moduleUrlOf(file: string): string {
  if (!file.startsWith('/')) return file
  let url = urls.get(file)
  if (url === undefined) {
    url = pathToFileURL(file).href
    if (urls.size < 10_000) urls.set(file, url)
  }
  return url
}
