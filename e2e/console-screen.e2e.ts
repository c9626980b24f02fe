import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { useConsole } from './shared-console.ts'
import type { Terminal } from './terminal.ts'
import { enterConsole, shownFrame } from './visitor.ts'

const shop = useShop()
const shared = useConsole(shop, 'A label for Tromsø')

const click = async (page: Page, { cellsOf }: Terminal, text: string): Promise<void> => {
  const { x, y, width } = await cellsOf(text)
  await page.mouse.move(x + width / 2 - 3, y)
  await page.mouse.move(x + width / 2, y)
  await page.mouse.click(x + width / 2, y)
}

test('source positions in an answer lead to their place on the page', async () => {
  const { page, terminal } = shared()
  await terminal.type('throw error\n')
  await terminal.draws(/\nUncaught RangeError: .*\n {4}at parseRate .*\n/)
  await click(page, terminal, 'shipping.ts:53:19')
  await expect(shownFrame(page, 'shippingLabel')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Console · shippingLabel' })).toBeVisible()
  const sought = page.getByRole('group', { name: 'Source lines' }).locator('.sought')
  await expect(sought).toHaveText(/^53\s+const quote = await carrierQuote/)

  // Keys are the page's again: into this frame's console.
  await enterConsole(page)
  await terminal.draws(/^›$/)
  await terminal.type('console.log("see examples/shop/rates.ts:41:17, not src/rates.ts:41"), 1\n')
  await terminal.draws(/\n1\n›$/)
  await click(page, terminal, 'rates.ts:41:17')
  await expect(shownFrame(page, 'parseRate')).toBeVisible()
  await expect(sought).toHaveText(/^41\s+const euros = Number\(amount\)/)
})

test('a result opens in the tree by a click on its link', async () => {
  const { page, terminal } = shared()
  await terminal.type('({ grams: [11450] })\n')
  await click(page, terminal, 'inspect')
  await expect(page.getByRole('treeitem', { name: /^grams \[ 11450 \]/ })).toBeVisible()
})

test('control sequences in values are text, wherever they stand', async () => {
  const { page, terminal } = shared()
  const title = await page.title()
  await terminal.type('const evil = "\\u001b]0;owned\\u0007\\u001b[9A\\u001b[2J\\r› rm\\u009b1;1H\\b\\u202e"\n')
  await terminal.draws(/^› const evil = .*\nundefined\n›$/)
  await page.keyboard.press('Control+l')
  await terminal.type('console.log(evil + "\\u001b[31mred"), console.error(evil)\n')
  await terminal.draws(
    /^› console.*\n(\\x1b\]0;owned\\x07\\x1b\[9A\\x1b\[2J\\x0d› rm\\x9b1;1H\\x08\\u202e)red\n\1\nundefined\n›$/,
  )
  await page.keyboard.press('Control+l')
  await terminal.type('({ [evil]: new Map([[evil, evil]]) })\n')
  await terminal.draws(/^› [^]*\n›$/)
  await terminal.type('throw Object.assign(new Error(evil), { name: evil })\n')
  await terminal.draws(/\nUncaught [^]*\n›$/)
  await terminal.type('Symbol(evil)\n')
  await terminal.draws(/Symbol\(evil\)\n[^]*\n›$/)
  expect((await terminal.drawn()).split('\n').filter((line) => /^› (?!\(|throw|Symbol)|^rm/.test(line))).toEqual([])
  // As a property's name in the list of completions, and as the preview behind the line.
  await terminal.type('globalThis.evils = { [evil]: 1, nice: evil }\n')
  await page.keyboard.press('Control+l')
  await terminal.type('evils.nice')
  await terminal.draws(/^› evils\.nice +→ '.*owned.*'$/)
  await page.keyboard.press('Control+c')
  await terminal.type('delete globalThis.evils\n')
  await terminal.draws(/\ntrue\n›$/)
  expect(await page.title()).toBe(title)
})

test('the size may change at any time', async () => {
  const { page, terminal } = shared()
  const long = 'carrier.name.repeat(3) + currency.repeat(4) + amount + String(days).repeat(20)'
  await terminal.type('days\n')
  await terminal.draws(/^› days\n3\n›$/)
  await terminal.type(long)
  await terminal.draws(long)
  await page.setViewportSize({ width: 420, height: 900 })
  const unwrapped = async (): Promise<string> => (await terminal.drawn()).replaceAll('\n', '')
  await expect.poll(unwrapped).toMatch(/^› days3› carrier\.name\.repeat\(3\) \+ currency.*\.repeat\(20\)/)
  expect((await terminal.drawn()).split('\n').length).toBeGreaterThan(3)
  await page.keyboard.press('Home')
  await page.keyboard.type('1, ')
  await page.setViewportSize({ width: 1280, height: 1400 })
  await terminal.draws(new RegExp(`^› days\\n3\\n› 1, ${long.replace(/\W/g, '\\$&')}`))
  await page.keyboard.press('Enter')
  await terminal.draws(/\n'(?:Postlink){3}(?:EUR){4}24,903{20}'\n›$/)
})

test('10,000 lines can be scrolled back to, and typing stays as quick as before', async () => {
  const { page, terminal } = shared()
  for (const from of [0, 5000]) {
    await terminal.type(`for (let i = ${from}; i < ${from + 5000}; i++) console.log("line " + i)\n`)
    await terminal.draws(new RegExp(`\\nline ${from + 4999}\\nundefined\\n›$`))
  }
  await page.evaluate(watchKeys)
  await terminal.type('amount.length + currency.length')
  await terminal.draws(/\n› amount\.length \+ currency\.length +→ 8$/)
  const slow = await page.evaluate(() => (window as Watched).slowKeys ?? [])
  // Half a frame more or less is nothing that a hand feels, and a busy machine may hold up one key or another.
  const felt = slow.filter((milliseconds) => milliseconds > 100)
  expect(felt.length, `keys that took more than 100 ms to reach the screen: ${slow.join(' ')}`).toBeLessThan(4)
  await page.keyboard.press('Control+c')

  const { x, y } = await terminal.cellsOf('line 9998')
  await page.mouse.move(x, y)
  await page.mouse.wheel(0, -120)
  const slider = await page
    .getByRole('region', { name: /^Console/ })
    .locator('.scrollbar.vertical .slider')
    .boundingBox()
  if (slider === null) throw new Error('no scrollbar')
  const started = Date.now()
  await page.mouse.move(slider.x + slider.width / 2, slider.y + slider.height / 2)
  await page.mouse.down()
  await page.mouse.move(slider.x + slider.width / 2, slider.y - 1400, { steps: 20 })
  await page.mouse.up()
  await terminal.draws(/^(?:› for|line [0-9]\n|line [1-9]\d\n)/)
  expect(Date.now() - started).toBeLessThan(4000)
  await terminal.type('days')
  await terminal.draws(/\n› days(?: +→ 3)?$/)
})

type Watched = Window & { slowKeys?: number[] }

/** Notes how long after a key the screen showed it, as far as the browser tells: from 16 ms on, in steps of 8. */
function watchKeys(): void {
  const slowKeys: number[] = []
  ;(window as Watched).slowKeys = slowKeys
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') slowKeys.push(duration)
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
}
