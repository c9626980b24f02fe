import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { mountPathOf } from './mount-path.ts'

/** A request as plain data, whichever server received it. Header names as received, doubled ones kept. */
export interface IncomingRequest {
  readonly method: string
  /** Path and query as received. */
  readonly url: string
  readonly path: string
  /** What an app that this one is mounted in has taken off the front: `/shop`, or empty. */
  readonly mountPath: string
  /** The host in a target in absolute form. */
  readonly authority?: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly httpVersion: string
  /** Of the socket; absent where it is not known. */
  readonly remoteAddress?: string
  readonly encrypted: boolean
  /** The client's end of the connection and ours, where it carries this request alone. */
  readonly client?: { readonly localPort: number; readonly remotePort: number }
  /** Node's own request, where a server of Node's received it. */
  readonly raw?: object
  /** The body as far as the app has read it. */
  body(): BodySoFar | undefined
}

export interface BodySoFar {
  readonly bytes: Uint8Array
  /** Bytes received in total. */
  readonly size: number
}

export function fromNode(request: IncomingMessage | Http2ServerRequest): IncomingRequest {
  const url = request.url ?? '/'
  const { remoteAddress } = request.socket
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url)?.[1]
  return {
    method: request.method ?? 'GET',
    url,
    path: pathOf(url),
    mountPath: mountPathOf(request),
    ...(authority === undefined ? {} : { authority }),
    headers: pairs(request.rawHeaders),
    httpVersion: request.httpVersion,
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    encrypted: 'encrypted' in request.socket && request.socket.encrypted,
    ...clientOf(request.httpVersion, request.socket),
    raw: request,
    body: () => undefined,
  }
}

/** `peer` is what the server told of the socket, where it told anything. */
export function fromFetch(request: Request, peer: Peer | undefined): IncomingRequest {
  const { pathname, search, protocol, host } = new URL(request.url)
  const headers = [...request.headers].map(([name, value]) => [name, value] as const)
  if (!request.headers.has('host')) headers.push(['host', host])
  return {
    method: request.method,
    url: pathname + search,
    path: pathname,
    mountPath: '',
    headers,
    httpVersion: peer?.httpVersion ?? '1.1',
    ...(peer?.remoteAddress === undefined ? {} : { remoteAddress: peer.remoteAddress }),
    encrypted: peer?.encrypted ?? protocol === 'https:',
    ...(peer?.client === undefined ? {} : { client: peer.client }),
    body: () => undefined,
  }
}

export interface Peer {
  readonly remoteAddress?: string
  readonly encrypted: boolean
  readonly httpVersion: string
  readonly client?: IncomingRequest['client']
}

/** Many requests share a connection of HTTP/2; a made-up request has neither. */
export function clientOf(
  httpVersion: string | undefined,
  { localPort, remotePort }: { readonly localPort?: number | undefined; readonly remotePort?: number | undefined },
): Pick<IncomingRequest, 'client'> {
  if (httpVersion?.startsWith('1') !== true || localPort === undefined || remotePort === undefined) return {}
  return { client: { localPort, remotePort } }
}

export function headerOf(request: IncomingRequest, name: string): string | undefined {
  return request.headers.find(([key]) => key.toLowerCase() === name)?.[1]
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/)
  const withoutQuery = end === -1 ? url : url.slice(0, end)
  if (withoutQuery.startsWith('/')) return withoutQuery
  // The absolute form of a request target, as proxies send it.
  return withoutQuery.replace(/^https?:\/\/[^/]*/i, '') || '/'
}

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return headers
}
