import { expect, it } from 'vitest'
import { compareLocked } from '../../bench/locked.ts'

// That none of them waits for its traceback is told by order, not by the clock: `test/surface/response-watch.test.ts`.
it('locked, every answer is the app’s own to the byte, over one connection and again and again', async () => {
  const reports = await compareLocked(['/', '/nothing', '/refused', '/handled', '/own-headers'], 15)
  expect(reports.map(({ path, different }) => [path, different])).toEqual(
    ['/', '/nothing', '/refused', '/handled', '/own-headers'].map((path) => [path, 0]),
  )
})
