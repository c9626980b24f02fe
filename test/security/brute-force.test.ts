import { describe, expect, it } from 'vitest'
import { PIN } from '../program.ts'
import { BASE, behindThePin, codeOf, HTML, JSON_TYPE, openTarget } from './target.ts'
import type { Target } from './target.ts'

interface Assault {
  readonly answers: Readonly<Record<string, number>>
  readonly slowestMs: number
}

async function assault(
  target: Target,
  tries: number,
  addressOf: (n: number) => string,
  atOnce = tries,
): Promise<Assault> {
  const answers: Record<string, number> = {}
  let slowestMs = 0
  let next = 0
  const attacker = async (): Promise<void> => {
    while (next < tries) {
      const n = next++
      const body = JSON.stringify({ pin: String(n).padStart(9, '0') })
      const started = performance.now()
      const answer = await target.send('POST', `${BASE}/api/unlock`, [JSON_TYPE], body, { localAddress: addressOf(n) })
      slowestMs = Math.max(slowestMs, performance.now() - started)
      const key = `${answer.status} ${codeOf(answer) ?? ''}`
      answers[key] = (answers[key] ?? 0) + 1
      if (answer.status === 429) expect(answer.head).toMatch(/^retry-after: [1-9]\d*$/im)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, attacker))
  return { answers, slowestMs }
}

const isIn = async ({ send, cookie }: Target, localAddress: string) =>
  (await send('GET', `${BASE}/api/tracebacks`, [['cookie', cookie]], '', { localAddress })).status

describe('19 150 tries at the same moment', () => {
  it('are five', async () => {
    const target = await openTarget()
    try {
      const { answers, slowestMs } = await assault(target, 150, () => '127.0.0.19')
      expect(answers).toEqual({ '401 wrong-pin': 5, '429 too-many-tries': 145 })
      // 22 no delay holds a socket: whoever has to wait is told at once.
      expect(slowestMs).toBeLessThan(5000)
      // Not even the right one gets through now, from there.
      const right = JSON.stringify({ pin: PIN })
      const there = await target.send('POST', `${BASE}/api/unlock`, [JSON_TYPE], right, { localAddress: '127.0.0.19' })
      expect(there.status).toBe(429)
      // 21 a stranger locks nobody out: who is in stays in, also at the attacker's address, and evaluates.
      expect(await isIn(target, '127.0.0.19')).toBe(200)
      const elsewhere = await target.send('POST', `${BASE}/api/unlock`, [JSON_TYPE], right, {
        localAddress: '127.0.0.1',
      })
      expect(elsewhere.status).toBe(204)
    } finally {
      await target.program.stop()
    }
  })

  it('2,000 from 2,000 addresses are a hundred and a few, and who is in notices nothing', async () => {
    const target = await openTarget()
    try {
      const { answers } = await assault(target, 2000, (n) => `127.${100 + (n % 100)}.${Math.floor(n / 100)}.7`, 40)
      const through = answers['401 wrong-pin'] ?? 0
      expect(through).toBeGreaterThanOrEqual(95)
      // The ceiling of an hour, and what the delays after it (10 s and more) let through meanwhile.
      expect(through).toBeLessThanOrEqual(106)
      expect(through + (answers['429 too-many-tries'] ?? 0)).toBe(2000)
      expect(await isIn(target, '127.0.0.1')).toBe(200)
      const evaluate = `${BASE}/api/tracebacks/${target.tracebackId}/frames/0/evaluate`
      const answer = await target.sendIn('POST', evaluate, [JSON_TYPE], '{"source":"40+2","mode":"run"}')
      expect(answer.body).toContain('42')
      // The link on the terminal opens all the same.
      const token = /#token=(\S+)/.exec(target.program.stderr())?.[1] ?? ''
      const linked = await target.send('POST', `${BASE}/api/unlock`, [JSON_TYPE], JSON.stringify({ token }))
      expect(linked.status).toBe(204)
    } finally {
      await target.program.stop()
    }
  })
})

it('20 a wrong cookie counts on every route, and a right one never suffers from it', async () => {
  const target = await openTarget()
  try {
    const { send, tracebackId, cookie } = target
    const [name = ''] = cookie.split('=')
    const wrong = (n: number) => `${name}=${String(n).padStart(43, 'w')}`
    const routes: [string, string, string?][] = [
      ['GET', '/boom'],
      ['GET', `${BASE}/`],
      ['GET', `${BASE}/t/${tracebackId}`],
      ['GET', `${BASE}/assets/app.js`],
      ['GET', `${BASE}/api/session`],
      ['POST', `${BASE}/api/unlock`, '{"pin":"1"}'],
      ...behindThePin(tracebackId).map(([...row]) => row),
    ]
    for (const [index, [method, path, body]] of routes.entries()) {
      const localAddress = `127.20.0.${index + 1}`
      const type = body === undefined ? [] : [JSON_TYPE]
      for (let n = 0; n < 5; n++) {
        const headers = [['cookie', wrong(index * 100 + n)] as const, HTML, ...type]
        await send(method, path, headers, body, { localAddress })
      }
      const sixth = [['cookie', wrong(index * 100 + 99)] as const]
      const answer = await send('GET', `${BASE}/api/tracebacks`, sixth, '', { localAddress })
      expect([answer.status, codeOf(answer)], `${method} ${path}`).toEqual([429, 'too-many-tries'])
      expect(await isIn(target, localAddress), `${method} ${path}`).toBe(200)
    }
  } finally {
    await target.program.stop()
  }
})

it('21 a stranger cannot lock out who is in, nor end their session', async () => {
  const target = await openTarget()
  try {
    const { send, cookie } = target
    const [name = ''] = cookie.split('=')
    await assault(target, 20, () => '127.0.0.1')
    for (let n = 0; n < 20; n++) {
      await send('POST', `${BASE}/api/lock`, [['cookie', `${name}=${String(n).padStart(43, 'z')}`], JSON_TYPE], '{}')
      await send('POST', `${BASE}/api/lock`, [JSON_TYPE], '{}')
    }
    expect(await isIn(target, '127.0.0.1')).toBe(200)
  } finally {
    await target.program.stop()
  }
})

it('22 refusing holds neither sockets nor the event loop: the app answers as before', async () => {
  const target = await openTarget({ unlock: false })
  try {
    await assault(target, 10, () => '127.0.0.22')
    const started = performance.now()
    const [{ answers }, ...hellos] = await Promise.all([
      assault(target, 300, () => '127.0.0.22', 50),
      ...Array.from({ length: 50 }, () => target.send('GET', '/')),
    ])
    expect(answers).toEqual({ '429 too-many-tries': 300 })
    for (const hello of hellos) expect(hello.body).toBe('hello')
    // 350 requests: a second each would be six minutes.
    expect(performance.now() - started).toBeLessThan(15_000)
  } finally {
    await target.program.stop()
  }
})
