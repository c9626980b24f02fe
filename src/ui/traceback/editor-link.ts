import type { Location } from '../../shared/traceback.ts'
import { plainPath } from '../text/display-path.ts'

/** Schemes of editors; anything else in a template (`javascript:` for one) gives no link. */
const SCHEMES = new Set(
  'vscode vscodium cursor zed windsurf webstorm idea subl atom txmt mvim emacs'.split(' ').map((name) => `${name}:`),
)

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':')

/** The address that opens `location` in the editor; undefined where the template or the file cannot be used. */
export const editorLink = (template: string | undefined, location: Location): string | undefined => {
  if (template === undefined) return undefined
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(template)?.[0].toLowerCase()
  if (scheme === undefined || !SCHEMES.has(scheme)) return undefined
  const path = plainPath(location.file)
  const windows = /^[A-Za-z]:\//.test(path)
  if (!path.startsWith('/') && !windows) return undefined
  const values: Readonly<Record<string, string>> = {
    file: encodePath(windows ? `/${path}` : path),
    line: String(location.line),
    column: String(location.column),
  }
  return template.replace(/\{(file|line|column)\}/g, (_, name: string) => values[name] ?? '')
}
