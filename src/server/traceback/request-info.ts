import type { NameValue, RequestInfo } from '../../shared/traceback.ts'
import type { Redactor } from '../snapshot/index.ts'
import { describeBody } from './request-body.ts'

export interface RequestFacts {
  readonly method: string
  readonly url: string
  readonly headers: readonly NameValue[]
  readonly httpVersion: string
  readonly remoteAddress?: string
  readonly params?: readonly NameValue[]
  readonly status: number | undefined
  readonly durationMs: number
  readonly body: { readonly bytes: Uint8Array; readonly size: number } | undefined
}

/** A request for the page, secrets masked. */
export function describeRequest(facts: RequestFacts, redactor: Redactor): RequestInfo {
  // By hand: a request target can be what no URL parser takes.
  const query = new URLSearchParams(/\?([^#]*)/.exec(facts.url)?.[1] ?? '')
  const { body } = facts
  return {
    method: facts.method,
    url: redactor.maskUrl(facts.url),
    httpVersion: facts.httpVersion,
    ...(facts.status === undefined ? {} : { status: facts.status }),
    durationMs: facts.durationMs,
    ...(facts.remoteAddress === undefined ? {} : { remoteAddress: facts.remoteAddress }),
    headers: redactor.maskHeaders(facts.headers),
    ...(facts.params === undefined ? {} : { params: redactor.maskPairs(facts.params) }),
    query: redactor.maskPairs([...query]),
    cookies: redactor.maskCookies(cookiesOf(facts.headers)),
    ...(body === undefined ? {} : { body: describeBody(body, redactor) }),
  }
}

function cookiesOf(headers: readonly NameValue[]): readonly NameValue[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .flatMap((pair): NameValue[] => {
      const [name = '', ...rest] = pair.split('=')
      return name.trim() === '' ? [] : [[name.trim(), rest.join('=').trim()]]
    })
}
