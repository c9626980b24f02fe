import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, expect, test, type Browser, type BrowserContext, type Page } from '@playwright/test'
import { PIN, useApp } from './shop.ts'

const app = useApp('test/programs/security/app.mjs')
const BASE = '/__inquest__'

let browser: Browser
let context: BrowserContext
let page: Page
const sites: Server[] = []

test.beforeAll(async ({ launchOptions }) => {
  const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP *.test 127.0.0.1']
  browser = await chromium.launch({ ...launchOptions, args })
})
test.beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})
test.afterEach(async () => {
  await context.close()
  for (const site of sites.splice(0)) site.close()
})
test.afterAll(async () => browser.close())

const port = (): string => new URL(app().origin).port

/** A page that an attacker serves, on a port of its own. */
async function site(html = '<!doctype html><title>evil</title>'): Promise<string> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sites.push(server)
  return String((server.address() as AddressInfo).port)
}

async function unlock(origin = app().origin): Promise<void> {
  await page.goto(`${origin}${BASE}/`)
  await page.getByLabel('PIN').fill(PIN)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByLabel('PIN')).toHaveCount(0)
}

async function isIn(): Promise<boolean> {
  const own = await context.newPage()
  await own.goto(`${app().origin}${BASE}/`)
  const status = await own.evaluate(async (path) => (await fetch(path)).status, `${BASE}/api/tracebacks`)
  await own.close()
  return status === 200
}

interface Answer {
  readonly status: number
  readonly text: string
}

const ask = (from: Page, url: string, init: RequestInit = {}): Promise<Answer | string> =>
  from.evaluate<Answer | string, readonly [string, object]>(
    async ([address, options]) => {
      try {
        const response = await fetch(address, options)
        return { status: response.status, text: await response.text() }
      } catch (error) {
        return String(error)
      }
    },
    [url, init] as const,
  )

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('DNS rebinding: a page at evil.test, whose name leads to the app, gets nothing, even with the PIN', async () => {
  await unlock()
  const evil = `http://evil.test:${port()}`
  await page.goto(`${evil}/`)
  expect(await page.textContent('body')).toBe('hello')
  for (const [path, init] of [
    [`${BASE}/api/session`, {}],
    [`${BASE}/api/tracebacks`, {}],
    [`${BASE}/`, {}],
    [`${BASE}/assets/app.js`, {}],
    [`${BASE}/api/unlock`, json({ pin: PIN })],
  ] as const) {
    const answer = await ask(page, path, init)
    expect(answer, path).toMatchObject({ status: 403 })
    expect(JSON.stringify(answer)).toContain('This request is refused.')
  }
  const failing = await page.goto(`${evil}/boom`)
  expect(await failing?.text()).toBe('Internal Server Error')
  expect(JSON.stringify(await failing?.allHeaders())).not.toMatch(/inquest/i)
  expect(await isIn()).toBe(true)
})

test('a Host that is trusted is trusted only by its name: sub.evil.test of a domain that the developer never named', async () => {
  for (const host of ['localhost.evil.test', '127.0.0.1.evil.test', 'xn--localhost-.test']) {
    await page.goto(`http://${host}:${port()}/`)
    expect(await ask(page, `${BASE}/api/session`)).toMatchObject({ status: 403 })
  }
})

test.describe('CSRF from a page on another port, in a browser that is in:', () => {
  const target = (path: string): string => `${app().origin}${BASE}${path}`

  test('by fetch with and without CORS, image, script, beacon and WebSocket', async () => {
    await unlock()
    await page.goto(`${app().origin}/boom`)
    const id = await page.evaluate(
      () => /"id":"([\w-]+)"/.exec(document.getElementById('inquest-data')?.textContent ?? '')?.[1],
    )
    const evaluate = target(`/api/tracebacks/${id}/frames/0/evaluate`)
    const body = { source: 'globalThis.pwned = 1; process.title = "pwned"', mode: 'run' }
    // Same site (another port of 127.0.0.1), so that SameSite=Strict sends the cookie.
    await page.goto(`http://127.0.0.1:${await site()}/`)
    for (const init of [
      json(body),
      { ...json(body), mode: 'cors', credentials: 'include' },
      { ...json(body), mode: 'no-cors', credentials: 'include', headers: { 'content-type': 'text/plain' } },
      { method: 'POST', mode: 'no-cors', credentials: 'include', body: JSON.stringify(body) },
      { method: 'DELETE', mode: 'cors', credentials: 'include' },
      { mode: 'cors', credentials: 'include' },
    ] as const) {
      for (const url of [evaluate, target('/api/lock'), target(`/api/tracebacks/${id}`), target('/api/tracebacks')]) {
        const answer = await ask(page, url, init)
        expect(JSON.stringify(answer), `${url} ${JSON.stringify(init)}`).toMatch(
          /TypeError: Failed to fetch|"status":0/,
        )
      }
    }
    const seen = await page.evaluate(
      async ([evaluateUrl, lockUrl, pageUrl, socketUrl, text]) => {
        navigator.sendBeacon(evaluateUrl, new Blob([text], { type: 'text/plain' }))
        navigator.sendBeacon(lockUrl, new Blob([text], { type: 'application/x-www-form-urlencoded' }))
        const loaded = (element: HTMLImageElement | HTMLScriptElement, url: string) =>
          new Promise<string>((resolve) => {
            element.onload = () => resolve('loaded')
            element.onerror = () => resolve('refused')
            element.src = url
            document.head.append(element)
          })
        const image = await loaded(new Image(), lockUrl)
        const script = await loaded(document.createElement('script'), pageUrl)
        const socket = await new Promise<string>((resolve) => {
          const opened = new WebSocket(socketUrl)
          opened.onopen = () => resolve('open')
          opened.onerror = () => resolve('refused')
          setTimeout(() => resolve('silent'), 2000)
        })
        return { image, script, socket }
      },
      [
        evaluate,
        target('/api/lock'),
        target('/api/tracebacks'),
        target('/').replace('http', 'ws'),
        JSON.stringify(body),
      ] as const,
    )
    expect(seen).toEqual({ image: 'refused', script: 'refused', socket: expect.not.stringMatching('open') })
    expect(await isIn()).toBe(true)
    expect(await (await page.request.get(`${app().origin}/title`)).text()).not.toMatch(/pwned| 1$/)
  })

  test('by a form, in every encoding a form has', async () => {
    await unlock()
    for (const [encoding, field, value] of [
      ['text/plain', '{"pin":"0","x":"', '"}'],
      ['application/x-www-form-urlencoded', 'pin', '0'],
      ['multipart/form-data', 'pin', '0'],
    ]) {
      for (const path of ['/api/lock', '/api/unlock']) {
        const form = `<form method=post enctype="${encoding}" action="${target(path)}"><input name='${field}' value='${value}'><button>go</button></form>`
        await page.goto(`http://127.0.0.1:${await site(`<!doctype html>${form}`)}/`)
        const answered = page.waitForResponse((response) => response.url().includes('/api/'))
        await page.getByRole('button').click()
        expect((await answered).status(), `${encoding} ${path}`).toBe(403)
        await page.waitForURL(/\/api\//)
      }
    }
    expect(await isIn()).toBe(true)
  })

  test('by reading a failing page that the app opens to every origin', async () => {
    await unlock()
    const port = await site()
    for (const host of ['127.0.0.1', 'localhost', 'evil.test']) {
      await page.goto(`http://${host}:${port}/`)
      for (const accept of ['text/html', 'text/plain', 'text/markdown', 'application/json']) {
        const answer = await ask(page, `${app().origin}/cors`, { credentials: 'include', headers: { accept } })
        expect(JSON.stringify(answer), `${host} ${accept}`).toMatch(/own cors body|Failed to fetch/)
        expect(JSON.stringify(answer)).not.toMatch(/inquest|hunter2|4711/)
      }
    }
    const own = await context.newPage()
    await own.goto(`${app().origin}/cors`)
    await expect(own.getByRole('heading', { level: 1 })).toContainText('cannot charge cors')
  })
})

test('clickjacking: no page of ours is shown in a frame, also not in one of the same origin', async () => {
  await unlock()
  const frames = [`${BASE}/`, '/boom'].map(
    (path) => `<iframe src="${app().origin}${path}"></iframe><object data="${app().origin}${path}"></object>`,
  )
  await page.goto(`http://127.0.0.1:${await site(`<!doctype html>${frames.join('')}`)}/`)
  await page.waitForTimeout(1000)
  for (const frame of page.frames().slice(1)) {
    expect(await frame.content().catch(() => '')).not.toMatch(/inquest|charge/)
  }
  // From the app's own origin, too: a hole in the app must not become one in the console.
  await page.goto(`${app().origin}/`)
  await page.evaluate((path) => {
    const frame = document.createElement('iframe')
    frame.src = path
    document.body.append(frame)
  }, `${BASE}/`)
  await page.waitForTimeout(500)
  const inside = await page.evaluate(() => document.querySelector('iframe')?.contentDocument?.body.textContent ?? null)
  expect(inside).toBeNull()
})

test.describe('cookie tossing:', () => {
  const named = useApp('test/programs/security/app.mjs', { env: { INQUEST_HOSTS: '.example.test' } })

  test('what a sibling subdomain plants neither opens nor ends a session', async () => {
    const own = `http://app.example.test:${new URL(named().origin).port}`
    await unlock(own)
    const [cookie] = (await context.cookies(own)).filter(({ name }) => name.startsWith('inquest_session_'))
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: 'app.example.test' })
    await page.goto(`http://evil.example.test:${await site()}/`)
    await page.evaluate((name) => {
      for (let n = 0; n < 12; n++) {
        for (const path of ['/', '/__inquest__', '/__inquest__/', '/__inquest__/api', `/__inquest__/api/p${n}`]) {
          document.cookie = `${name}=${'t'.repeat(41)}${10 + n}; domain=example.test; path=${path}`
        }
      }
      document.cookie = `inquest_session_=x; domain=example.test; path=/`
    }, cookie?.name ?? '')
    await page.goto(`${own}${BASE}/`)
    const asked = page.waitForRequest((request) => request.url().endsWith('/api/tracebacks'))
    const status = await page.evaluate(async (path) => (await fetch(path)).status, `${BASE}/api/tracebacks`)
    // What was planted really arrives, before the session and after it.
    const sent = (await (await asked).allHeaders())['cookie']?.split('; ') ?? []
    const values = sent.filter((pair) => pair.startsWith(`${cookie?.name ?? '?'}=`)).map((pair) => pair.split('=')[1])
    const planted = 't'.repeat(41) + '21'
    expect(values).toEqual([planted, planted, planted, cookie?.value, planted])
    expect(status).toBe(200)

    const stranger = await browser.newContext()
    await stranger.addCookies([{ name: cookie?.name ?? '', value: planted, domain: '.example.test', path: '/' }])
    const other = await stranger.newPage()
    await other.goto(`${own}${BASE}/`)
    expect(await other.evaluate(async (path) => (await fetch(path)).status, `${BASE}/api/tracebacks`)).toBe(401)
    await stranger.close()
  })
})

test('session fixation: an id that was planted before the unlock is not the session’s afterwards', async () => {
  await page.goto(`${app().origin}${BASE}/`)
  const first = await page.request.post(`${app().origin}${BASE}/api/unlock`, { data: { pin: PIN } })
  const name = first.headers()['set-cookie']?.split('=')[0] ?? ''
  await context.clearCookies()
  const planted = 'F'.repeat(43)
  await context.addCookies([{ name, value: planted, url: app().origin }])
  await unlock()
  const now = (await context.cookies()).filter((each) => each.name === name)
  expect(now.map(({ value }) => value)).not.toContain(planted)
  const attacker = await browser.newContext()
  await attacker.addCookies([{ name, value: planted, url: app().origin }])
  const answer = await attacker.request.get(`${app().origin}${BASE}/api/tracebacks`)
  expect(answer.status()).toBe(401)
  await attacker.close()
  expect(await isIn()).toBe(true)
})

test('the one-time token is in no request, referrer or history entry', async () => {
  const urls: string[] = []
  context.on('request', (request) => urls.push(`${request.url()} ${JSON.stringify(request.headers())}`))
  await page.goto(app().unlockLink)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page).toHaveURL(`${app().origin}${BASE}/`)
  const token = app().unlockLink.split('#token=')[1] ?? 'none'
  for (const url of urls) expect(url.replace(/#.*? /, ' ')).not.toContain(token)
})
