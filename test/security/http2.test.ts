import { connect } from 'node:http2'
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PIN, startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { BASE } from './target.ts'

let program: Program
let session: ClientHttp2Session
let host: string
beforeAll(async () => {
  program = await startProgram('test/programs/security/http2.mjs', { unlock: false })
  session = connect(program.origin)
  ;({ host } = new URL(program.origin))
})
afterAll(async () => {
  session.destroy()
  await program.stop()
})

interface Answer {
  readonly status: number
  readonly body: string
  readonly cookie: string
}

function ask(headers: OutgoingHttpHeaders, body = ''): Promise<Answer> {
  return new Promise((resolve) => {
    const stream = session.request({ ':path': `${BASE}/api/session`, ...headers })
    let status = 0
    let cookie = ''
    let text = ''
    stream.on('response', (head) => {
      status = Number(head[':status'])
      cookie = head['set-cookie']?.[0]?.split(';')[0] ?? ''
    })
    stream.setEncoding('utf8').on('data', (part: string) => (text += part))
    stream.on('error', () => undefined).on('close', () => resolve({ status, body: text, cookie }))
    // Without a body the request has ended already.
    if (body !== '') stream.end(body)
  })
}

const JSON_BODY = { ':method': 'POST', 'content-type': 'application/json' }

describe('over HTTP/2 the debugger is guarded as over HTTP/1:', () => {
  it('by the authority: others, odd ones and two that differ are refused', async () => {
    expect((await ask({})).status).toBe(200)
    for (const authority of [
      'evil.test',
      'localhost.',
      '127.1',
      `a@${host}`,
      `${host}.evil.test`,
      '[::ffff:127.0.0.1]',
    ]) {
      const answer = await ask({ ':authority': authority })
      expect([authority, answer.status === 403 || answer.status === 0]).toEqual([authority, true])
      expect(answer.body).not.toContain('unlocked')
    }
    const both = await ask({ ':authority': host, host: 'evil.test' })
    expect(both.status === 403 || both.status === 0).toBe(true)
    expect(both.body).not.toContain('unlocked')
  })

  it('by origin, type and method', async () => {
    const change = { ...JSON_BODY, ':path': `${BASE}/api/unlock` }
    const body = JSON.stringify({ pin: PIN })
    expect((await ask({ ...change, origin: 'http://evil.test' }, body)).status).toBe(403)
    expect((await ask({ ...change, 'sec-fetch-site': 'cross-site' }, body)).status).toBe(403)
    expect((await ask({ ...change, 'content-type': 'text/plain' }, body)).status).toBe(415)
    expect((await ask({ ':path': `${BASE}/api/unlock` })).status).toBe(405)
    expect((await ask({ ':path': `${BASE}/api/tracebacks` })).status).toBe(401)
  })

  it('and the cookie counts however it is cut into pieces, as HTTP/2 allows', async () => {
    const { status, cookie } = await ask({ ...JSON_BODY, ':path': `${BASE}/api/unlock` }, JSON.stringify({ pin: PIN }))
    expect(status).toBe(204)
    const path = { ':path': `${BASE}/api/tracebacks` }
    for (const cookies of [[cookie], ['a=b', cookie, 'c=d'], [`a=b; ${cookie}`]]) {
      expect((await ask({ ...path, cookie: cookies })).status).toBe(200)
    }
    const [name = '', value = ''] = cookie.split('=')
    for (const wrong of [
      `${name}=${value.slice(0, 42)}`,
      `${name}==${value}`,
      `x${cookie}`,
      `${name}=${value}%20`,
      name,
    ]) {
      expect([wrong, (await ask({ ...path, cookie: wrong })).status]).toEqual([wrong, 401])
    }
    const page = await ask({ ':path': '/boom', accept: 'text/html', cookie })
    expect([page.status, page.body.includes('cannot charge order 1')]).toEqual([500, true])
    const own = await ask({ ':path': '/boom', accept: 'text/html', cookie, ':authority': 'evil.test' })
    expect(own.body).toBe('own body')
  })
})
