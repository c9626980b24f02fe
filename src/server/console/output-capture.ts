import { AsyncLocalStorage } from 'node:async_hooks'
import type { Output } from '../../shared/evaluation.ts'

/**
 * What an evaluation prints comes with its result, and still reaches the app's own streams. The evaluation runs in an
 * async context of its own: what other requests print at the same time stays apart, and what it prints after an await is
 * still its own.
 */
export interface OutputCapture {
  run<T>(sink: OutputSink, work: () => T): T
  /** Whether the calling code runs on behalf of an evaluation. */
  active(): boolean
  close(): void
}

export interface OutputSink {
  readonly chunks: Output[]
  /** Characters that were printed beyond the limit. */
  cut: number
}

/** Characters of output that one result carries. */
const KEPT_CHARACTERS = 100_000

export function openSink(): OutputSink {
  return { chunks: [], cut: 0 }
}

export function createOutputCapture(): OutputCapture {
  const storage = new AsyncLocalStorage<OutputSink>({ name: 'inquest-console' })
  const restore = (['stdout', 'stderr'] as const).map((stream) => tee(stream, storage))
  return {
    run: (sink, work) => storage.run(sink, work),
    active: () => storage.getStore() !== undefined,
    close() {
      for (const step of restore) step()
    },
  }
}

function tee(stream: 'stdout' | 'stderr', storage: AsyncLocalStorage<OutputSink>): () => void {
  const target = process[stream]
  const own = Object.getOwnPropertyDescriptor(target, 'write')
  const write = target.write.bind(target) as (...args: unknown[]) => boolean
  const teed = (...args: unknown[]): boolean => {
    const sink = storage.getStore()
    if (sink !== undefined) keep(sink, stream, args[0])
    return write(...args)
  }
  Object.defineProperty(target, 'write', { value: teed, configurable: true, writable: true })
  return () => {
    if ((target.write as unknown) !== teed) return // somebody wrapped ours; taking it out would take theirs out, too
    if (own === undefined) Reflect.deleteProperty(target, 'write')
    else Object.defineProperty(target, 'write', own)
  }
}

function keep(sink: OutputSink, stream: Output['stream'], chunk: unknown): void {
  const text = typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : ''
  const room = KEPT_CHARACTERS - sink.chunks.reduce((sum, part) => sum + part.text.length, 0)
  const kept = text.slice(0, Math.max(0, room))
  sink.cut += text.length - kept.length
  if (kept === '') return
  const last = sink.chunks.at(-1)
  if (last?.stream === stream) sink.chunks[sink.chunks.length - 1] = { stream, text: last.text + kept }
  else sink.chunks.push({ stream, text: kept })
}
