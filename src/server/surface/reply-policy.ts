/** What the client of a failing request gets in place of, or beside, the app's own response. */
export type Reply =
  | { readonly kind: 'own' }
  | { readonly kind: 'own-with-link' }
  | { readonly kind: 'page' }
  | { readonly kind: 'report'; readonly format: 'text' | 'markdown' }

export interface Asker {
  readonly unlocked: boolean
  readonly visibility: 'open' | 'locked'
  readonly accept: string
}

export function chooseReply({ unlocked, visibility, accept }: Asker): Reply {
  const wantsPage = accepts(accept, 'text/html')
  if (!unlocked) return visibility === 'open' && wantsPage ? { kind: 'page' } : { kind: 'own' }
  if (wantsPage) return { kind: 'page' }
  if (accepts(accept, 'text/markdown')) return { kind: 'report', format: 'markdown' }
  if (accepts(accept, 'text/plain')) return { kind: 'report', format: 'text' }
  return { kind: 'own-with-link' }
}

/** Named in so many words: a bare wildcard is what clients send that do not care. */
function accepts(accept: string, type: string): boolean {
  return accept.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';')
    return name.trim().toLowerCase() === type && !parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/i.test(parameter))
  })
}
