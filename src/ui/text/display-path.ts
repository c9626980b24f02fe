const MODULES = '/node_modules/'

/** A path as people say it: forward slashes, no `file://`. */
export const plainPath = (file: string): string => {
  if (!file.startsWith('file://')) return file.replaceAll('\\', '/')
  const path = file.slice('file://'.length)
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/**
 * The folder that the paths of the app's own files are shown relative to: the one above the folder they share, so that
 * `src/cart.ts` keeps its `src`.
 */
export const commonRoot = (files: readonly string[]): string => {
  const folders = files.map(plainPath).map((path) => path.split('/').slice(0, -1))
  const [first, ...others] = folders
  if (first === undefined) return ''
  let shared = first.length
  for (const folder of others) {
    let at = 0
    while (at < shared && folder[at] === first[at]) at++
    shared = at
  }
  const kept = first.slice(0, Math.max(0, shared - 1))
  return kept.length <= 1 ? '' : `${kept.join('/')}/`
}

/** A short path: relative to `root`, or to the `node_modules` it is in. */
export const displayPath = (file: string, root: string): string => {
  const path = plainPath(file)
  const modules = path.lastIndexOf(MODULES)
  if (modules !== -1) return path.slice(modules + MODULES.length)
  return root !== '' && path.startsWith(root) ? path.slice(root.length) : path
}
