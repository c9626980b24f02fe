import { Script, createContext } from 'node:vm'

/** What came of work that may take its time. */
export type Limited<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'timeout' }

/** The largest that Node's `vm` takes, in milliseconds. */
const LONGEST_MS = 2 ** 32 - 1

const { apply } = Reflect
const { runInContext } = Script.prototype

interface Room {
  readonly script: Script
  /** What the script calls, in a realm of its own: nobody else sees it. */
  readonly hole: { run: (() => void) | undefined }
}

let room: Room | undefined

/**
 * Runs synchronous work that V8 stops, wherever it is by then, after some milliseconds: in the app's own functions, in a
 * regular expression, in an `eval`. Takes a few tenths of a millisecond, for a thread that watches the clock; entering a
 * frame, which can be stopped as well, takes ten times as long.
 */
export function limited<T>(work: () => T, limitMs: number): Limited<T> {
  const { hole, script } = (room ??= openRoom())
  let result: Limited<T> | undefined
  hole.run = () => {
    try {
      result = { kind: 'value', value: work() }
    } catch (error) {
      result = { kind: 'threw', error }
    }
  }
  const timeout = Math.min(Math.max(1, Math.ceil(limitMs)), LONGEST_MS)
  try {
    apply(runInContext, script, [hole, { __proto__: null, timeout, displayErrors: false }])
  } catch (failure) {
    if (result === undefined && !isTimeout(failure)) throw failure
  }
  return result ?? { kind: 'timeout' }
}

function openRoom(): Room {
  const hole: Room['hole'] = { run: undefined }
  createContext(Object.setPrototypeOf(hole, null) as object, { name: 'inquest' })
  return { hole, script: new Script('run()', { filename: import.meta.url }) }
}

function isTimeout(failure: unknown): boolean {
  return Error.isError(failure) && 'code' in failure && failure.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
