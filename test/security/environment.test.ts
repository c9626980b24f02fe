import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { afterAll, describe, expect, it } from 'vitest'
import type { Traceback } from '../../src/shared/traceback.ts'
import { runProgram, startProgram } from '../program.ts'
import { APP, BASE, HTML, openTarget, SECRETS, useTarget } from './target.ts'
import type { Target } from './target.ts'

const target = useTarget()

describe('40 where the debugger itself fails', () => {
  it('the app’s own error is answered plainly and still logged', async () => {
    // Its page cannot be made, because the app has broken what it is made with.
    const broken = await openTarget({
      nodeArgs: ['--import', './test/programs/security/breaks-json.mjs'],
      unlock: false,
    })
    try {
      for (const headers of [[HTML], []]) {
        const answer = await broken.send('GET', '/boom', headers)
        expect(answer.status).toBe(500)
        expect(answer.body).not.toMatch(/broken on purpose|at .*src\/server/)
      }
      expect(broken.program.stderr()).toContain('cannot charge order 1')
      expect((await broken.send('GET', '/')).body).toBe('hello')
    } finally {
      await broken.program.stop()
    }
  })
})

describe('41 production', () => {
  it.each(['production', 'prod', 'PRODUCTION', ' production '])(
    '(NODE_ENV=%j) is refused, and the app runs',
    async (mode) => {
      const { program, send } = await openTarget({ unlock: false, env: { NODE_ENV: mode } })
      try {
        expect(program.stderr()).toMatch(/^inquest: off: NODE_ENV is production.*INQUEST_ENV=staging/m)
        expect((await send('GET', `${BASE}/`)).body).toBe('the app knows no such page')
        expect(program.stderr()).not.toMatch(/PIN|overview/)
      } finally {
        await program.stop()
      }
    },
  )

  it('declared to be staging is loud and locked', async () => {
    const { program, send, sendIn } = await openTarget({ env: { NODE_ENV: 'production', INQUEST_ENV: 'staging' } })
    try {
      expect(program.stderr()).toMatch(/^inquest: .*NODE_ENV is production.*can run any code/m)
      expect((await send('GET', '/boom', [HTML])).body).toBe('Internal Server Error')
      expect((await sendIn('GET', '/boom', [HTML])).body).toMatch(/^<!doctype html>/)
    } finally {
      await program.stop()
    }
  })
})

describe('42 no port is opened', () => {
  it('no socket listens but the app’s own, in TCP, TCP6 and unix, also after an evaluation', async () => {
    const { sendIn, tracebackId, port } = target()
    await sendIn(
      'POST',
      `${BASE}/api/tracebacks/${tracebackId}/frames/0/evaluate`,
      [['content-type', 'application/json']],
      '{"source":"1","mode":"run"}',
    )
    const answer = await sendIn('GET', `${BASE}/api/tracebacks/${tracebackId}`)
    const { pid } = (JSON.parse(answer.body) as Traceback).process
    expect(listeningSockets(pid)).toEqual([`tcp ${port}`])
  })

  it('no inspector listens, and a signal that would open one is the app’s own affair', async () => {
    const answer = await target().sendIn(
      'POST',
      `${BASE}/api/tracebacks/${target().tracebackId}/frames/0/evaluate`,
      [['content-type', 'application/json']],
      JSON.stringify({ source: 'process.getBuiltinModule("node:inspector").url()', mode: 'run' }),
    )
    expect(JSON.parse(answer.body)).toMatchObject({ kind: 'value', value: { preview: 'undefined' } })
  })
})

/** What a process listens on, as the kernel has it: `tcp 3000`, `unix /path`. */
function listeningSockets(pid: number): string[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(
      (fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? [],
    ),
  )
  expect(inodes.size).toBeGreaterThan(0)
  const rows = (name: string) => readFileSync(`/proc/${pid}/net/${name}`, 'utf8').trim().split('\n').slice(1)
  const tcp = ['tcp', 'tcp6'].flatMap((name) =>
    rows(name).flatMap((row) => {
      const [, local = '', , status, , , , , , inode = ''] = row.trim().split(/\s+/)
      return status === '0A' && inodes.has(inode) ? [`tcp ${Number.parseInt(local.split(':')[1] ?? '', 16)}`] : []
    }),
  )
  const unix = rows('unix').flatMap((row) => {
    // Flags 00010000: it accepts connections.
    const [, , , flags, , , inode = '', path = ''] = row.trim().split(/\s+/)
    return flags === '00010000' && inodes.has(inode) ? [`unix ${path}`] : []
  })
  return [...tcp, ...unix]
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

const MASKED =
  /hunter2|apitoken|map-session|header-secret|cookie-secret|query-secret|form-secret|url-secret|abcdef0123456789/

/** Everything that is told of one failing request, in every form. */
async function toldOf(at: Target, path: string, post?: string): Promise<readonly { form: string; text: string }[]> {
  const headers = {
    host: at.host,
    cookie: `${at.cookie}; sid=cookie-secret-1`,
    authorization: 'Bearer header-secret-1',
    'x-api-key': 'header-secret-2',
    referer: 'https://user:url-secret-1@example.test/',
    'content-type': 'application/x-www-form-urlencoded',
    accept: '*/*',
  }
  const head = await new Promise<string>((resolve, reject) => {
    const sent = httpRequest(
      { port: at.port, host: '127.0.0.1', path, method: post === undefined ? 'GET' : 'POST', headers },
      (response) => {
        response.resume()
        response.on('end', () => resolve(String(response.headers['x-inquest-traceback'])))
      },
    )
    sent.on('error', reject)
    sent.end(post)
  })
  const id = head.split('/').at(-1) ?? ''
  const forms = await Promise.all(
    ['', '.txt', '.md', '.curl'].map(async (end) => ({
      form: `api${end}`,
      text: (await at.sendIn('GET', `${BASE}/api/tracebacks/${id}${end}`)).body,
    })),
  )
  const page = { form: 'page', text: (await at.sendIn('GET', `${BASE}/t/${id}`)).body }
  return [...forms, page, { form: 'log', text: at.program.stderr() }, { form: 'stdout', text: at.program.stdout() }]
}

describe('43 secrets are masked by default,', () => {
  const requests: [string, string, string?][] = [
    ['in variables, properties, arrays, Maps, query, headers and cookies', '/boom?token=query-secret-1&label=x'],
    ['in the environment', '/env?password=query-secret-2'],
    ['in a body', '/body', 'user=zoe&password=form-secret-1&card_number=4111111111111111'],
    ['in causes and members of an AggregateError, and in properties of an error', '/cause?api_key=query-secret-3'],
  ]
  it.each(requests)('%s', async (_, path, body) => {
    const told = await toldOf(target(), path, body)
    expect(told[0]?.text).toContain('"frames"')
    for (const { form, text } of told) {
      expect(text, form).not.toMatch(MASKED)
      expect(text, form).not.toMatch(/4111111111111111|2468-1357-9(?!\n {2}unlock)/)
    }
  })

  const texts = [
    '{"password":["form-secret-2"]}',
    '{"tokens":{"a":"form-secret-2"},"b":1}',
    '{"value":"form-secret-2","name":"password"}',
    'q=password%3Dform-secret-2',
    `j=${encodeURIComponent('{"password":"form-secret-2"}')}`,
    'p%61ssword=form-secret-2',
    '--x\r\nContent-Disposition: form-data; name="password"\r\nContent-Type: text/plain\r\n\r\nform-secret-2\r\n--x--',
    '<password><![CDATA[form-secret-2]]></password>',
  ]
  it.each(texts)('in a body, a query and a message: %s', async (text) => {
    const label = encodeURIComponent(text)
    for (const told of [await toldOf(target(), '/body', text), await toldOf(target(), `/boom?label=${label}`)]) {
      expect(told[0]?.text).toContain('"frames"')
      for (const { form, text: shown } of told) expect(shown, form).not.toMatch(MASKED)
    }
  })

  it('with a mask that says nothing of the length', async () => {
    const texts = await Promise.all(
      ['a', 'a'.repeat(500)].map(async (secret) => (await toldOf(target(), `/boom?token=${secret}`))[1]?.text ?? ''),
    )
    const lines = texts.map((text) =>
      text
        .split('\n')
        .filter((line) => /token/i.test(line) && !/apiToken/.test(line))
        .join('\n'),
    )
    expect(lines[0]).not.toBe('')
    expect(lines[1]).toBe(lines[0])
  })
})

it('44 what is masked does not leak through text, JSON, Markdown, the copied command, the page or the log', async () => {
  const told = await toldOf(target(), '/boom?label=visible-label&secret=query-secret-9')
  for (const { form, text } of told) expect(text, form).not.toMatch(MASKED)
  const forms = told.filter(({ text }) => text.includes('visible-label')).map(({ form }) => form)
  expect(forms).toEqual(expect.arrayContaining(['api', 'api.txt', 'api.md', 'api.curl', 'page', 'log']))
})

describe('45 staging (the deploying script is not there yet: what it will rely on)', () => {
  const programs: { stop(): Promise<void> }[] = []
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()))
  })

  it('a host declared to be production is refused whatever NODE_ENV says', async () => {
    const { stderr, stdout } = await runProgram('test/programs/security/hello.mjs', {
      env: { INQUEST_ENV: 'production' },
    })
    expect(stdout).toBe('the app runs\n')
    expect(stderr).toMatch(/inquest: off: This environment is declared to be production/)
  })

  it('is locked: no anonymous request, however it asks, is told that a debugger is there', async () => {
    const plain = await startProgram(APP, { preload: false, unlock: false })
    const staged = await openTarget({ unlock: false, env: { INQUEST_ENV: 'staging' } })
    programs.push(plain, staged.program)
    const headers = { accept: 'text/html', cookie: 'inquest_session_0000000000000000=x' }
    for (const path of ['/', '/handled', '/refused', '/nothing', '/cors']) {
      const [without, within] = await Promise.all(
        [plain.origin, staged.program.origin].map(async (origin) => {
          const response = await fetch(origin + path, { headers })
          const lines = [...response.headers].filter(([name]) => name !== 'date')
          return { status: response.status, words: response.statusText, lines, body: await response.text() }
        }),
      )
      expect(within, path).toEqual(without)
    }
  })

  it('the console is not reachable anonymously: the health check of a deployment', async () => {
    const staged = await openTarget({ env: { INQUEST_ENV: 'staging' } })
    programs.push(staged.program)
    for (const path of [`${BASE}/api/tracebacks`, `${BASE}/api/tracebacks/${staged.tracebackId}`]) {
      expect((await fetch(staged.program.origin + path)).status).toBe(401)
    }
    const evaluate = `${staged.program.origin}${BASE}/api/tracebacks/${staged.tracebackId}/frames/0/evaluate`
    const answer = await fetch(evaluate, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"source":"1","mode":"run"}',
    })
    expect(answer.status).toBe(401)
    expect(await answer.text()).not.toMatch(SECRETS)
  })
})
