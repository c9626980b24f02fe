import { once } from 'node:events'
import http2 from 'node:http2'
import https from 'node:https'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'

/** What a test asks of a program: nothing that streams. */
type Send = (url: string, init: RequestInit) => Promise<Response>

/** As `fetch`, which knows no HTTP/2 and trusts no certificate that signs itself. */
export function clientFor(protocol: string | undefined): Send {
  switch (protocol) {
    case 'https':
      return overHttps
    case 'http2':
      return overHttp2
    default:
      return fetch
  }
}

async function overHttps(url: string, { method = 'GET', headers, body, signal }: RequestInit): Promise<Response> {
  const request = https.request(url, {
    method,
    headers: headers as Record<string, string>,
    rejectUnauthorized: false,
    agent: false,
    ...(signal == null ? {} : { signal }),
  })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return toResponse(response, response.statusCode, response.headers)
}

async function overHttp2(url: string, { method = 'GET', headers, body, signal }: RequestInit): Promise<Response> {
  const { origin, pathname, search } = new URL(url)
  const session = http2.connect(origin, { rejectUnauthorized: false })
  session.on('error', () => undefined)
  const stream = session.request(
    { ':method': method, ':path': pathname + search, ...(headers as Record<string, string>) },
    signal == null ? {} : { signal },
  )
  stream.on('close', () => {
    session.close()
  })
  stream.end(body)
  const [received] = (await once(stream, 'response')) as [http2.IncomingHttpHeaders & { ':status'?: number }]
  return toResponse(stream, received[':status'], received)
}

function toResponse(body: Readable, status = 0, received: http2.IncomingHttpHeaders): Response {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    if (name.startsWith(':') || value === undefined) continue
    for (const one of [value].flat()) headers.append(name, one)
  }
  const hasBody = status !== 204 && status !== 304
  if (!hasBody) body.resume()
  return new Response(hasBody ? (Readable.toWeb(body) as ReadableStream) : null, { status, headers })
}
