/** What the guard has to know of a request: plain data, so that any framework can be guarded. */
export interface GuardRequest {
  readonly method: string
  /** The request target; origin form starts with `/`. */
  readonly path: string
  /** The host in a request target in absolute form, as proxies get it. */
  readonly authority?: string
  /** As they came: in order, doubled ones kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Of the socket; absent for a unix socket, and once the client has gone. */
  readonly remoteAddress?: string
  /** Whether the socket itself speaks TLS. */
  readonly encrypted: boolean
  /** `'1.0'`, `'1.1'`, `'2.0'`. */
  readonly httpVersion: string
}

/** The socket's address, of the request itself: `Object.prototype` is anybody's who finds a hole in the app. */
export function remoteAddressOf(request: GuardRequest): string | undefined {
  return Object.hasOwn(request, 'remoteAddress') ? request.remoteAddress : undefined
}

/** The host that the target names, if it does. As above. */
export function authorityOf(request: GuardRequest): string | undefined {
  return Object.hasOwn(request, 'authority') ? request.authority : undefined
}

/** All values of one header, in order. `name` is lower-case. */
export function headerValues(request: GuardRequest, name: string): string[] {
  const values: string[] = []
  for (const [key, value] of request.headers) if (key.toLowerCase() === name) values.push(value)
  return values
}

/** The elements of a comma-separated list header, over all its lines, trimmed. At most the last 64: the near ones count. */
export function headerList(request: GuardRequest, name: string): string[] {
  return headerValues(request, name)
    .flatMap((value) => value.split(','))
    .slice(-64)
    .map((value) => value.trim())
}
