/**
 * What captures leave behind: 10,000 requests whose exception the app catches, then 1,000 whose exception becomes the
 * response. The heap after a collection has to be within 20 MB of what it was. Budgets are off, so that each is captured.
 */
import { inParallel, startChild } from './child.ts'

const CAUGHT = 10_000
const SURFACED = 1_000
const ALLOWED_MB = 20

interface Heap {
  readonly heapUsed: number
  readonly rss: number
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`

const child = await startChild('bench/server.ts', {
  preload: true,
  env: { INQUEST_LIMITS: 'errorsPerSecond=1000000,pauseShare=1' },
})
const heap = async (label: string): Promise<Heap> => {
  // Source texts and maps are let go of a moment after their last use.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const measured = JSON.parse((await child.get('/heap')).body) as Heap
  console.log(`${label.padEnd(32)} heap ${megabytes(measured.heapUsed)}, rss ${megabytes(measured.rss)}`)
  return measured
}

try {
  const cookie = await child.unlock()
  const fails = (path: string): Promise<{ status: number }> => child.get(path, { cookie, accept: 'text/html' })
  await inParallel(200, 8, (n) => child.get(`/caught/${n}`))
  await inParallel(20, 8, (n) => fails(`/fails/${n}`))
  const start = await heap('at the start')

  const begun = performance.now()
  await inParallel(CAUGHT, 8, (n) => child.get(`/caught/${n}`))
  await heap(`after ${CAUGHT} caught`)
  await inParallel(SURFACED, 8, async (n) => {
    const { status } = await fails(`/fails/${n}`)
    if (status !== 500) throw new Error(`/fails/${n} answered ${status}`)
  })
  const end = await heap(`and ${SURFACED} surfaced`)

  const grown = end.heapUsed - start.heapUsed
  const fits = grown < ALLOWED_MB * 1024 * 1024
  console.log(`grown by ${megabytes(grown)} in ${((performance.now() - begun) / 1000).toFixed(0)} s`)
  console.log(fits ? `within ${ALLOWED_MB} MB` : `MORE THAN ${ALLOWED_MB} MB`)
  process.exitCode = fits ? 0 : 1
} finally {
  await child.stop()
}
