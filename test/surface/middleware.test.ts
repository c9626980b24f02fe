import http from 'node:http'
import type { ServerResponse } from 'node:http'
import { gunzipSync, createGzip } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import { wrapHandler } from '../../src/server/surface/index.ts'
import { ask, listen, PAGE, surfaceBench, talk } from './surface-bench.ts'
import type { SurfaceBench } from './surface-bench.ts'

/** The middleware of this world wraps a response's methods. These do it as the well-known ones do. */

let bench: SurfaceBench
beforeEach(() => {
  bench = surfaceBench()
})

type App = (response: ServerResponse) => void

/** Calls back once, right before the head is written (`on-headers`). */
function onHeaders(response: ServerResponse, listener: () => void): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse
  let fired = false
  response.writeHead = (...args: unknown[]) => {
    if (!fired) {
      fired = true
      listener()
      const [status] = args
      if (typeof status === 'number') response.statusCode = status
    }
    return writeHead(...args)
  }
}

/** Compresses what is written (`compression`). */
function compress(response: ServerResponse): void {
  const write = response.write.bind(response) as (chunk: Buffer) => boolean
  const end = response.end.bind(response) as () => ServerResponse
  const gzip = createGzip()
  let compressing = false
  const implicit = (): void => {
    if (!response.headersSent) response.writeHead(response.statusCode)
  }
  response.write = ((chunk: string) => {
    implicit()
    return compressing ? gzip.write(chunk) : write(Buffer.from(chunk))
  }) as typeof response.write
  response.end = ((chunk?: string) => {
    implicit()
    if (!compressing) return chunk === undefined ? end() : (end as (chunk: string) => ServerResponse)(chunk)
    gzip.end(chunk)
    return response
  }) as typeof response.end
  onHeaders(response, () => {
    compressing = true
    response.setHeader('content-encoding', 'gzip')
    response.removeHeader('content-length')
    gzip.on('data', (chunk: Buffer) => {
      if (!write(chunk)) gzip.pause()
    })
    response.on('drain', () => gzip.resume())
    gzip.on('end', () => end())
  })
}

/** Holds the end back until something is saved (`express-session`). */
function saveFirst(response: ServerResponse, saved: string[]): void {
  const end = response.end.bind(response) as (chunk?: string) => ServerResponse
  onHeaders(response, () => response.setHeader('set-cookie', 'session=1'))
  response.end = ((chunk?: string) => {
    setTimeout(() => {
      saved.push('saved')
      end(chunk)
    }, 5)
    return response
  }) as typeof response.end
}

async function both(before: (response: ServerResponse) => void, app: App): Promise<[number, number]> {
  const listener = (_request: unknown, response: ServerResponse): void => {
    before(response)
    app(response)
  }
  const watched = await listen(http.createServer(wrapHandler(bench.surfacer, listener)))
  return [watched, await listen(http.createServer(listener))]
}

const APPS: Readonly<Record<string, App>> = {
  'writeHead and end': (response) => response.writeHead(500).end('own '.repeat(500)),
  'implicit end': (response) => {
    response.statusCode = 500
    response.end('own '.repeat(500))
  },
  'write and end': (response) => {
    response.statusCode = 503
    response.write('own ')
    response.end('body')
  },
}

const close = 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
const undated = (text: string): string => text.replace(/^date: .*\r\n/im, '')

describe.each(Object.entries(APPS))('with %s', (_, app) => {
  const failing: App = (response) => {
    bench.threw()
    app(response)
  }

  it('a compressed failure becomes the page, uncompressed', async () => {
    const [watched] = await both(compress, failing)
    for (let turn = 0; turn < 3; turn++) {
      const answer = await ask(watched, { agent: false })
      expect([answer.body, answer.headers['content-encoding']]).toEqual([PAGE, undefined])
    }
  })

  it('a compressed failure of a stranger stays what it is', async () => {
    bench.reply = { kind: 'own' }
    const [watched] = await both(compress, failing)
    const bare = await both(compress, app)
    const got = undated(await talk(watched, close))
    expect(got).toBe(undated(await talk(bare[1], close)))
    expect(got).toContain('content-encoding: gzip')
  })

  it('a session is saved and its end heard', async () => {
    const saved: string[] = []
    const [watched] = await both((response) => saveFirst(response, saved), failing)
    expect((await ask(watched)).body).toBe(PAGE)
    await expect.poll(() => saved).toEqual(['saved'])
  })
})

it('healthy responses keep their bytes through all of them', async () => {
  const saved: string[] = []
  const [watched, bare] = await both(
    (response) => {
      compress(response)
      saveFirst(response, saved)
    },
    (response) => {
      response.setHeader('content-type', 'text/plain')
      response.end('fine '.repeat(1000))
    },
  )
  const got = await talk(watched, close)
  expect(undated(got)).toBe(undated(await talk(bare, close)))
  const body = Buffer.from(got.slice(got.indexOf('\r\n\r\n') + 4), 'latin1')
  expect(gunzipSync(unchunked(body)).toString()).toBe('fine '.repeat(1000))
})

function unchunked(body: Buffer): Buffer {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const line = body.indexOf('\r\n', at)
    const length = Number.parseInt(body.toString('latin1', at, line), 16)
    if (length === 0) return Buffer.concat(parts)
    parts.push(body.subarray(line + 2, line + 2 + length))
    at = line + 4 + length
  }
}
