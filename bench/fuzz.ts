/**
 * Random requests against a running app with the debugger: `node bench/fuzz.ts [requests] [seed]`, 100,000 by default, half of
 * them with the cookie of a browser that is in. Fails on a crash, a hang, a 5xx of our routes, or memory that grows.
 */
import { PIN } from '../test/program.ts'
import { BASE, JSON_TYPE, openTarget } from '../test/security/target.ts'
import { sendRaw } from '../test/security/raw-request.ts'
import { dice, randomRequest } from './random-request.ts'

export interface FuzzReport {
  readonly requests: number
  readonly statuses: Readonly<Record<string, number>>
  /** 5xx of our own routes; with the request. */
  readonly failures: readonly string[]
  /** Neither answered nor closed in five seconds. */
  readonly hangs: readonly string[]
  readonly crashed: boolean
  /** Lines in which the debugger says that it failed. */
  readonly ownFailures: readonly string[]
  /** MB after a collection: at a tenth of the requests, and at the end. */
  readonly heapMb: readonly [number, number]
  readonly seconds: number
}

const PATIENCE = 5000
const AT_ONCE = 8

export async function fuzz(requests: number, seed: number): Promise<FuzzReport> {
  const env = { INQUEST_LIMITS: 'liveTracebacks=5' }
  const { program, port, host, send, ...target } = await openTarget({ env, nodeArgs: ['--expose-gc'] })
  let { cookie, tracebackId } = target
  const started = performance.now()
  const next = dice(seed)
  const statuses: Record<string, number> = {}
  const failures: string[] = []
  const hangs: string[] = []
  let sent = 0
  // An object, because it changes behind the compiler's back.
  const state = { crashed: false, stopping: false }
  void program.exited.then(() => (state.crashed = !state.stopping))
  // The random requests end sessions and push tracebacks out; from an address of its own, because they guess PINs, too.
  const renew = async (): Promise<void> => {
    const localAddress = '127.0.0.77'
    const body = JSON.stringify({ pin: PIN })
    const unlocked = await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], body, { localAddress })
    cookie = /^set-cookie: (\S+?);/im.exec(unlocked.head)?.[1] ?? cookie
    const failed = await send(
      'GET',
      '/boom',
      [
        ['cookie', cookie],
        ['accept', '*/*'],
      ],
      '',
      { localAddress },
    )
    tracebackId = /^x-inquest-traceback: \S+\/t\/(\S+)$/im.exec(failed.head)?.[1] ?? tracebackId
  }
  const heap = async (): Promise<number> => {
    const used = [0, 0, 0]
    for (const n of used.keys()) {
      used[n] = (JSON.parse((await send('GET', '/memory')).body) as { heapUsed: number }).heapUsed
    }
    return Math.round((Math.min(...used) / 1e6) * 10) / 10
  }
  const attacker = async (until: number): Promise<void> => {
    while (sent < until && !state.crashed) {
      if (sent++ % 100 === 99) await renew()
      const { bytes, own } = randomRequest(next, { host, id: tracebackId, cookie: next() < 0.5 ? cookie : '' })
      const start = performance.now()
      const { status } = await sendRaw(port, bytes, { patience: PATIENCE, finish: true })
      statuses[status] = (statuses[status] ?? 0) + 1
      if (own && status >= 500 && status !== 501 && status !== 505) failures.push(`${status} ${shown(bytes)}`)
      if (performance.now() - start >= PATIENCE) hangs.push(shown(bytes))
    }
  }
  const stage = (until: number): Promise<unknown> => Promise.all(Array.from({ length: AT_ONCE }, () => attacker(until)))
  await stage(Math.ceil(requests / 10))
  const early = state.crashed ? 0 : await heap()
  await stage(requests)
  const late = state.crashed ? 0 : await heap()
  const ownFailures = program
    .stderr()
    .split('\n')
    .filter((line) => line.includes('own failure'))
  state.stopping = true
  await program.stop()
  const seconds = Math.round((performance.now() - started) / 100) / 10
  return {
    requests: sent,
    statuses,
    failures,
    hangs,
    crashed: state.crashed,
    ownFailures,
    heapMb: [early, late],
    seconds,
  }
}

function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1').slice(0, 600))
}

if (import.meta.main) {
  const report = await fuzz(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1))
  console.log(
    JSON.stringify(
      { ...report, failures: report.failures.slice(0, 20), hangs: report.hangs.slice(0, 20) },
      undefined,
      2,
    ),
  )
  const grown = report.heapMb[1] - report.heapMb[0]
  const failed = report.failures.length + report.hangs.length + report.ownFailures.length
  console.log(`${report.requests} requests, ${failed} failures, heap ${grown.toFixed(1)} MB more at the end`)
  process.exitCode = failed === 0 && !report.crashed && grown < 30 ? 0 : 1
}
