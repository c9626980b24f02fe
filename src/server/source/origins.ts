import { join } from 'node:path'
import type { FrameOrigin } from '../../shared/traceback.ts'
import { createRecent } from './recent.ts'
import { readBytes, withRegularFile } from './regular-file.ts'

const PACKAGES_FOLDER = /[\\/]node_modules[\\/]/g
const MAX_PACKAGE_JSON = 1024 * 1024
const MAX_PACKAGES = 1000

/** The installed package that a file belongs to. */
export interface InstalledPackage {
  readonly name: string
  /** Its directory, without a slash at the end. */
  readonly directory: string
}

/** By the innermost `node_modules` in a path or URL; undefined outside of any. Knows scopes and pnpm's layout. */
export function packageOf(file: string): InstalledPackage | undefined {
  let after = -1
  for (const found of file.matchAll(PACKAGES_FOLDER)) after = found.index + found[0].length
  // `webpack://app/node_modules/x` has a slash in front; a bundler's `webpack:node_modules/x` has none.
  if (after === -1) return undefined
  const [first = '', second = ''] = file.slice(after).split(/[\\/]/, 2)
  const name = first.startsWith('@') && second !== '' ? `${first}/${second}` : first
  return name === '' ? undefined : { name, directory: file.slice(0, after + name.length) }
}

export interface Origins {
  /** `file` is a path or the URL of what is on no disk. */
  originOf(file: string): FrameOrigin
  /** `name version`, or the name alone where no version can be read. Never rejects. */
  describePackage(found: InstalledPackage): Promise<string>
}

/** `isApp` overrules the rule of thumb (inside `node_modules` or not) where it has an opinion. */
export function createOrigins(isApp: (file: string) => boolean | undefined): Origins {
  const descriptions = createRecent<Promise<string>>(MAX_PACKAGES)
  return {
    originOf(file) {
      if (file.startsWith('node:')) return 'node'
      const own = isApp(file)
      if (own !== undefined) return own ? 'app' : 'dependency'
      return packageOf(file) === undefined ? 'app' : 'dependency'
    },
    describePackage(found) {
      const known = descriptions.get(found.directory)
      if (known !== undefined) return known
      const description = readDescription(found)
      descriptions.set(found.directory, description)
      return description
    },
  }
}

async function readDescription({ name, directory }: InstalledPackage): Promise<string> {
  const read = await withRegularFile(join(directory, 'package.json'), async (handle, stamp) =>
    stamp.size > MAX_PACKAGE_JSON ? '' : (await readBytes(handle, 0, stamp.size)).toString('utf8'),
  )
  if (!read.ok) return name
  try {
    const parsed: unknown = JSON.parse(read.value)
    if (typeof parsed !== 'object' || parsed === null) return name
    // An alias (`npm:other@1`) is installed under a name that is not the package's own.
    const own = 'name' in parsed && isShortText(parsed.name) ? parsed.name : name
    return 'version' in parsed && isShortText(parsed.version) ? `${own} ${parsed.version}` : own
  } catch {
    return name // Not JSON: the folder's name is all there is.
  }
}

function isShortText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 214 // npm's limit for names
}
