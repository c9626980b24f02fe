import { isAbsolute, join, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { OriginalSource } from './map-document.ts'
import { pathOf } from './script-place.ts'

const SCHEME = /^[a-z][a-z0-9+.-]+:/i

/** What an original source may be called: paths to look for, the likeliest first, or the name of what is on no disk. */
export interface OriginalName {
  readonly name: string
  readonly paths: readonly string[]
}

/**
 * Resolves a source of a map against the URL or path of the map (for an inline map: of the script). Most tools write
 * plain file names where the format asks for URLs, so `a#b.ts` and `50%.ts` are tried both ways.
 */
export function nameOriginal(source: Pick<OriginalSource, 'name' | 'root'>, base: string): OriginalName {
  if (source.name === undefined || source.name === '') return { name: '<unknown>', paths: [] }
  const written = withRoot(source.name, source.root)
  if (SCHEME.test(written) && !isAbsolute(written)) {
    const path = pathOf(written)
    return { name: path ?? written, paths: path === undefined ? [] : [path] }
  }
  const basePath = pathOf(base)
  if (basePath === undefined) {
    return isAbsolute(written) ? { name: written, paths: [written] } : { name: written, paths: [] }
  }
  const asFile = written.includes('\0')
    ? undefined
    : isAbsolute(written)
      ? join(written)
      : join(dirname(basePath), written)
  const asUrl = resolveAsUrl(written, basePath)
  const paths = [...new Set([asUrl, asFile])].filter((path) => path !== undefined)
  return { name: paths[0] ?? written, paths }
}

/** The root is put in front of the name, as if both were one string, unless the name stands for itself. */
function withRoot(name: string, root: string): string {
  if (root === '' || SCHEME.test(name)) return name
  return `${root.replace(/\/$/, '')}/${name.replace(/^\//, '')}`
}

function resolveAsUrl(written: string, basePath: string): string | undefined {
  try {
    const url = new URL(written, pathToFileURL(basePath))
    return url.protocol === 'file:' ? fileURLToPath(url) : undefined
  } catch {
    return undefined
  }
}
