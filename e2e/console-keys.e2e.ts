import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { useShop } from './shop.ts'
import { useConsole } from './shared-console.ts'
import type { Terminal } from './terminal.ts'
import { enterConsole, frameButton } from './visitor.ts'

const shop = useShop()
const shared = useConsole(shop, 'A label for Tromsø')

/** Presses keys one after the other. */
const presses = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key)
}

/** The line in the prompt, without the grey that stands behind it; nothing else is on the screen. */
const holds = (terminal: Terminal, line: string): Promise<void> =>
  terminal.draws(new RegExp(`^› ${line.replace(/[^\w ]/g, '\\$&')}(?: +→ .*)?$`))

test('readline keys move, kill, and bring back', async () => {
  const { page, terminal } = shared()
  const types = (text: string) => page.keyboard.type(text)
  await types('one two three')
  await presses(page, 'Control+a')
  await types('<')
  await presses(page, 'Control+e')
  await types('>')
  await holds(terminal, '<one two three>')
  await presses(page, 'Backspace', 'Alt+b', 'Alt+b')
  await types('|')
  await holds(terminal, '<one |two three')
  await presses(page, 'Alt+f')
  await types('|')
  await holds(terminal, '<one |two| three')
  await presses(page, 'Control+ArrowLeft', 'Control+ArrowLeft', 'ArrowRight', 'ArrowLeft', 'Control+ArrowRight')
  await types('^')
  await holds(terminal, '<one^ |two| three')
  await presses(page, 'Control+k')
  await holds(terminal, '<one^')
  await presses(page, 'Control+y')
  await holds(terminal, '<one^ |two| three')
  await presses(page, 'Control+w')
  await holds(terminal, '<one^ |two|')
  await presses(page, 'Alt+Backspace', 'Control+Backspace')
  await holds(terminal, '<')
  await types('one')
  await presses(page, 'Control+u')
  await types('=')
  await presses(page, 'Control+y')
  await holds(terminal, '=<one')
  await presses(page, 'Home', 'Delete', 'Delete', 'End', 'Control+b', 'Control+h', 'Control+f')
  await types('!')
  await holds(terminal, 'oe!')
  await presses(page, 'Control+a', 'Alt+d')
  await holds(terminal, '!')
})

test('Ctrl-L clears what was said, Ctrl-C gives the line up, Ctrl-R finds it', async () => {
  const { page, terminal } = shared()
  await terminal.type('days\ncurrency\ndays + 1')
  await terminal.draws(/'EUR'\n› days \+ 1/)
  await presses(page, 'Control+l')
  await holds(terminal, 'days + 1')
  await presses(page, 'Control+c')
  await terminal.draws(/^› days \+ 1\^C\n›$/)
  await presses(page, 'Control+r')
  await terminal.type('da')
  await terminal.draws('\n(search: da) days')
  await terminal.type('x')
  await terminal.draws('\n(nothing found: dax)')
  await presses(page, 'Backspace', 'Backspace', 'Backspace')
  await terminal.type('r')
  await terminal.draws('\n(search: r) currency')
  await presses(page, 'Enter')
  await terminal.draws(/\n› currency\n'EUR'\n›$/)
  // The line that was given up is with Ctrl-Y.
  await presses(page, 'Control+y')
  await terminal.draws(/\n› days \+ 1(?: +→ 4)?$/)
})

test('the cursor moves over the lines of an input', async () => {
  const { page, terminal } = shared()
  await terminal.type('[\n1,\n22')
  await presses(page, 'ArrowUp', 'ArrowLeft')
  await terminal.type('0')
  await presses(page, 'ArrowUp', 'End')
  await terminal.type('5,')
  await presses(page, 'ArrowDown', 'ArrowDown', 'End')
  await terminal.type(']')
  await terminal.draws('› [5,\n…   10,\n…   22]')
  await presses(page, 'Enter')
  await terminal.draws('\n[ 5, 10, 22 ]')
  await presses(page, 'ArrowUp')
  await terminal.draws(/inspect\n› \[5,\n… {3}10,\n… {3}22\]$/)
})

test('code is coloured while it is typed, and a bracket shows its partner', async () => {
  const { page, terminal } = shared()
  await terminal.type('const a = [String("x"), 7]')
  await terminal.draws('7]')
  const drawn = page.getByRole('region', { name: /^Console/ }).locator('.xterm-rows')
  const colourOf = (text: string): Promise<string> =>
    drawn
      .getByText(text, { exact: true })
      .last()
      .evaluate((element) => getComputedStyle(element).color)
  const colours = await Promise.all(['const', 'String', '"x"', '7'].map(colourOf))
  expect(new Set(colours).size, `of keyword, function, string and number: ${colours.join('; ')}`).toBe(4)
  const marked = drawn.locator('.xterm-bold.xterm-underline-1')
  await expect(marked).toHaveText(['[', ']'])
  for (let step = 0; step < 4; step++) await presses(page, 'ArrowLeft')
  await expect(marked).toHaveText(['(', ')'])
})

test('text that an input method composes is typed once', async () => {
  const { page, terminal } = shared()
  await terminal.type('"')
  const cdp = await page.context().newCDPSession(page)
  for (const text of ['n', 'に', 'にほ']) {
    await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  await expect(page.locator('.composition-view.active')).toHaveText('にほ')
  await holds(terminal, '"')
  await cdp.send('Input.insertText', { text: '日本' })
  await holds(terminal, '"日本')
  // Given up, it leaves nothing behind.
  await cdp.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 })
  await cdp.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
  // An emoji picker brings text without any key.
  await page.keyboard.insertText('🦊')
  await terminal.type('".length')
  await presses(page, 'Enter')
  await terminal.draws(/^› "日本🦊"\.length\n4\n›$/)
})

test('the list of completions by keyboard and by mouse', async () => {
  const { page, terminal } = shared()
  await terminal.type('Promise.')
  await presses(page, 'Tab')
  // On a busy machine the time for what stands beside the names is over sooner.
  await terminal.draws(
    /^› Promise\.\n (?:\w+(?: +(?:number 1|string 'Promise'|object Object \[Promise\] \{\}|\[Function: \w+\]))? *\n ){8}\d+ more$/,
  )
  const spoken = page.locator('.terminal [aria-live=assertive]')
  await expect(spoken, 'to a screen reader').toHaveText(/^\d+ completions$/)
  await terminal.type('re')
  await terminal.draws(/^› Promise\.re\n (?:re(\w+) +\[Function: re\1\]\n? ?){2}$/)
  await presses(page, 'ArrowDown', 'ArrowDown')
  const [, second = ''] = (await terminal.drawn()).match(/\n.*\n (\w+)/) ?? []
  await terminal.draws(new RegExp(`^› Promise\\.${second}\\n`))
  await expect(spoken).toHaveText(`${second}, [Function: ${second}]`)
  await presses(page, 'ArrowUp', 'Enter')
  await terminal.draws(/^› Promise\.re(?:ject|solve)(?: +→ .*)?$/)
  await presses(page, 'Control+u')

  await terminal.type('carrier.')
  await presses(page, 'Tab')
  await terminal.draws('\n name')
  const item = await terminal.cellsOf(' name')
  await page.mouse.click(item.x + item.width - 2, item.y)
  await terminal.draws(/^› carrier\.name(?: +→ .*)?$/)
  await expect(terminal.input, 'and one goes on typing').toBeFocused()
  await presses(page, 'Control+u')

  await terminal.type('Promise.')
  await presses(page, 'Tab')
  const more = await terminal.cellsOf(' more')
  await page.mouse.click(more.x + 4, more.y)
  await terminal.draws(/\n \d+ (?:more|before)$/)
  await presses(page, 'Escape')
  await presses(page, 'Control+u')

  // A click also sets the cursor.
  await terminal.type('amount.length')
  // With what it gives, so that nothing is drawn any more.
  await terminal.draws(/^› amount\.length +→ \d+$/)
  const word = await terminal.cellsOf('length')
  await page.mouse.click(word.x + 1, word.y)
  await terminal.type('trim().')
  await holds(terminal, 'amount.trim().length')
})

/** What is highlighted in the prompt, line by line. */
const marked = (page: Page): Promise<string> =>
  page
    .getByRole('region', { name: /^Console/ })
    .locator('.xterm-rows > div')
    .evaluateAll((rows) =>
      rows
        .map((row) => Array.from(row.querySelectorAll('.xterm-bg-16'), ({ textContent }) => textContent).join(''))
        .filter((text) => text !== '')
        .join('\n')
        .replaceAll('\u00a0', ' '),
    )

test('what is selected by keyboard is shown, said, replaced, copied and cut', async () => {
  const { page, terminal } = shared()
  const selects = (text: string): Promise<void> => expect.poll(() => marked(page)).toBe(text)
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  const spoken = page.locator('.terminal [aria-live=assertive]')
  await terminal.type('carrier.name + "old"')
  await presses(page, 'ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft')
  await selects('old')
  await expect(spoken, 'to a screen reader').toHaveText('old, selected')
  await presses(page, 'Control+c')
  await expect.poll(copied).toBe('old')
  await expect(spoken).toHaveText('copied')
  await terminal.type('new')
  await selects('')
  await terminal.draws(/^› carrier\.name \+ "new"/)
  await presses(page, 'End', 'Control+Shift+ArrowLeft', 'Control+Shift+ArrowLeft')
  await selects('name + "new"')
  await presses(page, 'Backspace')
  await holds(terminal, 'carrier.')
  await terminal.type('id')
  await presses(page, 'Shift+Home', 'ArrowLeft')
  await selects('')
  await presses(page, 'Shift+End', 'Control+x')
  await terminal.draws(/^›$/)
  await expect.poll(copied).toBe('carrier.id')
  await presses(page, 'Control+y', 'Shift+Home', 'Escape')
  await selects('')
  await expect(terminal.input, 'Escape gave up the selection only').toBeFocused()
  // Readline's Ctrl-A, and Ctrl-C with nothing selected.
  await presses(page, 'Control+a')
  await terminal.type('!')
  await presses(page, 'Control+c')
  await terminal.draws(/^› !carrier\.id\^C\n›$/)
})

test('a selection goes over the lines of an input, and what is pasted takes its place', async () => {
  const { page, terminal } = shared()
  const selects = (text: string): Promise<void> => expect.poll(() => marked(page)).toBe(text)
  await terminal.type('[\n1,\n22]')
  await presses(page, 'ArrowLeft', 'Shift+ArrowUp', 'Shift+Home')
  await selects('  1, \n  22')
  await presses(page, 'Shift+ArrowUp', 'Shift+ArrowDown')
  await selects('  1, \n  22')
  await presses(page, 'Control+c', 'ArrowRight')
  await terminal.type(',')
  await presses(page, 'Control+v')
  await terminal.draws('› [\n…   1,\n…   22,  1,\n…   22]')
  await presses(page, 'Control+Shift+Home', 'Control+v')
  await terminal.draws(/^› {3}1,\n… {3}22\]$/)
  await presses(page, 'Control+Shift+Home')
  await terminal.type('[')
  await presses(page, 'End', 'Enter')
  await terminal.draws(/^› \[\]\n\[\]/)
})

test('completions behind calls and literals, and between the braces of a destructuring', async () => {
  const { page, terminal } = shared()
  const offers = async (source: string, item: string | RegExp): Promise<void> => {
    await terminal.type(source)
    await presses(page, 'Tab')
    await terminal.draws(item)
    await presses(page, 'Control+a', 'Control+k')
    await terminal.draws(/^›$/)
  }
  await offers('Object.keys(carrier).', '\n length ')
  await offers('[carrier].map((x) => x)[0].', '\n name ')
  await offers("amount.split(',').fl", '\n flatMap ')
  await offers('`${days}`.pad', '\n padEnd ')
  await offers('[carrier][0].na', /^› \[carrier\]\[0\]\.name/)
  // It would change something, so that nothing is asked of it.
  await terminal.type('(carrier.seen = [1]).')
  await presses(page, 'Tab')
  await terminal.type('x')
  await holds(terminal, '(carrier.seen = [1]).x')
  await presses(page, 'Control+u')
  expect(await terminal.evaluate('carrier.seen')).toBe('undefined')
  await presses(page, 'Control+l')

  await terminal.type('const {  } = carrier')
  await presses(page, ...Array.from({ length: 12 }, () => 'ArrowLeft'))
  await presses(page, 'Tab')
  await terminal.draws('\n name ')
  await terminal.type('na')
  await presses(page, 'Tab')
  await terminal.draws(/^› const \{ name \} = carrier/)
  // The first takes the choice, the second evaluates.
  await presses(page, 'Enter', 'Enter')
  await terminal.draws(/^› const \{ name \} = carrier\nundefined\n›$/)
  expect(await terminal.evaluate('name')).toBe("'Postlink'")
})

test('what is selected with the mouse is copied', async () => {
  const { page, terminal } = shared()
  await terminal.type('[carrier.name, "Tromsø"]\nhalf')
  await terminal.draws(/inspect\n› half$/)
  const { x, y, width } = await terminal.cellsOf("'Tromsø'")
  await page.mouse.move(x + 1, y)
  await page.mouse.down()
  await page.mouse.move(x + width - 1, y, { steps: 4 })
  await page.mouse.up()
  await presses(page, 'Control+c')
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(copied).toBe("'Tromsø'")
  await terminal.draws(/inspect\n› half$/)

  const name = await terminal.cellsOf('Postlink')
  await page.mouse.dblclick(name.x + 4, name.y)
  await presses(page, 'Control+c')
  await expect.poll(copied).toBe('Postlink')
  // Without a selection it is what it always is.
  await terminal.type('!')
  await presses(page, 'Control+c')
  await terminal.draws(/› half!\^C\n›$/)
})

test('the history is that of the project, whichever frame it was typed in', async () => {
  const { page, terminal } = shared()
  await terminal.type('days + 1\n')
  await terminal.draws(/^› days \+ 1\n4\n›$/)
  await presses(page, 'Escape')
  await frameButton(page, 'rateFor').click()
  await enterConsole(page)
  await expect(page.getByRole('region', { name: 'Console · rateFor' })).toBeVisible()
  await terminal.draws(/^›$/)
  await presses(page, 'ArrowUp')
  await holds(terminal, 'days + 1')
  await presses(page, 'Control+u')
  await terminal.type('carrier')

  // What was typed and not run comes back, too.
  await page.reload()
  await expect(terminal.input).toBeVisible()
  await enterConsole(page)
  await presses(page, 'ArrowUp')
  await holds(terminal, 'carrier')
  await presses(page, 'ArrowUp')
  await holds(terminal, 'days + 1')
})
