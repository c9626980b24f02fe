import { AsyncLocalStorage } from 'node:async_hooks'
import { StringDecoder } from 'node:string_decoder'
import { isUint8Array } from 'node:util/types'
import type { Output } from '../../shared/evaluation.ts'
import { defineValue } from './own-value.ts'
import { uncaughtText } from './result-text.ts'
import { trimPrinted } from './stack-text.ts'
import { catchStrayErrors } from './stray-errors.ts'
import type { StrayError } from './stray-errors.ts'
import type { StandardWatch } from './standard-library.ts'
import type { Turn } from './turn.ts'

/**
 * What an evaluation prints comes with its result, and still reaches the app's own streams. The evaluation runs in an
 * async context of its own: what other requests print at the same time stays apart, and what it prints after an await is
 * still its own. What it prints later than that comes with the next result of the same console, and so do errors that
 * nobody caught in what it started: those never reach the app.
 */
export interface OutputCapture {
  run<T, A extends unknown[]>(sink: OutputSink, work: (...args: A) => T, ...args: A): T
  /** Whether the calling code runs on behalf of an evaluation. */
  active(): boolean
  /** What belongs to the evaluation that the calling code runs for. */
  current(): OutputSink | undefined
  /** Tells the developer that the calling code is about to be ended. False: it runs for none of the input's. */
  stop(input: number | 'any'): boolean
  close(): void
}

export interface OutputSink {
  readonly chunks: Output[]
  /** Characters that were printed beyond the limit. */
  cut: number
  kept: number
  /** Takes what is printed once the evaluation has its result. */
  readonly later: OutputSink | undefined
  closed: boolean
  /** Of the input, as the watch counts them. */
  readonly number: number | undefined
  /** What the input had left behind held the app, and was ended. */
  stopped: boolean
  readonly turn: Turn | undefined
  readonly standard: StandardWatch | undefined
  /** What goes to the developer's clipboard. */
  copied: string | undefined
  readonly decoders: { stdout?: StringDecoder; stderr?: StringDecoder }
}

/** Characters of output that one result carries. */
const KEPT_CHARACTERS = 100_000

export type SinkOptions = Partial<Pick<OutputSink, 'later' | 'number' | 'turn' | 'standard'>>

export function openSink({ later, number, turn, standard }: SinkOptions = {}): OutputSink {
  return {
    chunks: [],
    cut: 0,
    kept: 0,
    later,
    closed: false,
    number,
    stopped: false,
    turn,
    standard,
    copied: undefined,
    decoders: later?.decoders ?? {},
  }
}

/** What was printed so far; what comes later goes to the next sink. */
export function closeSink(sink: OutputSink): readonly Output[] {
  sink.closed = true
  return drainSink(sink)
}

export function drainSink(sink: OutputSink): readonly Output[] {
  const { cut } = sink
  const chunks = sink.chunks.splice(0)
  sink.cut = 0
  sink.kept = 0
  return cut === 0 ? chunks : [...chunks, { stream: 'stderr', text: `\n… ${cut} more characters of output\n` }]
}

export function createOutputCapture(): OutputCapture {
  const storage = new AsyncLocalStorage<OutputSink>({ name: 'inquest-console' })
  const active = (): boolean => storage.getStore() !== undefined
  const report = ({ error, kind }: StrayError): void => {
    const where = kind === 'unhandledRejection' ? 'a promise that nobody awaits' : 'something that a console started'
    try {
      // The stream is teed: the console gets it, and the terminal.
      process.stderr.write(`Uncaught in ${where}, the app goes on: ${uncaughtText(error)}\n`)
    } catch {
      // the app has replaced the stream by one that throws; it is no business of the app's all the same
    }
  }
  const restore = [
    ...(['stdout', 'stderr'] as const).map((stream) => tee(stream, storage)),
    catchStrayErrors(active, report),
  ]
  return {
    run: storage.run.bind(storage),
    active,
    current: () => storage.getStore(),
    stop(input) {
      const sink = storage.getStore()
      if (sink === undefined || (input !== 'any' && input !== sink.number)) return false
      sink.stopped = true
      keepOutput(sink, 'stderr', 'What an input started held the app, and was stopped\n')
      return true
    },
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
    if (sink !== undefined) keepOutput(sink, stream, args[0], args[1])
    return write(...args)
  }
  defineValue(target, 'write', teed, true)
  return () => {
    if ((target.write as unknown) !== teed) return // somebody wrapped ours; taking it out would take theirs out, too
    if (own === undefined) Reflect.deleteProperty(target, 'write')
    else Object.defineProperty(target, 'write', own)
  }
}

/** `encoding`: of a text, as `write` takes it. */
export function keepOutput(sink: OutputSink, stream: Output['stream'], chunk: unknown, encoding?: unknown): void {
  if (sink.closed) {
    if (sink.later !== undefined) keepOutput(sink.later, stream, chunk, encoding)
    return
  }
  const text = trimPrinted(textOfChunk(sink, stream, chunk, encoding))
  const kept = text.slice(0, Math.max(0, KEPT_CHARACTERS - sink.kept))
  sink.cut += text.length - kept.length
  sink.kept += kept.length
  if (kept === '') return
  addChunk(sink, stream, kept)
}

/** Bytes may end within a character: it comes with the rest of it. */
function textOfChunk(sink: OutputSink, stream: Output['stream'], chunk: unknown, encoding: unknown): string {
  if (typeof chunk === 'string') return isOfBytes(encoding) ? decode(sink, stream, Buffer.from(chunk, encoding)) : chunk
  return isUint8Array(chunk) ? decode(sink, stream, chunk) : ''
}

function decode(sink: OutputSink, stream: Output['stream'], bytes: Uint8Array): string {
  const decoder = (sink.decoders[stream] ??= new StringDecoder('utf8'))
  return decoder.write(Buffer.from(bytes))
}

function isOfBytes(encoding: unknown): encoding is BufferEncoding {
  return (
    typeof encoding === 'string' && /^(?:hex|base64|base64url|latin1|binary|ascii|ucs-?2|utf-?16le)$/i.test(encoding)
  )
}

function addChunk(sink: OutputSink, stream: Output['stream'], kept: string): void {
  const last = sink.chunks.at(-1)
  if (last?.stream === stream) sink.chunks[sink.chunks.length - 1] = { stream, text: last.text + kept }
  else sink.chunks.push({ stream, text: kept })
}
