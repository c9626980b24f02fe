import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './inquest-test.ts'
import { type App, startApp } from './shop.ts'
import { terminalOf } from './terminal.ts'
import { enterConsole, enterPin, frameButton, scopeTree, shownFrame } from './visitor.ts'

/** The ledger under `node --watch`, from a copy that may be edited. */
interface WatchedApp {
  readonly app: App
  readonly edit: () => Promise<void>
  readonly remove: () => Promise<void>
}

async function startWatched(): Promise<WatchedApp> {
  // Within the project, so that `inquest/register` is found as in an app that has it installed.
  mkdirSync('.cache', { recursive: true })
  const folder = mkdtempSync('.cache/e2e-watched-')
  const file = join(folder, 'ledger.ts')
  cpSync('e2e/apps/ledger.ts', file)
  const app = await startApp(file, { nodeArgs: ['--watch'], env: { PORT: String(await freePort()) } })
  return {
    app,
    edit: async () => {
      appendFileSync(file, '\n')
      await app.restarted()
    },
    remove: async () => {
      await app.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same one before and after a restart. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

let watched: WatchedApp
test.beforeEach(async () => {
  watched = await startWatched()
})
test.afterEach(() => watched.remove())

async function openYear(page: Page): Promise<void> {
  await page.goto(`${watched.app.origin}/year`)
  await enterPin(page)
  await expect(scopeTree(page)).toBeVisible()
}

test('a restart under node --watch keeps the browser unlocked', async ({ page }) => {
  await openYear(page)
  const process = page.getByText(/process \d+/)
  const before = await process.textContent()

  await watched.edit()
  await page.reload()
  await expect(page.getByRole('treeitem', { name: "line 'June 21: twelve'" })).toBeVisible()
  await expect(page.getByLabel('PIN')).toHaveCount(0)
  expect(await process.textContent(), 'another process answers').not.toBe(before)
  await enterConsole(page)
  await terminalOf(page).converses(`
    › line.length
    15
  `)
})

test.describe('a traceback that a restart has taken away', () => {
  test.use({ expectedComplaints: [/status of 404 .*\/(?:api\/tracebacks|t)\//] })

  test('stays readable, and says what to do', async ({ page }) => {
    await openYear(page)
    await enterConsole(page)
    const { converses, shows, input, type } = terminalOf(page)
    await converses(`
      › line.length
      15
    `)
    await watched.edit()

    await type('line')
    await input.press('Enter')
    await shows(/\n› line\n.*gone.*\nRepeat the request that failed\.\nYour line is in the history: .*\n›$/)
    await expect(page.getByRole('status').filter({ hasText: 'no longer kept' })).toContainText('repeat the request')
    await frameButton(page, 'bookYear').click()
    await expect(shownFrame(page, 'bookYear')).toBeVisible()
    await expect(page.getByRole('treeitem', { name: 'carried 4067' })).toBeVisible()
  })

  test('is not silently replaced when its address is opened', async ({ page }) => {
    await openYear(page)
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'all tracebacks' }).click()
    await page.getByRole('link', { name: /RangeError/ }).click()
    await expect(page).toHaveURL(/\/__inquest__\/t\/./)
    await expect(shownFrame(page, 'parsePosting')).toBeVisible()

    await watched.edit()
    const response = await page.reload()
    expect(response?.status()).toBe(404)
    await expect(page.getByText(/traceback is (?:gone|no longer kept)/)).toBeVisible()
    await expect(page.getByText(/repeat the request/i)).toBeVisible()
  })
})
