import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { placeOf } from './place.ts'
import type { Program } from '../program.ts'
import { build, requestsOf, start } from './program-run.ts'
import type { Case, CorpusProgram, ExpectedCause, ExpectedFrame } from './expectation.ts'
import type { Score } from './score.ts'

interface SentryFrame {
  readonly filename?: string
  readonly function?: string
  readonly lineno?: number
  readonly vars?: Readonly<Record<string, unknown>>
}

/** What `sentry-preload.mjs` writes for every event. */
interface SentryEvent {
  readonly exception?: {
    readonly values?: readonly { readonly stacktrace?: { readonly frames?: readonly SentryFrame[] } }[]
  }
}

const EVENT_MS = 1500
/** Its debugger is a worker, which is not there yet when the program listens. */
const WARM_UP_MS = 1500
/** Without the debugger a failed request may stay open. */
const ANSWER_MS = 5000

/** How many of the expected frames Sentry reports at the right line, with variables. */
export async function runPeer(program: CorpusProgram, node: string, sentry: string): Promise<Score> {
  const events = join(mkdtempSync(join(tmpdir(), 'fidelity-sentry-')), 'events.jsonl')
  const total = program.cases.flatMap(requestsOf).reduce((sum, one) => sum + expectedFrames(one).length, 0)
  try {
    build(program, node)
    const running = await start(program, node, {
      preload: false,
      unlock: false,
      nodeArgs: ['--import', './test/fidelity/sentry-preload.mjs'],
      env: { FIDELITY_SENTRY: sentry, FIDELITY_EVENTS: events },
    })
    try {
      await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS))
      let right = 0
      for (const one of program.cases) {
        for (const path of one.before ?? []) await ask(running, path)
        const before = readEvents(events).length
        const requests = requestsOf(one)
        await Promise.all(requests.map(({ path }) => ask(running, path)))
        const reported = await eventsSince(events, before, requests.length)
        const frames = reported
          .flatMap(({ exception }) => exception?.values ?? [])
          .flatMap((e) => e.stacktrace?.frames ?? [])
        for (const request of requests) right += countFound(expectedFrames(request), frames, program)
      }
      return { right, total }
    } finally {
      await running.stop()
    }
  } catch {
    return { right: 0, total }
  }
}

async function ask(running: Program, path: string): Promise<void> {
  try {
    await (await running.fetch(path, { signal: AbortSignal.timeout(ANSWER_MS) })).text()
  } catch {
    // cut off or too late: what was reported counts
  }
}

function countFound(
  expected: readonly ExpectedFrame[],
  frames: readonly SentryFrame[],
  program: CorpusProgram,
): number {
  return expected.filter((wanted) => {
    const place = placeOf(wanted, program)
    const found = frames.find(
      ({ filename = '', lineno }) => lineno === place.line && place.file.endsWith(withoutScheme(filename)),
    )
    return found?.vars !== undefined && Object.keys(found.vars).length > 0
  }).length
}

function withoutScheme(filename: string): string {
  return filename.replace(/^file:\/\//, '')
}

function expectedFrames(one: Case): readonly ExpectedFrame[] {
  const ofCauses = (causes: readonly ExpectedCause[]): readonly ExpectedFrame[] =>
    causes.flatMap((cause) => [...(cause.frames ?? []), ...ofCauses(cause.causes ?? [])])
  return [...one.frames, ...ofCauses(one.causes ?? [])]
}

async function eventsSince(file: string, before: number, count: number): Promise<readonly SentryEvent[]> {
  const deadline = performance.now() + EVENT_MS
  for (;;) {
    const events = readEvents(file).slice(before)
    if (events.length >= count || performance.now() > deadline) return events
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function readEvents(file: string): readonly SentryEvent[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as SentryEvent)
  } catch {
    return [] // none yet
  }
}
