import { doorOf } from './token.ts'

/** How strangers find the base path: it shows them the unlock form, or is only there for who comes by a link. */
export type Entrance = 'form' | 'link'

/** Path of a link that unlocks. The token is in the fragment, which no server and no log ever sees. */
export function linkPath(basePath: string, token: string, entrance: Entrance): string {
  return `${basePath}/${entrance === 'link' ? `?door=${doorOf(token)}` : ''}#token=${token}`
}

/** The door in the query of a request target, as `linkPath` writes it and in no other place. */
export function doorIn(url: string): string | undefined {
  return /^[^?]*\?door=([\w-]{43})(?:&|$)/.exec(url)?.[1]
}
