/** What it costs: pauses by depth of the stack, and an armed hello world beside one without the preload. */
import type { Traceback } from '../src/shared/traceback.ts'
import { inParallel, startChild } from './child.ts'
import type { Child } from './child.ts'

const THROWS = 300
const ROUNDS = 5
const REQUESTS = 4_000

await pauses(10)
await pauses(40)
await overhead('hello world on Hono', {})
await overhead('hello world on node:http', { BENCH_BARE: '1' })

/** Of one process per depth: the figures are those of its overview. */
async function pauses(frames: number): Promise<void> {
  const child = await startChild('bench/server.ts', {
    preload: true,
    env: { INQUEST_LIMITS: 'errorsPerSecond=1000000,pauseShare=1,liveFrames=100' },
  })
  try {
    const cookie = await child.unlock()
    await inParallel(THROWS, 1, () => child.get(`/deep/${frames}`))
    const overview = await child.get('/__inquest__/', { cookie })
    const [, island = '{}'] = /<script type="application\/json"[^>]*>([^]*?)<\/script>/.exec(overview.body) ?? []
    const { status, tracebacks } = JSON.parse(island) as {
      status: { pauses: { count: number; p50Ms: number; p95Ms: number; maxMs: number } }
      tracebacks: readonly { id: string }[]
    }
    const { count, p50Ms, p95Ms, maxMs } = status.pauses
    const id = tracebacks[0]?.id ?? ''
    const traceback = JSON.parse((await child.get(`/__inquest__/api/tracebacks/${id}`, { cookie })).body) as Traceback
    const live = traceback.frames.filter(({ state }) => state === 'live').length
    console.log(
      `${frames} app frames (${live} of ${traceback.frames.length} live): ${count} pauses, ` +
        `p50 ${p50Ms.toFixed(2)} ms, p95 ${p95Ms.toFixed(2)} ms, max ${maxMs.toFixed(2)} ms`,
    )
  } finally {
    await child.stop()
  }
}

interface Cost {
  readonly perSecond: number
  /** Microseconds of the server's processor time a request; what else the machine does hardly matters for it. */
  readonly cpu: number
}

/** Rounds in turn, so that what else the machine does hits all of them. */
async function overhead(label: string, env: Readonly<Record<string, string>>): Promise<void> {
  const children = {
    'without the preload': await startChild('bench/server.ts', { preload: false, env }),
    armed: await startChild('bench/server.ts', { preload: true, env }),
    'not armed': await startChild('bench/server.ts', { preload: true, env: { ...env, INQUEST_ARM: 'off' } }),
  }
  try {
    const costs = Object.entries(children).map(([name, child]) => ({ name, child, rounds: [] as Cost[] }))
    for (const { child } of costs) await cost(child)
    for (let round = 0; round < ROUNDS; round++) {
      for (const { child, rounds } of costs) rounds.push(await cost(child))
    }
    const bare = middle(costs[0]?.rounds.map(({ perSecond }) => perSecond) ?? [])
    console.log(label)
    for (const { name, rounds } of costs) {
      const rate = middle(rounds.map(({ perSecond }) => perSecond))
      const cpu = middle(rounds.map((each) => each.cpu))
      const share = ((rate / bare) * 100).toFixed(0)
      console.log(`  ${name.padEnd(20)} ${rate.toFixed(0)} requests/s (${share} %), ${cpu.toFixed(0)} µs of CPU each`)
    }
  } finally {
    for (const child of Object.values(children)) await child.stop()
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

async function cost(child: Child): Promise<Cost> {
  const cpu = async (): Promise<number> => Number((await child.get('/cpu')).body)
  const before = await cpu()
  const begun = performance.now()
  await inParallel(REQUESTS, 16, () => child.get('/hello'))
  const seconds = (performance.now() - begun) / 1000
  return { perSecond: REQUESTS / seconds, cpu: ((await cpu()) - before) / REQUESTS }
}
