/** Programs that run at the same time: the tests of a project share a small machine. */
const AT_ONCE = 2

/** Results in the order of the items. */
export async function mapInParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const inLane = atMost(AT_ONCE)
  return Promise.all(items.map((item) => inLane(() => work(item))))
}

/** Lets so many pieces of work run at a time, in the order in which they come. */
export function atMost(count: number): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = []
  let free = count
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) free++
      else next()
    }
  }
}
