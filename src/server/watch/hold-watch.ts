import { Worker } from 'node:worker_threads'
import {
  ANY_INPUT,
  asked,
  beat,
  closeSlot,
  createSharedState,
  enterInput,
  isClaimed,
  leaveInput,
  openSlot,
  release,
  setForeignDebugger,
} from './shared-state.ts'
import type { Connection, SharedState, Stay } from './shared-state.ts'

/** Ends what holds the app on behalf of a console, from a thread that is there while consoles are in use. */
export interface HoldWatch {
  /** An input is about to run. */
  open(input: { readonly client: Connection | undefined; readonly limitMs: number }): WatchedInput
  /** To be asked where V8 stops unbidden: whether the thread wants to know whose that is, and that of which input. */
  wanted(): number | 'any' | undefined
  close(): void
}

export interface WatchedInput {
  /** From 1. */
  readonly number: number
  /** Around synchronous work that can be ended from outside, which then returns as if it were done. */
  enter(): void
  /** Whether it was ended. */
  leave(): boolean
  /** It has its result. */
  end(): void
}

export interface HoldWatchParts {
  /** Runs work that V8 may be told to end: nothing around it is. */
  contain(work: () => void): void
  /** Another debugger may stop the app for as long as it likes. */
  hasForeignDebugger(): boolean
}

/** Built or not, the thread lies beside this file. */
const THREAD = new URL(import.meta.url.endsWith('.ts') ? './hold-thread.ts' : './hold-thread.js', import.meta.url)
const BEAT_MS = 100
const IDLE_MS = 60_000
/** Longer than the thread takes for an answer of V8's. */
const CLAIMED_MS = 1500

const { setInterval: startBeat, clearInterval: stopBeat, setTimeout: startTimer, clearTimeout: stopTimer } = globalThis

export function createHoldWatch(parts: HoldWatchParts, idleMs: number = IDLE_MS): HoldWatch {
  let state: SharedState | undefined
  let worker: Worker | undefined
  let beats: NodeJS.Timeout | undefined
  let idle: NodeJS.Timeout | undefined
  let open = 0
  let inputs = 0
  let refused = false

  const stop = (): void => {
    stopBeat(beats)
    stopTimer(idle)
    const ended = worker
    worker = undefined
    state = undefined
    void ended?.terminate()
  }
  const turn = (shared: SharedState): void => {
    setForeignDebugger(shared, parts.hasForeignDebugger())
    beat(shared)
  }
  const start = (): SharedState | undefined => {
    const shared = createSharedState()
    try {
      const started = startThread(shared)
      const onEnd = (): void => {
        if (worker === started) stop()
      }
      started.on('error', onEnd)
      started.on('exit', onEnd)
      // Not before: a listener would hold the process again.
      started.unref()
      worker = started
    } catch {
      refused = true
      return undefined // the permission model, or too little memory: inputs end by their limit
    }
    turn(shared)
    beats = startBeat(turn, BEAT_MS, shared).unref()
    return shared
  }
  /** The thread is about to end what has just ended by itself: that must hit nothing else. */
  const awaitRelease = (shared: SharedState): void => {
    const deadline = performance.now() + CLAIMED_MS
    while (isClaimed(shared) && performance.now() < deadline)
      parts.contain(() => {
        while (isClaimed(shared) && performance.now() < deadline);
      })
    release(shared)
  }

  return {
    open({ client, limitMs }) {
      stopTimer(idle)
      const shared = (state ??= refused ? undefined : start())
      const number = ++inputs
      const slot = shared === undefined ? -1 : openSlot(shared, { number, limitMs, ...client })
      let stay: Stay | undefined
      let isOpen = true
      open++
      return {
        number,
        enter() {
          if (shared !== undefined) stay = enterInput(shared, slot)
        },
        leave() {
          if (shared === undefined || stay === undefined || leaveInput(shared, stay)) return false
          awaitRelease(shared)
          return true
        },
        end() {
          if (!isOpen) return
          isOpen = false
          if (shared !== undefined) closeSlot(shared, slot)
          if (--open === 0) idle = startTimer(stop, idleMs).unref()
        },
      }
    },
    wanted() {
      const input = state === undefined ? 0 : asked(state)
      return input === 0 ? undefined : input === ANY_INPUT ? 'any' : input
    },
    close: stop,
  }
}

function startThread({ cells }: SharedState): Worker {
  return new Worker(THREAD, {
    workerData: cells.buffer,
    // The app's own flags, preloads and environment are for the app; its output is its own.
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    name: 'inquest watch',
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  })
}
