import { restoreAssertionMessage } from './assertion-message.ts'
import { readCallSites } from './call-site.ts'
import { createShownTraces } from './shown-trace.ts'
import type { ShownTraceParts } from './shown-trace.ts'

export interface StackColumns {
  /** Whether the stack text of an error made now has the columns of the app's own source. */
  readonly kept: boolean
  /** Tells of every error whose stack somebody reads for the first time. The listener must not throw. */
  listen(listener: (error: unknown) => void): void
  /** The call sites that `Error.captureStackTrace` has kept on an object, which nobody else has read. */
  readTrace(holder: object): readonly NodeJS.CallSite[]
  close(): void
}

type Prepare = (error: unknown, trace: readonly NodeJS.CallSite[]) => unknown

const NAME = 'prepareStackTrace'
const { captureStackTrace } = Error
// These say where they fail: the app may have frozen `Error`.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect

/**
 * Keeps `error.stack` what it is without us: rewriting moves the columns on lines with an `await`, and frames of ours
 * stand below the app. Node formats stacks through `Error.prepareStackTrace`, with source maps or without; ours hands
 * Node's own the call sites that there were without us. It steps aside for a function that the app sets.
 */
export function keepStackColumns(parts: ShownTraceParts): StackColumns {
  const before = getOwnPropertyDescriptor(Error, NAME)
  const original = before?.value as Prepare | undefined
  // A Node without a default, or an app's own that was there first.
  if (before?.configurable !== true || typeof original !== 'function' || original.name !== 'ErrorPrepareStackTrace') {
    return notKept()
  }
  let listener: ((error: unknown) => void) | undefined
  let wanted: object | undefined
  const readTrace = (holder: { readonly stack?: unknown }): readonly NodeJS.CallSite[] => {
    const present = getOwnPropertyDescriptor(Error, NAME)
    // What the app has set is not for stacks that are read here.
    const isReplaced = present?.value !== ErrorPrepareStackTrace
    if (isReplaced) defineProperty(Error, NAME, { ...before, value: ErrorPrepareStackTrace })
    wanted = holder
    try {
      const { stack } = holder
      return Array.isArray(stack) ? (stack as NodeJS.CallSite[]) : []
    } finally {
      wanted = undefined
      if (isReplaced) {
        if (present === undefined) deleteProperty(Error, NAME)
        else defineProperty(Error, NAME, present)
      }
    }
  }
  // By the name of the one that it stands in for: it is all that is likely to be looked at.
  const ErrorPrepareStackTrace: Prepare = (error, trace) => {
    if (wanted !== undefined && error === wanted) return trace
    listener?.(error)
    restoreAssertionMessage(error, trace, read, parts.insertionsFor)
    return original(error, shownTrace(trace))
  }
  const probe: { readonly stack?: unknown } = {}
  captureStackTrace(probe)
  const [site] = readTrace(probe)
  if (site === undefined) return notKept()
  const read = readCallSites(site)
  const shownTrace = createShownTraces(read, parts)
  defineProperty(Error, NAME, { ...before, value: ErrorPrepareStackTrace })
  return {
    get kept() {
      return Error.prepareStackTrace === ErrorPrepareStackTrace
    },
    listen(wantedListener) {
      listener = wantedListener
    },
    readTrace,
    close() {
      if (Error.prepareStackTrace === ErrorPrepareStackTrace) defineProperty(Error, NAME, before)
    },
  }
}

function notKept(): StackColumns {
  return { kept: false, listen: () => undefined, readTrace: () => [], close: () => undefined }
}
