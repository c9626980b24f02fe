import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { type Terminal, terminalOf } from './terminal.ts'
import { enterConsole, openUnlocked } from './visitor.ts'

const shop = useShop()
// Room for a conversation.
test.use({ viewport: { width: 1280, height: 1400 } })

async function openConsole(page: Page): Promise<Terminal> {
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await enterConsole(page)
  return terminalOf(page)
}

test('declarations, the last result and the last error persist between inputs', async ({ page }) => {
  const { converses, evaluate } = await openConsole(page)
  await converses(`
    › const cents = 100 * 24.5
    undefined
    › cents
    2450
    › _ + 1
    2451
    › function twice(n) { return 2 * n }
    undefined
    › class Pair { a = twice(cents) }
    undefined
    › new Pair().a
    4900
    › let { currency: code } = document
    undefined
    › code + carrier.id
    'EURpostlink'
  `)
  expect(await evaluate('JSON.parse("{")')).toMatch(/^Uncaught SyntaxError: .*JSON/)
  await converses(`
    › _error.name
    'SyntaxError'
    › typeof cents
    'number'
  `)
})

test('an error shows its message and is no dead end', async ({ page }) => {
  const { converses, evaluate } = await openConsole(page)
  expect(await evaluate('carrier.address.city')).toMatch(
    /^Uncaught TypeError: Cannot read properties of undefined \(reading 'city'\)/,
  )
  expect(await evaluate('nobody')).toMatch(/^Uncaught ReferenceError: nobody is not defined/)
  expect(await evaluate('1 +* 2')).toMatch(/^SyntaxError: /)
  expect(await evaluate('await Promise.reject(new Error("late"))')).toMatch(/^Uncaught Error: late/)
  await converses(`
    › throw { code: 7 }
    Uncaught { code: 7 }  ⤷ inspect
    › amount
    '24,90'
  `)
})

test('what is printed comes with the result, also after an await', async ({ page }) => {
  const { converses } = await openConsole(page)
  await converses(`
    › console.log("weight", 7), 8
    weight 7
    8
    › console.error("no\\nstamp")
    no
    stamp
    undefined
    › await new Promise((r) => setTimeout(r, 30)); console.log("sent"); 5
    sent
    5
  `)
})

test('await waits, with the frame in sight', async ({ page }) => {
  const { converses } = await openConsole(page)
  await converses(`
    › await Promise.resolve(days * 2)
    6
    › const answer = await fetch(response.url)
    undefined
    › (await answer.json()).amount
    '24,90'
    › (await import("node:path")).basename("a/b.txt")
    'b.txt'
  `)
})

test('input goes on over several lines while a bracket is open', async ({ page }) => {
  const { converses, input, shows, type } = await openConsole(page)
  await type('for (const part of amount.split(",")) {')
  await input.press('Enter')
  await shows(/^› for .*\{\n…$/)
  await type('console.log(part)')
  await input.press('Enter')
  await type('}')
  await input.press('Enter')
  await shows(/\n… console\.log\(part\)\n… \}\n24\n90\nundefined\n›$/)
  await converses(`
    › const sum = (a, b) => {
    … return a + b
    … }
    undefined
    › sum(
    … days,
    … 4)
    7
  `)
})

test('a block is pasted as one input', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { input, shows } = await openConsole(page)
  await page.evaluate(() => navigator.clipboard.writeText('const kilos = 11\nconst pounds = kilos * 2\npounds'))
  await input.press('Control+v')
  await shows(/^› const kilos = 11\n… const pounds = kilos \* 2\n… pounds/)
  await input.press('Enter')
  await shows(/\n… pounds\n22\n›$/)
})

test('the history comes back with ArrowUp, also after a reload', async ({ page }) => {
  const { converses, input, shows } = await openConsole(page)
  await converses(`
    › euros
    NaN
    › [
    … Number("1"),
    … ][0]
    1
  `)
  await input.press('ArrowUp')
  await shows(/\n› \[\n… Number\("1"\),\n… \]\[0\]$/)
  for (let line = 0; line < 3; line++) await input.press('ArrowUp')
  await shows(/\n› euros(?: +→ NaN)?$/)
  for (let line = 0; line < 4; line++) await input.press('ArrowDown')
  await shows(/\n›$/)

  await page.reload()
  const again = terminalOf(page)
  await expect(again.input).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(again.input).toBeFocused()
  for (let line = 0; line < 4; line++) await again.input.press('ArrowUp')
  await again.input.press('Enter')
  await again.shows(/^› euros\nNaN\n›$/)
})

test('Tab completes names of the scope and their members', async ({ page }) => {
  const { input, shows, type } = await openConsole(page)
  await type('curr')
  await input.press('Tab')
  await shows(/^› currency/)
  await input.press('Control+c')
  await type('carrier.na')
  await input.press('Tab')
  await shows(/\n› carrier\.name/)
  await input.press('Enter')
  await shows(/\n› carrier\.name\n'Postlink'\n›/)
})

test('what the line would give stands behind it before Enter, and has no effect', async ({ page }) => {
  const { converses, input, shows, type } = await openConsole(page)
  await converses(`
    › let pings = 0
    undefined
  `)
  await type('days * 14')
  await shows(/\n› days \* 14 +→ 42$/)
  await input.press('Control+c')
  const looked = page.waitForResponse(async (response) => (await response.text()).includes('side-effect'))
  await type('pings += 1')
  await looked
  await input.press('Control+c')
  await converses(`
    › pings
    0
  `)
})

test('an endless wait is interrupted, and the console goes on', async ({ page }) => {
  const { converses, input, shows, type } = await openConsole(page)
  await type('await new Promise(() => {})')
  await input.press('Enter')
  await shows('running, Ctrl-C interrupts')
  await input.press('Control+c')
  await shows(/\ninterrupted; what is awaited goes on in the app\n›$/)
  await converses(`
    › days
    3
  `)
})

test('a loop that holds the app is interrupted, and the next line is answered', async ({ page }) => {
  const { converses, evaluate, input, shows, type } = await openConsole(page)
  await evaluate('1 + 1') // the watch is there from the first input on
  await type('let rounds = 0; for (;;) rounds++')
  await input.press('Enter')
  await shows('running, Ctrl-C interrupts')
  await input.press('Control+c')
  const interrupted = Date.now()
  await converses(`
    › days
    3
  `)
  // Without the interruption it would have ended after five seconds.
  expect(Date.now() - interrupted).toBeLessThan(4500)
})

test('a result is opened in the tree from its link', async ({ page }) => {
  const { evaluate, input } = await openConsole(page)
  expect(await evaluate('({ from: carrier, grams: [1, 2] })')).toMatch(/\{[^]*inspect/)
  await input.press('Control+o')
  await expect(page.getByRole('treeitem', { name: 'Results' })).toBeVisible()
  await expect(page.getByRole('treeitem', { name: /^from \{ id: 'postlink'/ })).toBeVisible()
})

test('what is typed while the terminal is being loaded is typed into it', async ({ page }) => {
  let letLoad = (): void => undefined
  const loaded = new Promise<void>((resolve) => (letLoad = resolve))
  await page.route('**/assets/console.js', async (route) => {
    await loaded
    await route.continue()
  })
  await openUnlocked(page, shop().origin, 'A label for Tromsø')
  await page.keyboard.press('Enter')
  await expect(page.locator('.terminal-host')).toBeAttached()
  await page.keyboard.type('j 6 * 77')
  await page.keyboard.press('Backspace')
  letLoad()
  await terminalOf(page).draws(/^› j 6 \* 7/)
})
