import { type BrowserContext, test as base, expect } from '@playwright/test'

export { expect }

interface Options {
  /** What the browser may complain about in these tests, besides the status of the failing page. */
  readonly expectedComplaints: readonly RegExp[]
}

interface Fixtures {
  /** Has the pages of another context watched as well. */
  readonly watch: (context: BrowserContext) => void
}

/**
 * Every test also asserts that no page of it broke a content security policy, threw, or logged an error or a warning. The
 * browser itself reports the status of the failing page: that one is meant to be.
 */
export const test = base.extend<Options & Fixtures>({
  expectedComplaints: [[], { option: true }],
  watch: [
    async ({ context, expectedComplaints }, use) => {
      const complaints: string[] = []
      const watch = (watched: BrowserContext): void => {
        watched.on('console', (message) => {
          const { url } = message.location()
          const text = `${message.text()} (${url})`
          const isFailingPage = text.includes('status of 500') && !url.includes('/__inquest__/')
          const isExpected = isFailingPage || expectedComplaints.some((pattern) => pattern.test(text))
          if (/^(?:error|warning)$/.test(message.type()) && !isExpected) complaints.push(text)
        })
        watched.on('weberror', (webError) => complaints.push(webError.error().stack ?? webError.error().message))
      }
      watch(context)
      await use(watch)
      expect(complaints, 'what the browser complained about').toEqual([])
    },
    { auto: true },
  ],
})
