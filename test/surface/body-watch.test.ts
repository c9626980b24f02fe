import { once } from 'node:events'
import http from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import http2 from 'node:http2'
import { setTimeout as sleep } from 'node:timers/promises'
import { PassThrough } from 'node:stream'
import { json, text } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from 'vitest'
import { wrapHandler } from '../../src/server/surface/index.ts'
import { ask, listen, surfaceBench } from './surface-bench.ts'
import type { SurfaceBench } from './surface-bench.ts'

let bench: SurfaceBench
beforeEach(() => {
  bench = surfaceBench()
})

type Read = (request: IncomingMessage) => Promise<string>

const next = (request: IncomingMessage): Buffer | null => request.read() as Buffer | null

/** Every way to read a body. */
const WAYS: Readonly<Record<string, Read>> = {
  'data events': async (request) => {
    let got = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (got += chunk))
    await once(request, 'end')
    return got
  },
  'for await': async (request) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  },
  'readable and read': async (request) => {
    let got = ''
    request.on('readable', () => {
      for (let chunk = next(request); chunk !== null; chunk = next(request)) got += chunk.toString()
    })
    await once(request, 'end')
    return got
  },
  pipe: (request) => text(request.pipe(new PassThrough())),
  'pause and resume': async (request) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      request.pause()
      setImmediate(() => request.resume())
    })
    await once(request, 'end')
    return Buffer.concat(chunks).toString()
  },
  'late reading': async (request) => {
    await sleep(20)
    return text(request)
  },
  'memory given away': async (request) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk as Buffer))
      ;(chunk as Buffer).fill(0)
    }
    return Buffer.concat(chunks).toString()
  },
}

function start(read: Read): Promise<number> {
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const got = await read(request)
    response.end(`${got.length} ${got.slice(-10)}`)
  }
  return listen(http.createServer(wrapHandler(bench.surfacer, listener) as http.RequestListener))
}

describe.each(Object.entries(WAYS))('a body read by %s', (_, read) => {
  it.each([0, 1, 1000, 16 * 1024, 5_000_000])('of %i bytes comes whole to the app', async (size) => {
    const port = await start(read)
    const body = Buffer.from('abcdefghij'.repeat(Math.ceil(size / 10)).slice(0, size))
    const { body: answer } = await ask(port, { method: 'POST' }, body)
    expect(answer).toBe(`${size} ${body.toString().slice(-10)}`)
    const seen = bench.contexts[0]?.request.body()
    if (size === 0) expect(seen).toBeUndefined()
    else {
      expect(seen?.size).toBe(size)
      expect(Buffer.from(seen!.bytes).equals(body.subarray(0, 16 * 1024))).toBe(true)
    }
  })
})

describe('a body', () => {
  it('that the app leaves unread stays unread', async () => {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      setTimeout(() => response.end(`${request.readableFlowing} ${request.readableLength}`), 20)
    }
    const port = await listen(http.createServer(wrapHandler(bench.surfacer, listener)))
    expect((await ask(port, { method: 'POST' }, 'x'.repeat(100))).body).toBe('null 100')
    expect(bench.contexts[0]?.request.body()?.size).toBe(100)
  })

  it('in many chunks keeps the first bytes only', async () => {
    const port = await start(WAYS['for await']!)
    const request = http.request({ host: '127.0.0.1', port, method: 'POST', agent: false })
    for (let n = 0; n < 200; n++) {
      request.write(String(n % 10).repeat(1000))
      if (n % 50 === 0) await sleep(2)
    }
    request.end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(await text(response)).toBe(`200000 ${'9'.repeat(10)}`)
    const seen = bench.contexts[0]?.request.body()
    expect([seen?.size, seen?.bytes.length]).toEqual([200_000, 16 * 1024])
  })

  it('in HTTP/2 is seen just the same', async () => {
    const port = await listen(
      http2.createServer(
        wrapHandler(bench.surfacer, (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => {
          void json(request).then((got) => response.end(JSON.stringify(got)))
        }),
      ),
    )
    const session = http2.connect(`http://127.0.0.1:${port}`)
    const stream = session.request({ ':path': '/', ':method': 'POST' })
    stream.end('{"a":[1,2]}')
    expect(await json(stream)).toEqual({ a: [1, 2] })
    session.close()
    expect(Buffer.from(bench.contexts[0]!.request.body()!.bytes).toString()).toBe('{"a":[1,2]}')
  })

  it('shows no property of ours', async () => {
    let keys: string[] = []
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      keys = [...Object.keys(request), ...Object.keys(response)]
      response.end()
    }
    const watched = await listen(http.createServer(wrapHandler(bench.surfacer, listener)))
    await ask(watched)
    const ours = keys
    await ask(await listen(http.createServer(listener)))
    expect(ours.sort()).toEqual(keys.sort())
  })
})
