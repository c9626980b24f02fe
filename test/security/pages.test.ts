import { existsSync, readdirSync, symlinkSync, mkdtempSync, writeFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAssets } from '../../src/server/http/index.ts'
import { editorLink } from '../../src/ui/traceback/editor-link.ts'
import { BASE, behindThePin, codeOf, HTML, JSON_TYPE, SECRETS, useTarget } from './target.ts'

const target = useTarget()

describe('30 who is not unlocked', () => {
  it('gets error, stack and source, but no values, no request, no ids of other tracebacks, nothing to evaluate with', async () => {
    const { send, tracebackId } = target()
    const answer = await send('GET', '/boom?label=query-secret-1', [HTML, ['x-api-key', 'header-secret-2']])
    expect(answer.body).toContain('throw new RangeError')
    expect(answer.body).not.toMatch(/header-secret-2|plain-local-4711|map-session/)
    expect(answer.body).not.toMatch(SECRETS)
    expect(answer.body).not.toContain(tracebackId)
    const island = /id="inquest-data"[^>]*>\s*([^<]*)</.exec(answer.body)?.[1] ?? ''
    const data = JSON.parse(island) as { session: unknown; siblings: unknown[]; traceback: Record<string, unknown> }
    expect(data.session).toMatchObject({ unlocked: false, console: { available: false } })
    expect(data.siblings).toEqual([])
    expect(data.traceback['request']).toMatchObject({ headers: [], cookies: [], query: [], url: '/boom' })
    expect(JSON.stringify(data.traceback['frames'])).not.toMatch(/"scopes":\[[^\]]/)
  })

  it('gets 401 from every route behind the PIN, and the form alone from every page', async () => {
    const { send, tracebackId } = target()
    for (const [method, path, body] of behindThePin(tracebackId)) {
      const answer = await send(method, path, body === undefined ? [] : [JSON_TYPE], body)
      expect([answer.status, codeOf(answer)], path).toEqual([401, 'locked'])
      expect(answer.raw).not.toMatch(SECRETS)
    }
    for (const path of [`${BASE}/`, `${BASE}/t/${tracebackId}`, `${BASE}/t/made-up`]) {
      const answer = await send('GET', path)
      expect(answer.status, path).toBe(200)
      expect(answer.body).toContain('"page":"unlock"')
      expect(answer.body).not.toMatch(/charge|RangeError|app\.mjs/)
    }
  })

  it('cannot tell by the answer whether an id exists', async () => {
    const { send, tracebackId } = target()
    const bare = (text: string) => text.replaceAll(/nonce(?:-|=")[^'"]+|^date: .*$/gim, '')
    for (const path of ['/t/ID', '/api/tracebacks/ID', '/api/tracebacks/ID.md']) {
      const [real, made] = await Promise.all(
        [tracebackId, 'AAAAAAAAAAAAAAAA'].map((id) => send('GET', BASE + path.replace('ID', id))),
      )
      expect(bare(made!.raw)).toBe(bare(real!.raw))
    }
  })
})

/** What is sent, not what Chromium makes of it: that is `e2e/security-xss.e2e.ts`. */
it('31 no payload of the corpus is markup in any answer: see the end-to-end test of this number', () => {
  expect(existsSync('e2e/security-xss.e2e.ts')).toBe(true)
})

describe('32 the content security policy', () => {
  it('allows nothing but our own scripts by nonce, a new one each time, and no inline handler is on any page', async () => {
    const { send, sendIn, tracebackId } = target()
    const pages = [
      await send('GET', `${BASE}/`),
      await sendIn('GET', `${BASE}/`),
      await sendIn('GET', `${BASE}/t/${tracebackId}`),
      await sendIn('GET', '/boom', [HTML]),
      await send('GET', '/boom', [HTML]),
    ]
    const nonces = pages.map(({ head, body }) => {
      const policy = /^content-security-policy: (.*)$/im.exec(head)?.[1] ?? ''
      const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]))
      expect(directives.get('default-src')).toEqual(["'none'"])
      expect(directives.get('base-uri')).toEqual(["'none'"])
      expect(directives.get('frame-ancestors')).toEqual(["'none'"])
      expect(policy).not.toMatch(/unsafe-eval|https?:|\*|script-src[^;]*unsafe-inline/)
      const nonce = /script-src[^;]*'nonce-([\w+/=]+)'/.exec(policy)?.[1] ?? ''
      expect(Buffer.from(nonce, 'base64').length).toBe(16)
      for (const [tag] of body.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(`nonce="${nonce}"`)
      // Between tags only: attributes are what is looked for.
      for (const [tag] of body.matchAll(/<[a-z][^>]*>/gi)) expect(tag).not.toMatch(/\son\w+\s*=|javascript:/i)
      return nonce
    })
    expect(new Set(nonces).size).toBe(pages.length)
  })
})

it('33 no page and no data is cached, indexed, sniffed, or leaks its address', async () => {
  const { send, sendIn, tracebackId } = target()
  const everything = await Promise.all([
    send('GET', `${BASE}/`),
    sendIn('GET', `${BASE}/`),
    sendIn('GET', `${BASE}/t/${tracebackId}`),
    sendIn('GET', `${BASE}/t/unknown`),
    sendIn('GET', '/boom', [HTML]),
    send('GET', '/boom', [HTML]),
    sendIn('GET', '/boom', [['accept', 'text/markdown']]),
    ...['', '.txt', '.md', '.curl'].map((end) => sendIn('GET', `${BASE}/api/tracebacks/${tracebackId}${end}`)),
    send('GET', `${BASE}/api/session`),
    send('GET', `${BASE}/api/tracebacks`),
    sendIn('GET', `${BASE}/api/tracebacks`),
    send('GET', `${BASE}/nothing`),
    send('POST', `${BASE}/api/unlock`, [JSON_TYPE], '{}'),
    send('GET', `${BASE}/api/session`, [['Host', 'evil.test']]),
  ])
  for (const { head } of everything) {
    expect(head).toMatch(/^cache-control: no-store$/im)
    expect(head).toMatch(/^x-content-type-options: nosniff$/im)
    if (!/^content-type: text\/html/im.test(head)) continue
    expect(head).toMatch(/^referrer-policy: no-referrer$/im)
    expect(head).toMatch(/^x-robots-tag: noindex/im)
  }
})

describe('34 editor links', () => {
  const at = (file: string) => ({ file, line: 1, column: 2 })
  it.each([
    'javascript:alert({line})//{file}',
    'data:text/html,{file}',
    'JavaScript:{file}',
    ' javascript:{file}',
    'vbscript:{file}',
    'file:{file}',
  ])('have no dangerous scheme: %s', (template) =>
    expect(String(editorLink(template, at('/srv/app.ts')))).not.toMatch(/^\s*(?:javascript|data|vbscript|file):/i),
  )

  it('take a path as text', () => {
    const link = editorLink('vscode://file{file}:{line}:{column}', at('/srv/"><img src=x>/#a?b&c%0a\n.ts'))
    expect(String(link)).toMatch(/^(?:undefined|vscode:\/\/file\/srv\/[^"<>\s#?]*:1:2)$/)
  })
})

describe('35 the assets are three files, not', () => {
  const names = [
    ...'../app.js ..%2fapp.js %2e%2e%2fapp.js ..%5capp.js %2e%2e/%2e%2e/package.json ....//app.js /etc/passwd'.split(
      ' ',
    ),
    ...'%2fetc%2fpasswd ..%252fapp.js ..%c0%afapp.js app.js%00 app.js%00.css app.js//x app.js%20 APP.JS .app.js'.split(
      ' ',
    ),
    ...'file:%2f%2f%2fetc%2fpasswd http:%2f%2fevil.test%2fx __proto__ constructor toString app.js.map index.html'.split(
      ' ',
    ),
    ...'app.js%3fx ;app.js app.js;x x/. x/.. %ff ..;/app.js \\..\\app.js'.split(' '),
  ]
  it.each(names)('%s', async (name) => {
    const answer = await target().send('GET', `${BASE}/assets/${name}`)
    expect([400, 404], String(answer.status)).toContain(answer.status)
    expect(answer.body).not.toMatch(/root:|"name": "inquest"|function/)
  })

  it('a symbolic link, even with one of the three names, outside its folder', async () => {
    const home = mkdtempSync(join(tmpdir(), 'inquest-assets-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    writeFileSync(join(home, 'app.css'), 'own')
    symlinkSync('/etc/passwd', join(home, 'evil.js'))
    const asset = createAssets(`${pathToFileURL(home).href}/`)
    for (const name of ['evil.js', '../app.css', 'console.js', 'app.css/../app.css']) {
      expect(await asset(name), name).toBeUndefined()
    }
    expect(Buffer.from((await asset('app.css'))!.body).toString()).toBe('own')
  })
})

describe('36 source', () => {
  it('has no route of its own: only what a stored traceback quotes is served', async () => {
    const { sendIn, tracebackId } = target()
    const files = readdirSync('.').filter((name) => /\.(?:json|ts)$/.test(name))
    for (const path of [
      '/source',
      '/api/source',
      `/api/tracebacks/${tracebackId}/source`,
      `/t/${tracebackId}/source`,
      '/open',
    ]) {
      for (const query of files.slice(0, 2)) {
        for (const name of ['file', 'path', 'f', 'frm', 'url']) {
          const answer = await sendIn('GET', `${BASE}${path}?${name}=${process.cwd()}/${query}&cmd=source&line=1`)
          expect(answer.status, path).toBe(404)
        }
      }
    }
  })

  it('is found by no id that names a file', async () => {
    const { sendIn } = target()
    for (const id of [
      '..%2f..%2fpackage.json',
      '%2fetc%2fpasswd',
      '../package.json',
      '.',
      '..',
      '%00',
      '__proto__',
      'x/../..',
    ]) {
      for (const path of [`${BASE}/t/${id}`, `${BASE}/api/tracebacks/${id}`, `${BASE}/api/tracebacks/${id}.txt`]) {
        const answer = await sendIn('GET', path)
        expect([answer.status, /root:|"scripts"/.test(answer.body)], path).not.toContain(true)
        expect(answer.status < 500, path).toBe(true)
      }
    }
  })
})
