import { expect, it } from 'vitest'
import { fuzz } from '../../bench/fuzz.ts'

it('2,000 random requests, half of them with a session: no crash, no hang, no failure of ours, memory flat', async () => {
  const { requests, statuses, failures, hangs, crashed, ownFailures, heapMb } = await fuzz(2000, 20_300_101)
  expect({ requests, failures, hangs, crashed, ownFailures }).toEqual({
    requests: 2000,
    failures: [],
    hangs: [],
    crashed: false,
    ownFailures: [],
  })
  // The generator reaches the routes, and is not all refused at the door.
  expect(statuses['200']).toBeGreaterThan(50)
  expect(statuses['401']).toBeGreaterThan(50)
  expect(statuses['403']).toBeGreaterThan(50)
  expect(heapMb[1] - heapMb[0]).toBeLessThan(30)
}, 120_000)
