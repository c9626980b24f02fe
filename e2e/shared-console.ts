import type { BrowserContext, Page } from '@playwright/test'
import { test } from './inquest-test.ts'
import type { App } from './shop.ts'
import { type Terminal, terminalOf } from './terminal.ts'
import { enterConsole, openUnlocked } from './visitor.ts'

export interface SharedConsole {
  readonly page: Page
  readonly terminal: Terminal
}

/**
 * One page with an open console for all tests of a file, for those that are about what happens in it: each finds an empty
 * screen and an empty prompt. Declarations and the history stay. What it returns may be called in tests only.
 */
export function useConsole(app: () => App, title: string): () => SharedConsole {
  let context: BrowserContext | undefined
  let shared: SharedConsole | undefined
  test.beforeAll(async ({ browser }) => {
    context = await browser.newContext({
      viewport: { width: 1280, height: 1400 },
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const page = await context.newPage()
    await openUnlocked(page, app().origin, title)
    await enterConsole(page)
    shared = { page, terminal: terminalOf(page) }
  })
  test.beforeEach(async ({ watch }) => {
    if (context === undefined || shared === undefined) throw new Error('no console is open')
    watch(context)
    const { page, terminal } = shared
    await terminal.input.focus()
    // A letter first: with something selected, Ctrl-C copies.
    for (const key of ['x', 'Control+c', 'Control+l']) await page.keyboard.press(key)
    await terminal.draws(/^›$/)
  })
  test.afterAll(async () => {
    await context?.close()
  })
  return () => {
    if (shared === undefined) throw new Error('no console is open')
    return shared
  }
}
