/**
 * The thread that watches the app's own: nothing there can end what holds it, be it a developer's input that has been
 * interrupted, or what an input has left behind. It reaches the app's thread through the inspector, without a port, and
 * is connected for the moment only: as long as it is, every stop of V8 waits for it.
 */
import { readFileSync } from 'node:fs'
import inspector from 'node:inspector'
import { setTimeout as sleep } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import {
  ANY_INPUT,
  ask,
  beats,
  claim,
  currentStay,
  hasForeignDebugger,
  openInputs,
  release,
  stateIn,
} from './shared-state.ts'
import type { OpenInput, Stay } from './shared-state.ts'
import { SOCKET_TABLES, isClientGone } from './socket-table.ts'

/** Milliseconds between two looks. */
const LOOK_MS = 100
/** Milliseconds without a turn after which the app counts as held: a browser closes a connection a little later than told. */
const HELD_MS = 300
/** Milliseconds beyond the limit of an input: where V8 can end it by itself it does. */
const GRACE_MS = 500
/** Milliseconds for V8 to answer; longer than that it is within a call of the system. */
const ANSWER_MS = 1000
/** Milliseconds until the same hold is tried again, doubled each time. */
const AGAIN_MS = 1000
const DEFAULT_LIMIT_MS = 5000

const state = stateIn(workerData as SharedArrayBuffer)

let seen = beats(state)
let turnedAt = performance.now()
let patience = AGAIN_MS
let notBefore = 0

for (;;) {
  await sleep(LOOK_MS)
  await look()
}

async function look(): Promise<void> {
  const now = performance.now()
  const count = beats(state)
  if (count !== seen) {
    seen = count
    turnedAt = now
    patience = AGAIN_MS
    notBefore = 0
    return
  }
  const held = now - turnedAt
  if (held < HELD_MS || now < notBefore || hasForeignDebugger(state)) return
  const inputs = openInputs(state)
  const given = inputs.filter(isGivenUp)
  const stay = currentStay(state)
  // An input ends by itself after its limit.
  if (stay !== undefined && !given.some(({ slot }) => slot === stay.slot)) return
  if (stay === undefined && given.length === 0 && held < longest(inputs) + GRACE_MS) return
  if (stay !== undefined) await endInput(stay)
  else await stopAndAsk(given.length === 1 ? (given[0]?.number ?? ANY_INPUT) : ANY_INPUT)
  notBefore = performance.now() + patience
  patience *= 2
}

function longest(inputs: readonly OpenInput[]): number {
  return inputs.length === 0 ? DEFAULT_LIMIT_MS : Math.max(...inputs.map(({ limitMs }) => limitMs))
}

function isGivenUp({ localPort, remotePort }: OpenInput): boolean {
  if (localPort === undefined || remotePort === undefined) return false
  const tables = SOCKET_TABLES.map(readTable)
  return tables.some((table) => table !== '') && isClientGone(tables.join('\n'), { localPort, remotePort })
}

/** Empty on systems that have none. */
function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Ends what the app's thread runs for an input. It takes care of being where that does no harm. */
async function endInput(stay: Stay): Promise<void> {
  if (!claim(state, stay)) return
  try {
    await connected(async (post) => {
      void post('Runtime.terminateExecution')
      // Answered in turn: then the other has been taken, too.
      await post('Runtime.getIsolateId')
    })
  } finally {
    release(state)
  }
}

/** Stops V8 where it is, so that the app's thread can say whose it is and end it. */
async function stopAndAsk(input: number): Promise<void> {
  ask(state, input)
  try {
    await connected(async (post, session) => {
      const stopped = new Promise<void>((resolve) => {
        session.on('Debugger.paused', () => {
          void post('Debugger.resume')
          resolve()
        })
      })
      await post('Debugger.enable', { maxScriptsCacheSize: 0 })
      await post('Debugger.pause')
      await stopped
    })
  } finally {
    ask(state, 0)
  }
}

type Post = (method: string, params?: object) => Promise<void>

/** Never rejects, and never takes longer than V8 is given to answer. */
async function connected(talk: (post: Post, session: inspector.Session) => Promise<void>): Promise<void> {
  const session = new inspector.Session()
  try {
    session.connectToMainThread()
    const post: Post = (method, params) =>
      new Promise((resolve) => {
        session.post(method, params, () => {
          resolve()
        })
      })
    await Promise.race([talk(post, session), sleep(ANSWER_MS)])
  } catch {
    // An app that is ending has no inspector any more.
  } finally {
    session.disconnect()
  }
}
