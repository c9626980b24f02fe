import type { TracebackSummary } from '../../shared/traceback.ts'

/** Tracebacks that look like the same failure, newest first. */
export interface SummaryGroup {
  readonly key: string
  readonly newest: TracebackSummary
  readonly tracebacks: readonly TracebackSummary[]
}

const pathOf = (url: string): string => url.split(/[?#]/, 1)[0] ?? url

const keyOf = ({ error, request }: TracebackSummary): string =>
  JSON.stringify([error.name, error.message, request?.method, request === undefined ? undefined : pathOf(request.url)])

/** Same error name, message, method and path: one group, in the order of the newest member. */
export const groupSummaries = (summaries: readonly TracebackSummary[]): readonly SummaryGroup[] => {
  const groups = new Map<string, TracebackSummary[]>()
  for (const summary of summaries) {
    const key = keyOf(summary)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [summary])
    else group.push(summary)
  }
  return [...groups].flatMap(([key, tracebacks]) => {
    const [newest] = tracebacks
    return newest === undefined ? [] : [{ key, newest, tracebacks }]
  })
}
