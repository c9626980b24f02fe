import { readFileSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from '@playwright/test'
import { CONTROLS, LIVE_CONTROL, MARKUP, PAYLOADS } from '../test/security/payloads.ts'
import { useApp } from './shop.ts'
import { terminalOf } from './terminal.ts'

const LIMITS = 'errorsPerSecond=100000,pauseShare=1,snapshotMs=500,liveTracebacks=30'
const app = useApp('test/programs/security/hostile.mjs', { env: { INQUEST_LIMITS: LIMITS } })

/** Elements that no page of ours has, and that payloads would leave. */
const ALIVE = [
  'pwned-x, iframe, object, embed, base, img, video, audio, math, marquee, template, details[ontoggle]',
  '[onerror], [onload], [onfocus], [onmouseover], [onbegin], [onstart], [onanimationstart], svg script, svg animate',
  'a[href*="javascript:" i], a[href*="evil.test"], a[href^="data:" i], [ping], [srcdoc], form[action*="evil"]',
  'link[href*="evil"], meta[http-equiv="refresh" i], script:not([nonce])',
].join(', ')

interface Watch {
  readonly left: string[]
  /** That nothing of an attacker lives in this page. */
  check(page: Page, place: string): Promise<void>
}

/** Sees every script call, request, dialog and popup that a payload could cause. */
async function watch(context: BrowserContext): Promise<Watch> {
  const left: string[] = []
  await context.addInitScript(() => {
    Object.assign(globalThis, { pwned: () => document.documentElement.setAttribute('data-pwned', 'yes') })
  })
  // Only seen, not stopped: a context that stops requests has no cache, and loads the page's script again each time.
  context.on('request', (request) => {
    const url = new URL(request.url())
    const isOwn = url.origin === app().origin && (request.isNavigationRequest() || !/pwned/.test(url.href))
    if (!isOwn && url.protocol !== 'data:') left.push(url.href)
  })
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      left.push(`dialog ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('popup', (popup) => left.push(`popup ${popup.url()}`))
  })
  return {
    left,
    async check(page, place) {
      const state = await page.evaluate(
        (selector) => ({
          ran: document.documentElement.hasAttribute('data-pwned'),
          alive: [...document.querySelectorAll(selector)].map((element) => `<${element.tagName}>`),
          frames: globalThis.frames.length,
        }),
        ALIVE,
      )
      expect({ ...state, left }, place).toEqual({ ran: false, alive: [], frames: 0, left: [] })
    },
  }
}

async function unlock(page: Page): Promise<void> {
  const answer = await page.request.post(`${app().origin}/__inquest__/api/unlock`, { data: { pin: '2468-1357-9' } })
  expect(answer.status()).toBe(204)
}

/** Waits until our script has drawn the page. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(app().origin + path)
  await expect(page.locator('#inquest h1').first()).toBeAttached()
}

/** Two thirds of them for a kind of page, more than sixty: each is on one of two kinds, and a third on both. */
const isFor = (kind: number, index: number): boolean => index % 3 !== kind

const query = (text: string): string =>
  `?${new URLSearchParams({ q: text.toWellFormed(), [text.toWellFormed()]: 'x' })}`

test.describe('31 in Chromium, under the real policy, no payload lives:', () => {
  // Each takes half a minute of page loads; they share nothing but the program.
  test.describe.configure({ mode: 'parallel' })
  test.setTimeout(300_000)
  test.use({ viewport: { width: 1280, height: 1600 } })

  test('in message, name, title, properties, URL and stack', async ({ page, context }) => {
    const { check } = await watch(context)
    await unlock(page)
    for (const [index, payload] of PAYLOADS.entries()) {
      if (!isFor(0, index)) continue
      await open(page, `/message/${index}${query(payload)}`)
      await check(page, `message ${JSON.stringify(payload)}`)
      const { title, heading } = await page.evaluate(() => ({
        title: document.title,
        heading: document.querySelector('h1')?.textContent ?? '',
      }))
      const text = payload.replaceAll(/\s+/g, ' ').trim()
      if (!LIVE_CONTROL.test(payload) && !/[\n\u2028\ud800-\udfff]/.test(payload)) {
        expect(heading.replaceAll(/\s+/g, ' ')).toContain(text)
        expect(title.replaceAll(/\s+/g, ' ')).toContain(text.slice(0, 60))
      }
      expect(heading, 'control characters are shown, not obeyed').not.toMatch(LIVE_CONTROL)
    }
  })

  test('in file, function, source line, variable, and header', async ({ page, context }) => {
    const { check } = await watch(context)
    await unlock(page)
    for (const [index, payload] of PAYLOADS.entries()) {
      if (!isFor(1, index)) continue
      const isHeader = /^[\x20-\x7e]+$/.test(payload)
      await page.setExtraHTTPHeaders(isHeader ? { 'x-hostile': payload, 'accept-language': payload } : {})
      await open(page, `/place/${index}`)
      await check(page, `place ${JSON.stringify(payload)}`)
      // The page does show it: in the list of frames, the path and the source.
      if (/^[\x21-\x7e]+$/.test(payload) && !payload.includes('/')) {
        const text = (await page.textContent('#inquest')) ?? ''
        expect(text.split(payload).length, payload).toBeGreaterThan(3)
      }
    }
  })

  test('in causes, members, values, keys, symbols, class names and functions, all unfolded', async ({
    page,
    context,
  }) => {
    const { check } = await watch(context)
    await unlock(page)
    for (let from = 0; from < PAYLOADS.length; from += 20) {
      await open(page, `/causes/${from}/20`)
      const tabs = page.getByRole('tab')
      for (let n = 0; n < Math.min(await tabs.count(), 22); n++) {
        await tabs.nth(n).click()
        await check(page, `cause ${from + n}`)
      }
      await open(page, `/values/${from}/20`)
      await expect(page.getByRole('tree')).toBeVisible()
      for (let n = 0; n < 40; n++) {
        const folded = page.locator('[role=treeitem][aria-expanded=false]').nth(n % 3)
        if ((await folded.count()) === 0) break
        await folded.click()
      }
      await page.waitForTimeout(200)
      await check(page, `values ${from}`)
      const rows = await page.getByRole('treeitem').allTextContents()
      expect(rows.filter((row) => /pwned|x1b|u00|u20/.test(row)).length, `rows of ${from}`).toBeGreaterThan(20)
    }
  })

  test('for a stranger, without JavaScript, and on the overview', async ({ browser }) => {
    for (const javaScriptEnabled of [false, true]) {
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      const { left } = await watch(context)
      for (const index of PAYLOADS.keys()) {
        if (javaScriptEnabled && index % 4 !== 0) continue
        const places = ['message', 'place'].filter((_, n) => isFor(1 - n, index))
        for (const place of javaScriptEnabled ? ['message'] : places) {
          await page.goto(`${app().origin}/${place}/${index}`)
          // `page.evaluate` works without the page's own scripts.
          const alive = await page.locator(ALIVE).count()
          expect({ alive, left, place, index }).toEqual({ alive: 0, left: [], place, index })
        }
      }
      await unlock(page)
      await page.goto(`${app().origin}/__inquest__/`)
      await page.waitForTimeout(200)
      expect({ alive: await page.locator(ALIVE).count(), left }).toEqual({ alive: 0, left: [] })
      await context.close()
    }
  })

  test('in console echo, output and result; and no control sequence moves the cursor, changes the title or fakes a prompt', async ({
    page,
    context,
  }) => {
    const { check } = await watch(context)
    await unlock(page)
    await open(page, '/console')
    const title = await page.title()
    const { input, rows } = terminalOf(page)
    await page.keyboard.press('Enter')
    await expect(input).toBeFocused()
    let count = 0
    const evaluate = async (source: string): Promise<readonly string[]> => {
      await input.press('Control+l')
      await page.keyboard.insertText(`${source}; "end " + ${++count}`)
      await input.press('Enter')
      await expect.poll(async () => (await rows()).slice(-2), { intervals: [30] }).toEqual([`'end ${count}'`, '›'])
      expect(await page.title()).toBe(title)
      return rows()
    }
    for (let from = 0; from < CONTROLS.length; from += 8) {
      const some = CONTROLS.slice(from, from + 8)
      const shown = await evaluate(
        `payloads.controls.slice(${from}, ${from + 8}).forEach((c, n) => console.log("<" + n, c, "e>"))`,
      )
      for (const [n, payload] of some.entries()) {
        const starts = shown.filter((line) => line.startsWith(`<${n} `)).length
        expect(starts, `${JSON.stringify(payload)} in\n${shown.join('\n')}`).toBe(1)
      }
      expect(shown.join('\n')).not.toMatch(LIVE_CONTROL)
    }
    for (let from = 0; from < CONTROLS.length; from += 4) {
      const shown = await evaluate(
        `payloads.controls.slice(${from}, ${from + 4}).forEach((c) => console.log({ v: c, [c]: 1 }))`,
      )
      expect(shown.filter((line) => line.startsWith('›')).length, `objects ${from}`).toBe(2)
      expect(shown.join('\n')).not.toMatch(LIVE_CONTROL)
    }
    for (let from = 0; from < MARKUP.length; from += 8) {
      await evaluate(`payloads.markup.slice(${from}, ${from + 8}).forEach((c) => console.log(c, { [c]: c }))`)
      await check(page, `output ${from}`)
    }
    const echoed = PAYLOADS.map((payload) => payload.replaceAll('*/', '').replaceAll(/[\r\n\u2028\u2029]/g, ' '))
    for (let from = 0; from < echoed.length; from += 8)
      await evaluate(`/* ${echoed.slice(from, from + 8).join(' ')} */ 7`)
    await check(page, 'echo')
    expect((await rows()).join('\n')).not.toMatch(LIVE_CONTROL)
  })

  test('in what is copied: text only, controls escaped', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app().origin })
    const { check } = await watch(context)
    await unlock(page)
    for (const index of [0, 2, 7, 13, 31, MARKUP.length, MARKUP.length + 4, MARKUP.length + 27]) {
      await open(page, `/message/${index}`)
      for (const item of ['copy as text', 'copy as Markdown', 'copy as curl']) {
        await page.getByRole('button', { name: /copy/i }).first().click()
        const choice = page.getByRole('menuitem', { name: new RegExp(item.replace('copy ', ''), 'i') })
        if ((await choice.count()) === 0) {
          await page.keyboard.press('Escape')
          continue
        }
        await choice.first().click()
        await page.waitForTimeout(100)
        const kinds = await page.evaluate(async () => {
          const items = await navigator.clipboard.read()
          return { types: items.flatMap(({ types }) => types), text: await navigator.clipboard.readText() }
        })
        expect(kinds.types).toEqual(['text/plain'])
        expect(kinds.text, `${item} of ${index}`).not.toMatch(LIVE_CONTROL)
        expect(kinds.text.length).toBeGreaterThan(10)
      }
      await check(page, `copied ${index}`)
    }
  })
})

test('31 the corpus has at least sixty payloads', () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(100)
  expect(readFileSync('test/programs/security/hostile.mjs', 'utf8')).toContain('PAYLOADS')
})
