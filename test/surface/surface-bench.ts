import { once } from 'node:events'
import http from 'node:http'
import type { IncomingHttpHeaders, RequestOptions, Server } from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Capture } from '../../src/server/capture/index.ts'
import { createRequestContexts, openRequestContext } from '../../src/server/surface/index.ts'
import type { Reply, RequestContext, Surfaced, Surfacer } from '../../src/server/surface/index.ts'

/** A surfacer that takes notes. An app under test says with `threw` that an exception is in play. */
export interface SurfaceBench {
  readonly surfacer: Surfacer
  reply: Reply
  /** Milliseconds that a page takes to render. */
  renderMs: number
  readonly surfaced: { error: unknown; status: number; how: 'failed' | 'failing' }[]
  readonly contexts: RequestContext[]
  readonly ended: RequestContext[]
  readonly notes: unknown[]
  readonly outside: unknown[]
  threw(error?: unknown): void
}

export const PAGE = '<!doctype html><p>the traceback</p>'
export const OWN_PATH = '/__inquest__'

export function surfaceBench(): SurfaceBench {
  const contexts = createRequestContexts()
  const surface = (context: RequestContext, error: unknown, status: number, how: 'failed' | 'failing'): Surfaced => {
    bench.surfaced.push({ error, status, how })
    context.tracebackId = 'id'
    return { id: 'id', path: `${OWN_PATH}/t/id`, capture: context.capture }
  }
  const bench: SurfaceBench = {
    reply: { kind: 'page' },
    renderMs: 5,
    surfaced: [],
    contexts: [],
    ended: [],
    notes: [],
    outside: [],
    threw(error = new Error('in play')) {
      const context = contexts.current()
      if (context === undefined) throw new Error('no request here')
      context.capture = { thrown: error } as Capture
    },
    surfacer: {
      contexts,
      admits: () => true,
      begin(request) {
        const context = openRequestContext(request)
        bench.contexts.push(context)
        return context
      },
      end: (context) => void bench.ended.push(context),
      failed: (context, error, status) => surface(context, error, status, 'failed'),
      failing: (context, status) =>
        context.capture === undefined ? undefined : surface(context, context.capture.thrown, status, 'failing'),
      late: () => undefined,
      outside: (error) => void bench.outside.push(error),
      appHandles: () => false,
      reply: () => bench.reply,
      render: () => ({
        headers: [
          ['content-type', 'text/html; charset=utf-8'],
          ['cache-control', 'no-store'],
        ],
        body: new Promise((resolve) => setTimeout(resolve, bench.renderMs, PAGE)),
      }),
      owns: ({ path }) => path === OWN_PATH || path.startsWith(`${OWN_PATH}/`),
      serve: (request) => Promise.resolve(new Response(`own ${request.method} ${new URL(request.url).pathname}`)),
      note: (failure) => void bench.notes.push(failure),
    },
  }
  return bench
}

/** Listens on a free port for as long as the test runs. */
export async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    if ('closeAllConnections' in server) (server as Server).closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

export interface Answer {
  readonly status: number
  readonly statusMessage: string
  readonly headers: IncomingHttpHeaders
  readonly trailers: NodeJS.Dict<string>
  readonly body: string
}

export async function ask(port: number, options: RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  const request = http.request({ host: '127.0.0.1', port, agent: false, ...options })
  request.end(body)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return {
    status: response.statusCode ?? 0,
    statusMessage: response.statusMessage ?? '',
    headers: response.headers,
    trailers: response.trailers,
    body: Buffer.concat(chunks).toString(),
  }
}

/** Every byte that comes back for these bytes, until the server closes the connection. */
export async function talk(port: number, text: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.write(text)
  let got = ''
  for await (const chunk of socket.setEncoding('latin1')) got += chunk as string
  return got
}
