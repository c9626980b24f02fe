import { subscribe } from 'node:diagnostics_channel'
import { Server as HttpServer } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Server } from 'node:net'
import { ownVersion } from './own-home.ts'

/** Says on the terminal where the debugger is, once the app listens. */
export interface Announcements {
  /** A whole URL, as soon as a server listens. */
  urlOf(path: string): string
}

export interface AnnouncementParts {
  readonly basePath: string
  pin(): string
  /** Path and fragment of a link that unlocks. */
  link(): string
  write(text: string): void
}

/** An app may start servers of its own first; the one that it starts last is the one that people open. */
const SETTLE_MS = 100

export function announceServers({ basePath, pin, link, write }: AnnouncementParts): Announcements {
  let origin: string | undefined
  let timer: NodeJS.Timeout | undefined
  let announced = false
  subscribe('tracing:net.server.listen:asyncEnd', (message) => {
    const { server } = message as { server?: Server }
    if (announced || server === undefined) return
    const found = originOf(server)
    if (found === undefined) return
    origin = found
    clearTimeout(timer)
    timer = setTimeout(() => {
      announced = true
      write(banner(`${found}${basePath}/`, pin(), `${found}${link()}`))
    }, SETTLE_MS).unref()
  })
  return { urlOf: (path) => `${origin ?? ''}${path}` }
}

function originOf(server: Server): string | undefined {
  const scheme = schemeOf(server)
  if (scheme === undefined) return undefined
  const address = server.address()
  if (address === null || typeof address === 'string') return undefined
  const anywhere = address.address === '::' || address.address === '0.0.0.0'
  const host = anywhere ? 'localhost' : address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `${scheme}://${host}:${address.port}`
}

/** The classes of HTTP/2 are known by their names only: Node does not export them. */
function schemeOf(server: Server): 'http' | 'https' | undefined {
  if (server instanceof HttpServer || server.constructor.name === 'Http2Server') return 'http'
  return server instanceof HttpsServer || server.constructor.name === 'Http2SecureServer' ? 'https' : undefined
}

function banner(overview: string, pin: string, link: string): string {
  return [
    '',
    `  inquest ${ownVersion()}: failed requests become tracebacks`,
    `  overview  ${overview}`,
    `  PIN       ${pin}`,
    `  unlock    ${link}`,
    '',
    '',
  ].join('\n')
}
