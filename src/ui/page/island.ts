import type { PageData } from '../../shared/page-data.ts'

const PAGES: readonly unknown[] = ['traceback', 'overview', 'unlock']

/** The page's data from the text of its JSON island; undefined where there is none that could be used. */
export const readIsland = (text: string | null | undefined): PageData | undefined => {
  if (text === null || text === undefined) return undefined
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof data !== 'object' || data === null || !('page' in data) || !('basePath' in data)) return undefined
  // The server wrote it with the same types; only the discriminant is worth a look.
  return PAGES.includes(data.page) && typeof data.basePath === 'string' ? (data as PageData) : undefined
}
