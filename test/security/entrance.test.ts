import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openKeyring } from '../../src/server/guard/directory-keyring.ts'
import { createMemoryKeyring } from '../../src/server/guard/keyring.ts'
import { openStateDirectory } from '../../src/server/guard/state-directory.ts'
import { createTokens, doorOf, TOKEN_LIFETIME } from '../../src/server/guard/token.ts'
import { ROUTES } from '../../src/server/http/route-table.ts'
import { PIN } from '../program.ts'
import type { HeaderLines, RawAnswer } from './raw-request.ts'
import { BASE, HTML, JSON_TYPE, useTarget } from './target.ts'

const state = mkdtempSync(join(tmpdir(), 'inquest-entrance-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))
const plain = useTarget({ preload: false, unlock: false })
const target = useTarget({
  unlock: false,
  env: { INQUEST_STATE: state, INQUEST_ENTRANCE: 'link', INQUEST_VISIBILITY: 'open' },
})

const undated = ({ raw }: RawAnswer): string => raw.replace(/^Date: .*\r\n/im, '')
const cookieIn = ({ head }: RawAnswer, name: string): string =>
  new RegExp(`^set-cookie: (${name}_\\w+=[\\w-]+);`, 'im').exec(head)?.[1] ?? ''

function freshLink(): { door: string; token: string } {
  const link = execFileSync(process.execPath, ['src/server/cli/main.ts', 'link'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: state, INQUEST_STATE: state },
  })
  const [, door = '', token = ''] = /^\/__inquest__\/\?door=([\w-]{43})#token=([\w-]{43})\n$/.exec(link) ?? []
  return { door, token }
}

async function comeIn(link: { door: string; token: string }): Promise<{ door: string; session: string }> {
  const page = await target().send('GET', `${BASE}/?door=${link.door}`, [HTML])
  const door = cookieIn(page, 'inquest_door')
  const headers = [JSON_TYPE, ['cookie', door]] as const
  const body = JSON.stringify({ token: link.token })
  const answer = await target().send('POST', `${BASE}/api/unlock`, headers, body)
  return { door, session: cookieIn(answer, 'inquest_session') }
}

describe('with the entrance by link only', () => {
  const strangers = [
    'nobody',
    'with a wrong session',
    'with a wrong door',
    'with a door that was used',
    'at another host, with a session',
    'a page of another origin, with a session',
    'with a doubled Host',
  ] as const
  const headersOf = async (stranger: (typeof strangers)[number], host: string): Promise<HeaderLines> => {
    const random = 'w'.repeat(43)
    switch (stranger) {
      case 'nobody':
        return [['Host', host]]
      case 'with a wrong session': {
        const { session } = await comeIn(freshLink())
        return [
          ['Host', host],
          ['cookie', session.replace(/=.*/, `=${random}`)],
        ]
      }
      case 'with a wrong door': {
        const { door } = await comeIn(freshLink())
        return [
          ['Host', host],
          ['cookie', door.replace(/=.*/, `=${random}`)],
        ]
      }
      case 'with a door that was used':
        return [
          ['Host', host],
          ['cookie', (await comeIn(freshLink())).door],
        ]
      case 'at another host, with a session':
        return [
          ['Host', 'evil.test'],
          ['cookie', (await comeIn(freshLink())).session],
        ]
      case 'a page of another origin, with a session':
        return [
          ['Host', host],
          ['Origin', 'http://localhost:9'],
          ['Sec-Fetch-Site', 'same-site'],
          ['Sec-Fetch-Mode', 'no-cors'],
          ['cookie', (await comeIn(freshLink())).session],
        ]
      case 'with a doubled Host':
        return [
          ['Host', host],
          ['Host', host],
        ]
    }
  }

  it.each(strangers)(
    'every route is the app’s own answer for: %s',
    async (stranger) => {
      const headers = await headersOf(stranger, target().host)
      for (const { method, path } of Object.values(ROUTES)) {
        const url = BASE + path.replace(':id', 'x').replace(':name', 'app.js').replace(':n', '0')
        for (const way of [method, 'GET', 'POST', 'OPTIONS', 'PUT']) {
          const body = way === 'POST' ? '{"pin":"2468-1357-9"}' : ''
          const sent: HeaderLines = way === 'POST' ? [...headers, JSON_TYPE] : headers
          const [ours, theirs] = await Promise.all([
            target().send(way, url, sent, body),
            plain().send(way, url, sent, body),
          ])
          expect(undated(ours), `${way} ${url}`).toBe(undated(theirs))
          expect(theirs.raw).not.toBe('')
        }
      }
    },
    30_000,
  )

  it('neither do failures tell a stranger of it, even where visibility is said to be open', async () => {
    for (const path of ['/handled', '/refused', '/own-headers']) {
      const [ours, theirs] = await Promise.all([target().send('GET', path, [HTML]), plain().send('GET', path, [HTML])])
      expect(undated(ours)).toBe(undated(theirs))
    }
    expect(target().program.stderr()).toContain('visibility is locked, because entrance is link')
  })

  it('the link leads to the form with all it needs, unlocks once, and the door closes behind', async () => {
    const { send } = target()
    const link = freshLink()
    expect(link.door).not.toBe('')
    const page = await send('GET', `${BASE}/?door=${link.door}`, [HTML])
    expect(page.body).toContain('"page":"unlock"')
    expect(page.head).toMatch(
      /^set-cookie: inquest_door_\w+=\S+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=600\r?$/im,
    )
    expect(page.body).not.toContain(link.token)
    const door: HeaderLines = [['cookie', cookieIn(page, 'inquest_door')]]
    for (const asset of ['app.js', 'app.css']) {
      const answer = await send('GET', `${BASE}/assets/${asset}`, door)
      expect(answer.body).not.toBe('the app knows no such page')
    }
    // A second look, by whoever fetches links ahead, changes nothing.
    expect((await send('GET', `${BASE}/?door=${link.door}`)).body).toContain('"page":"unlock"')
    const { session } = await comeIn(link)
    expect((await send('GET', `${BASE}/`, [['cookie', session]])).body).toContain('"page":"overview"')
    expect((await send('GET', `${BASE}/api/session`, [['cookie', session]])).body).toContain('"unlocked":true')
    for (const [path, headers] of [
      [`${BASE}/?door=${link.door}`, []],
      [`${BASE}/`, door],
    ] as const) {
      expect((await send('GET', path, headers)).body).toBe('the app knows no such page')
    }
  })

  it('the form also takes the PIN; a door alone gives nothing but the form', async () => {
    const { send } = target()
    const door = cookieIn(await send('GET', `${BASE}/?door=${freshLink().door}`), 'inquest_door')
    const headers: HeaderLines = [['cookie', door]]
    expect((await send('GET', `${BASE}/api/tracebacks`, headers)).status).toBe(401)
    const wrong = await send('POST', `${BASE}/api/unlock`, [JSON_TYPE, ...headers], '{"pin":"000-000-000"}')
    expect(wrong.status).toBe(401)
    const right = await send('POST', `${BASE}/api/unlock`, [JSON_TYPE, ...headers], JSON.stringify({ pin: PIN }))
    expect(right.status).toBe(204)
  })

  it('a door in the query opens for GET only, and under its own name only', async () => {
    const { door } = freshLink()
    for (const [method, path] of [
      ['POST', `${BASE}/api/unlock?door=${door}`],
      ['DELETE', `${BASE}/api/tracebacks/x?door=${door}`],
      ['GET', `${BASE}/?x=1&door=${door}`],
      ['GET', `${BASE}/?door=${door}x`],
      ['GET', `${BASE}/?Door=${door}`],
      ['GET', `${BASE}/?door=${door.slice(0, 42)}`],
    ] as const) {
      const answer = await target().send(method, path, method === 'POST' ? [JSON_TYPE] : [], '')
      expect([path, answer.body]).toEqual([path, 'the app knows no such page'])
    }
  })

  it('the banner’s link has door and token, and neither is said again', async () => {
    const { program } = target()
    await vi.waitFor(() => expect(program.stderr()).toMatch(/unlock {4}http:\S+\/__inquest__\/\?door=[\w-]{43}#token=/))
    const door = /door=([\w-]{43})/.exec(program.stderr())?.[1] ?? ''
    await target().send('GET', `${BASE}/?door=${door}`)
    expect(program.stderr().split(door)).toHaveLength(2)
  })
})

it('a door follows from its token, tells nothing of it, and closes with it', () => {
  let now = 1_800_000_000_000
  const tokens = createTokens(createMemoryKeyring(), () => now)
  const token = tokens.issue()
  const other = tokens.issue()
  expect(tokens.opens(doorOf(token))).toBe(true)
  expect(doorOf(token)).not.toBe(doorOf(other))
  expect(tokens.opens(token)).toBe(false)
  expect(tokens.redeem(doorOf(token))).toBe(false)
  expect(tokens.redeem(token)).toBe(true)
  expect([tokens.opens(doorOf(token)), tokens.opens(doorOf(other))]).toEqual([false, true])
  now += TOKEN_LIFETIME
  expect(tokens.opens(doorOf(other))).toBe(false)
})

it('a look at the doors reads no file while nothing has changed, and sees what other processes change', async () => {
  const path = mkdtempSync(join(state, 'doors-'))
  const opened = openStateDirectory(path)
  if (!opened.ok) throw new Error(opened.message)
  const ring = openKeyring(opened.state, 'tokens', (message) => expect.fail(message))
  const list = vi.fn(ring.list)
  const tokens = createTokens({ ...ring, list }, Date.now)
  const elsewhere = createTokens(
    openKeyring(opened.state, 'tokens', (message) => expect.fail(message)),
    Date.now,
  )
  const early = doorOf(elsewhere.issue())
  expect(tokens.opens(early)).toBe(true)
  // As old as if nothing had changed for a while.
  utimesSync(join(path, 'tokens'), 1_800_000_000, 1_700_000_000)
  expect(tokens.opens(early)).toBe(true)
  list.mockClear()
  for (let n = 0; n < 1000; n++) expect(tokens.opens('w'.repeat(43))).toBe(false)
  expect([tokens.opens(early), list.mock.calls.length]).toEqual([true, 0])

  const token = elsewhere.issue()
  expect(tokens.opens(doorOf(token))).toBe(true)
  // In the same tick of the file system's clock: the directory looks as it did.
  const { atime, mtime } = statSync(join(path, 'tokens'))
  const late = elsewhere.issue()
  utimesSync(join(path, 'tokens'), atime, mtime)
  await expect.poll(() => tokens.opens(doorOf(late)), { timeout: 1000 }).toBe(true)
  expect(elsewhere.redeem(token)).toBe(true)
  expect(tokens.opens(doorOf(token))).toBe(false)
  expect(list.mock.calls.length).toBeLessThan(10)
})
