import { connect } from 'node:net'

export interface RawAnswer {
  /** 0 where the server closed without an answer. */
  readonly status: number
  /** Status line and headers, as they came. */
  readonly head: string
  readonly body: string
  readonly raw: string
}

export interface RawOptions {
  readonly localAddress?: string
  /** Ms. */
  readonly patience?: number
  readonly path?: string
  /** Ends our side once all is sent, as a client does that gives up waiting for more to say. */
  readonly finish?: boolean
}

export type HeaderLines = readonly (readonly [name: string, value: string])[]

/** Sends exactly these bytes and reads until the server closes: clients that tidy up what they send are no attackers. */
export function sendRaw(port: number, text: string | Buffer, options: RawOptions = {}): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const target = options.path === undefined ? { port, host: '127.0.0.1' } : { path: options.path }
    const { localAddress } = options
    const socket = connect({ ...target, ...(localAddress === undefined ? {} : { localAddress }) })
    const timer = setTimeout(() => socket.destroy(), options.patience ?? 10_000)
    socket.on('connect', () => (options.finish === true ? socket.end(text) : socket.write(text)))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(parseAnswer(Buffer.concat(chunks).toString('latin1')))
    })
  })
}

function parseAnswer(raw: string): RawAnswer {
  const cut = raw.indexOf('\r\n\r\n')
  const head = cut < 0 ? raw : raw.slice(0, cut)
  const rest = cut < 0 ? '' : raw.slice(cut + 4)
  const body = /^transfer-encoding: chunked$/im.test(head) ? unchunk(rest) : rest
  const text = (part: string): string => Buffer.from(part, 'latin1').toString('utf8')
  return { status: Number(/^HTTP\/1\.\d (\d{3})/.exec(raw)?.[1] ?? 0), head, body: text(body), raw: text(raw) }
}

function unchunk(text: string): string {
  let body = ''
  let at = 0
  for (;;) {
    const end = text.indexOf('\r\n', at)
    const size = end < 0 ? 0 : Number.parseInt(text.slice(at, end), 16)
    if (!(size > 0)) return body
    body += text.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}

/** A request in plain HTTP/1.1 that ends its connection; `headers` stand as they are, no `Host` is added. */
export function printRequest(method: string, path: string, headers: HeaderLines, body = ''): string {
  const length: HeaderLines = body === '' ? [] : [['content-length', String(Buffer.byteLength(body))]]
  const lines = [...headers, ...length, ['connection', 'close'] as const].map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`
}
