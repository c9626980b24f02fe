/** What a developer waits for in the console: round trips over loopback HTTP, median and 95th percentile. */
import type { Completion, Evaluation } from '../src/shared/evaluation.ts'
import type { Expansion, TracebackSummary } from '../src/shared/traceback.ts'
import { startChild } from './child.ts'

const ROUNDS = 100

const child = await startChild('bench/console-app.ts', { preload: true })
try {
  const cookie = await child.unlock()
  await child.get('/fail')
  const list = await child.get('/__inquest__/api/tracebacks', { cookie })
  const id = (JSON.parse(list.body) as { tracebacks: readonly TracebackSummary[] }).tracebacks[0]?.id ?? ''
  const base = `/__inquest__/api/tracebacks/${id}`
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const reply = await child.post(base + path, body, { cookie })
    if (reply.status !== 200) throw new Error(`${path} answered ${reply.status}: ${reply.body}`)
    return JSON.parse(reply.body) as unknown
  }
  const evaluate = (source: string, mode = 'run'): Promise<unknown> => post('/frames/0/evaluate', { source, mode })
  const complete = (source: string): Promise<unknown> => post('/frames/0/complete', { source, cursor: source.length })
  const refOf = async (source: string): Promise<string> => {
    const { value } = (await evaluate(source)) as Extract<Evaluation, { kind: 'value' }>
    return value.ref ?? ''
  }
  const expand = (ref: string, from: number): Promise<unknown> => post('/expand', { ref, from, count: 100 })
  const refs = { order: await refOf('order'), million: await refOf('million'), large: await refOf('large') }

  await measure('run 1+1', () => evaluate('1+1'))
  await measure('peek 1+1', () => evaluate('1+1', 'peek'))
  await measure('run await 1', () => evaluate('await 1'))
  await measure('complete a name in scope', () => complete('ord'), hasItems)
  await measure('complete a member', () => complete('order.customer.'), hasItems)
  await measure('complete behind a call', () => complete('Object.entries(order)[0].'), hasItems)
  await measure('complete behind a call that gives 100,000 keys', () => complete('Object.keys(large).'), hasItems)
  await measure('complete among 100,000 keys', () => complete('large.key12'), hasItems)
  await measure("complete large['key12", () => complete("large['key12"), hasItems)
  await measure('expand an object', () => expand(refs.order, 0), hasChildren)
  await measure('expand a page of 1,000,000 elements', (round) => expand(refs.million, round * 5000), hasChildren)
  await measure('expand a page of 100,000 keys', (round) => expand(refs.large, round * 900), hasChildren)
  await measure('preview of 100,000 keys', () => evaluate('large', 'peek'))
  await measure('preview of a Buffer of 100 MB', () => evaluate('bytes', 'peek'))
  await measure('run: a Buffer of 100 MB', () => evaluate('bytes'))
} finally {
  await child.stop()
}

async function measure(
  label: string,
  work: (round: number) => Promise<unknown>,
  isRight: (answer: unknown) => boolean = isValue,
): Promise<void> {
  for (let round = 0; round < 10; round++) await work(round)
  const took: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    const answer = await work(round)
    took.push(performance.now() - started)
    if (!isRight(answer)) throw new Error(`${label}: ${JSON.stringify(answer).slice(0, 500)}`)
  }
  took.sort((a, b) => a - b)
  const at = (share: number): string => (took[Math.floor(share * ROUNDS)] ?? 0).toFixed(2)
  console.log(`${label}: median ${at(0.5)} ms, p95 ${at(0.95)} ms`)
}

function isValue(answer: unknown): boolean {
  return (answer as Evaluation).kind === 'value'
}

function hasItems(answer: unknown): boolean {
  return (answer as Completion).items.length > 0
}

function hasChildren(answer: unknown): boolean {
  return (answer as Expansion).children.length > 0
}
