/**
 * Whether a stranger can tell by the clock that an app has the debugger: `node bench/locked.ts [requests]`. The same app
 * with and without it, locked, is asked in turn over one kept connection each. Bytes and headers are held against each
 * other as well.
 */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startProgram } from '../test/program.ts'
import type { Program } from '../test/program.ts'

/** Ms between two requests: what is done for one of them is not to be taken for what the next one costs. */
const PAUSE = 15

const APP = 'test/programs/security/app.mjs'

export interface LockedReport {
  readonly path: string
  /** Microseconds until the whole answer is there: a quarter of the answers are faster, which leaves out what else runs. */
  readonly bareUs: number
  readonly lockedUs: number
  /** How often one answer with the debugger is slower than one without: 0.5 is a coin, 1 is certainty. */
  readonly tellsApart: number
  /** Answers that differ in any byte but the date. */
  readonly different: number
}

export async function compareLocked(
  paths: readonly string[],
  requests: number,
  arm: 'always' | 'unlocked' = 'always',
): Promise<readonly LockedReport[]> {
  const [bare, locked] = await Promise.all([
    startProgram(APP, { preload: false, unlock: false }),
    startProgram(APP, {
      unlock: false,
      env: {
        INQUEST_VISIBILITY: 'locked',
        INQUEST_ARM: arm,
        INQUEST_LIMITS: 'errorsPerSecond=5000,pauseShare=1',
      },
    }),
  ])
  try {
    const [one, other] = [await open(bare), await open(locked)]
    const reports: LockedReport[] = []
    for (const path of paths) {
      const times: [number[], number[]] = [[], []]
      let different = 0
      const warmUp = Math.min(100, requests)
      for (let n = -warmUp; n < requests; n++) {
        // Who goes first changes, so that what disturbs the machine disturbs both.
        await sleep(PAUSE)
        const first = n % 2 === 0 ? await one(path) : undefined
        const theirs = await other(path)
        const ours = first ?? (await one(path))
        if (undated(ours.text) !== undated(theirs.text)) different++
        if (n < 0) continue
        times[0].push(ours.us)
        times[1].push(theirs.us)
      }
      const [bareUs, lockedUs] = times.map(quartile) as [number, number]
      reports.push({ path, bareUs, lockedUs, tellsApart: shareAbove(times[1], times[0]), different })
    }
    return reports
  } finally {
    await Promise.all([bare.stop(), locked.stop()])
  }
}

type Ask = (path: string) => Promise<{ readonly text: string; readonly us: number }>

/** One request at a time over one connection; every answer of the app has a length or is in chunks. */
function open({ origin }: Program): Promise<Ask> {
  const { hostname, port, host } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    let text = ''
    let done: (() => void) | undefined
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part
      if (isWhole(text)) done?.()
    })
    socket.on('error', reject)
    socket.on('connect', () => {
      resolve(async (path) => {
        text = ''
        const start = process.hrtime.bigint()
        await new Promise<void>((settle) => {
          done = settle
          socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\n\r\n`)
        })
        return { text, us: Number(process.hrtime.bigint() - start) / 1000 }
      })
    })
  })
}

function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return false
  const length = /^content-length: (\d+)\r$/im.exec(text.slice(0, head + 2))?.[1]
  return length === undefined ? text.endsWith('0\r\n\r\n') : text.length >= head + 4 + Number(length)
}

const undated = (text: string): string => text.replace(/^date: .*\r\n/gim, '')

function quartile(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 4)] ?? 0)
}

/** The share of pairs of which the one of `a` is larger. */
function shareAbove(a: readonly number[], b: readonly number[]): number {
  const sorted = [...b].sort((x, y) => x - y)
  let above = 0
  for (const value of a) {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    above += low
  }
  return Math.round((1000 * above) / (a.length * b.length)) / 1000
}

if (import.meta.main) {
  const requests = Number(process.argv[2] ?? 500)
  const paths = ['/', '/nothing', '/refused', '/handled', '/own-headers']
  for (const arm of ['always', 'unlocked'] as const) {
    console.log(`\narm: ${arm}`)
    console.table(await compareLocked(paths, requests, arm))
  }
}
