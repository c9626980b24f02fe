import { promiseHooks } from 'node:v8'

const { onInit } = promiseHooks
const made = { count: 0 }

/** V8 looks at hooks as at any code that an evaluation runs: this one has a side effect, so that it is refused. */
function refuse(): void {
  made.count++
}

/**
 * Does work that evaluates without side effects, and has V8 refuse to make a promise in it. What an async function returns
 * may have a `then`, as the queries of many a database library do: V8 calls it soon after, when nothing is looked at any
 * more (Node 24.21).
 */
export function withoutPromises<T>(work: () => T): T {
  const stop = onInit(refuse) as () => void
  try {
    return work()
  } finally {
    stop()
  }
}
