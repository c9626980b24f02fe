import { isProxy } from 'node:util/types'
import type { Evaluation, Output } from '../../shared/evaluation.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'
import type { Connection, HoldWatch } from '../watch/index.ts'
import type { Describe } from './dump-text.ts'
import type { FrameDeclarations } from './frame-declarations.ts'
import type { FrameVariables, Reading, VariableScope } from './frame-variables.ts'
import { undeclaredName } from './private-use.ts'
import { createHelpers } from './helpers.ts'
import type { FrameFacts, HelperParts } from './helpers.ts'
import { look } from './look.ts'
import type { Looked, LookParts } from './look.ts'
import { isNote } from './note.ts'
import { createFrameScratch } from './frame-scratch.ts'
import type { FrameScratch } from './frame-scratch.ts'
import type { ImportFrom, ResolveFrom } from './import-from.ts'
import { interpret } from './interpret.ts'
import { closeSink, drainSink, keepOutput, openSink } from './output-capture.ts'
import type { OutputCapture, OutputSink } from './output-capture.ts'
import { dataValue } from './own-value.ts'
import { inPlainWords } from './plain-words.ts'
import { uncaughtText } from './result-text.ts'
import { THROWN_NAME } from './scratch-names.ts'
import { lateText, pendingText, resultText, sideEffect, threw } from './evaluation-text.ts'
import { awaitResult, outcomeOf } from './settle.ts'
import type { Outcome } from './settle.ts'
import { shielded } from './shield.ts'
import { drive } from './steps.ts'
import type { Steps } from './steps.ts'
import type { StripTypes } from './strip-types.ts'
import { syntaxText } from './syntax-text.ts'
import { createStandardLibrary } from './standard-library.ts'
import { createTurns, onLateRejection } from './turn.ts'
import type { Turn } from './turn.ts'
import { withUrl } from './typed-code.ts'

/** The console of one frame: what was declared in it persists as long as the frame lives. */
export interface FrameConsole {
  evaluate(input: ConsoleInput): Promise<Evaluation>
  /** What was declared in it, and the helpers. */
  readonly scratch: object
  readonly variables: FrameVariables
  /** The value of an expression as far as it can be had without a side effect. */
  look(expression: string): Looked | undefined
  /** What the text of the frame's script declares. */
  declarations(): FrameDeclarations | undefined
}

export interface ConsoleInput {
  readonly source: string
  readonly mode: 'run' | 'peek'
  /** Milliseconds; of each synchronous part, and of all that is awaited. */
  readonly timeoutMs?: number
  /** The developer gave up waiting. */
  readonly signal?: AbortSignal
  /** Whose hanging up says the same while the app is held. */
  readonly client?: Connection | undefined
}

export interface FrameConsoleParts {
  /** Evaluates in the frame. */
  enter(request: EntryRequest): Entered
  /** Runs work without a pause for what it throws, and where it can be ended. */
  contain(work: () => void): void
  readonly watch: HoldWatch
  readonly facts: FrameFacts
  readonly output: OutputCapture
  /** Describes results for the page; real values, as a console shows them. */
  readonly describe: Describe
  placeOf: HelperParts['placeOf']
  /** `file:` URL of the frame's own file. */
  readonly from: string | undefined
  readonly importFrom: ImportFrom
  readonly resolveFrom: ResolveFrom
  readonly stripTypes: StripTypes
  /** What is known of a promise without waiting for it. */
  promise: LookParts['promise']
  /** What the text of the frame's script declares. */
  readonly declarations?: () => FrameDeclarations | undefined
  /** Where a script could not be parsed, `file:line:column`. */
  readonly syntaxPlace?: (error: object) => string | undefined
  /** No variable is lost in optimised code. */
  readonly keepsAll: boolean
}

const { setImmediate: startImmediate } = globalThis
const standard = createStandardLibrary()

/** Several lines, or functions: an error in there is told the place of. A script of its own costs a third of a millisecond. */
const HAS_PLACES = /[\n{]|=>/

export const RUN_TIMEOUT_MS = 5000
export const PEEK_TIMEOUT_MS = 200
/** A console may ask for more, but nothing holds the app longer than this. */
const MAX_TIMEOUT_MS = 60_000

export function createFrameConsole(parts: FrameConsoleParts): FrameConsole {
  const { enter, contain, watch, facts, describe, placeOf, output } = parts
  let scratch: FrameScratch | undefined
  // For what the app calls of what was typed: it runs for no evaluation.
  const { turn: strayTurn } = createTurns(RUN_TIMEOUT_MS, now)
  const turn = (): Turn => output.current()?.turn ?? strayTurn
  const helpers = createHelpers({
    ...describe,
    facts,
    enter,
    placeOf,
    current: output.current,
    offered: () => scratchOf().offered(),
    declared: () => declaredIn(scratchOf().scope),
  })
  const scratchOf = (): FrameScratch =>
    (scratch ??= createFrameScratch({ ...parts, self: facts.self, helpers: helpers.values, turn, repair }))
  // What earlier inputs print, or fail with, after they had their result.
  const late = openSink()
  // Of the input that runs right now: what tells otherwise may be what it has broken.
  let running: OutputSink | undefined
  const repair = (sink = running ?? output.current()): void => {
    const back = sink?.standard?.repair() ?? []
    if (sink === undefined || back.length === 0) return
    const names = back.length > 10 ? `${back.slice(0, 10).join(', ')} and ${back.length - 10} more` : back.join(', ')
    keepOutput(sink, 'stderr', `The app cannot go on like this, so it was undone: ${names}\n`)
  }

  // What was looked at in vain: it would hold the app again with every letter behind it.
  let tooSlow: string | undefined

  // Numbers of inputs, and those whose results `_` and `_error` are: what comes late hides nothing newer.
  let count = 0
  const newest = { _: 0, _error: 0 }
  const rememberFrom = (name: '_' | '_error', value: unknown, number: number): void => {
    if (number < newest[name]) return
    newest[name] = number
    scratchOf().remember(name, value)
  }

  return {
    variables: helpers.variables,
    get scratch() {
      return scratchOf().scope
    },
    declarations: () => parts.declarations?.(),
    look(expression) {
      const scratch = scratchOf()
      scratch.yieldToGlobals()
      if (tooSlow === expression) return undefined
      const onTimeout = (): void => {
        tooSlow = expression
      }
      return look({ ...parts, scratch, limit: PEEK_TIMEOUT_MS, onTimeout }, expression)
    },
    async evaluate({ source, mode, timeoutMs, signal, client }) {
      const started = performance.now()
      const durationMs = (): number => round(performance.now() - started)
      const { scope, declare, withdraw, targetKind, yieldToGlobals } = scratchOf()
      yieldToGlobals()
      const scratchNames = new Set(Object.getOwnPropertyNames(scope))
      const peek = mode === 'peek'
      if (!peek) tooSlow = undefined
      const options = { stripTypes: parts.stripTypes, scratchNames, guarded: !peek, targetKind }
      const program = shielded(() => interpret(source, options))
      switch (program.kind) {
        case 'empty':
          return {
            kind: 'value',
            value: { type: 'undefined', preview: 'undefined' },
            text: '',
            output: peek ? [] : drainSink(late),
            durationMs: 0,
          }
        case 'incomplete':
          return { kind: 'refused', code: 'incomplete', text: '' }
        case 'syntax':
          return { kind: 'refused', code: 'syntax', text: syntaxText(source, program) }
        case 'program':
      }
      if (peek && (program.awaits || program.declares.length > 0)) return sideEffect(program.awaits)
      const limit = limitOf(timeoutMs, peek)
      const changes = !peek && !program.onlyReads
      // Leaves the callers' frames: V8 describes every scope on the stack when it stops, which is most of what `1 + 1` takes.
      await Promise.resolve()
      const declared = peek ? [] : declare(program.declares)
      const turns = createTurns(limit, now)
      const watched = peek ? undefined : watch.open({ client, limitMs: limit })
      const sink = openSink({
        number: watched?.number,
        later: late,
        turn: turns.turn,
        standard: changes ? standard.watch() : undefined,
      })
      running = sink
      const exitCode = process.exitCode
      const number = ++count
      let entered: Entered
      let interrupted = false
      watched?.enter()
      try {
        entered = unboxed(
          output.run(sink, enter, {
            source: peek || !HAS_PLACES.test(source) ? program.source : withUrl(source, program.source),
            scratch: scope,
            peek,
            timeoutMs: limit,
          }),
        )
      } finally {
        interrupted = watched?.leave() ?? false
      }
      running = undefined
      // What was stopped has not come to its end, where it does so itself.
      if (changes) repair(sink)
      if (!peek && process.exitCode !== exitCode) {
        process.exitCode = exitCode
        const was = exitCode === undefined ? 'unset' : String(exitCode)
        keepOutput(sink, 'stderr', `The app would end with that process.exitCode one day, so it is ${was} again\n`)
      }
      const waitFor = (value: unknown): Promise<Outcome> => {
        if (!program.yields) return outcomeOf(value)
        const [steps, readArguments] = value as readonly [Steps, unknown]
        const onStopped = (): void => {
          repair(sink)
        }
        return output.run(sink, drive, steps, {
          limit,
          self: facts.self,
          turn: turns.turn,
          readArguments,
          contain: (work) => {
            watched?.enter()
            try {
              contain(work)
            } finally {
              interrupted = (watched?.leave() ?? false) || interrupted
            }
          },
          onStopped,
        })
      }
      const settled =
        program.awaits && entered.kind === 'value'
          ? await awaitResult(waitFor(entered.value), {
              limit,
              signal,
              turns,
              onLate: (boxed) => {
                const result = program.boxed ? unboxedResult(boxed) : boxed
                keepOutput(late, 'stderr', lateText(result, limit, parts))
                if (result.kind === 'threw') rememberFrom('_error', result.error, number)
                else if (result.kind === 'value' && program.boxed && result.value !== undefined)
                  rememberFrom('_', result.value, number)
              },
            })
          : entered
      // What the input left to this turn of the microtasks may hold the app: to end it is to lose the rest of them.
      if (!peek) await new Promise((resolve) => startImmediate(resolve))
      watched?.end()
      if (settled.kind !== 'value' && settled.kind !== 'pending') withdraw(declared)
      const finished = (): readonly Output[] => [...(peek ? [] : drainSink(late)), ...closeSink(sink)]
      switch (settled.kind) {
        case 'value': {
          const value = program.boxed ? unbox(settled.value) : settled.value
          if (isNote(value)) {
            const note = await value.renderer.show(value)
            return { kind: 'value', ...note, output: finished(), durationMs: durationMs() }
          }
          onLateRejection(value, (reason) => {
            keepOutput(late, 'stderr', `The promise of an earlier input was rejected: ${uncaughtText(reason)}\n`)
          })
          if (!peek && value !== undefined) rememberFrom('_', value, number)
          const shown = describe.view(value)
          const text = resultText(value, peek, shown, parts, source)
          const { copied } = sink
          return {
            kind: 'value',
            value: shown,
            text,
            output: finished(),
            durationMs: durationMs(),
            ...(copied === undefined ? {} : { copy: copied }),
          }
        }
        case 'threw': {
          const name = undeclaredName(settled.error)
          const place = name === undefined ? undefined : program.privateUse(name)
          if (place !== undefined) {
            closeSink(sink)
            const message = `Private field '${name}' must be declared in an enclosing class`
            return { kind: 'refused', code: 'syntax', text: syntaxText(source, { message, ...place }) }
          }
          inPlainWords(settled.error, {
            keepsAll: parts.keepsAll,
            isDeclared: (name) => source.includes(name) && parts.declarations?.()?.find(name)?.isOutside === true,
          })
          if (!peek) rememberFrom('_error', settled.error, number)
          return { ...threw(settled.error, peek, parts, source), output: finished(), durationMs: durationMs() }
        }
        case 'side-effect':
          return sideEffect(false)
        case 'timeout':
          return {
            kind: 'timeout',
            text: interrupted ? 'interrupted' : `stopped after ${limit} ms`,
            output: finished(),
            durationMs: durationMs(),
          }
        case 'pending':
          return {
            kind: 'timeout',
            text: sink.stopped ? `stopped after ${limit} ms` : pendingText(settled.why, limit),
            output: finished(),
            durationMs: durationMs(),
          }
        case 'gone':
          return { kind: 'refused', code: 'gone', text: `This frame can no longer be entered: ${settled.reason}.` }
      }
    },
  }
}

/** With values that are there: what was declared and never reached has none. */
function declaredIn(scope: object): VariableScope {
  const variables = Object.keys(scope).map((name) => {
    const property = Object.getOwnPropertyDescriptor(scope, name)
    const reading: Reading =
      property !== undefined && 'value' in property
        ? { value: property.value as unknown }
        : { missing: 'uninitialised' }
    return { name, reading }
  })
  return { title: 'console', variables }
}

function now(): number {
  return performance.now()
}

/** What the input threw, out of its box. */
function unboxed(entered: Entered): Entered {
  if (entered.kind !== 'threw') return entered
  const { error } = entered
  if (typeof error !== 'object' || error === null || isProxy(error)) return entered
  const give = dataValue(error, THROWN_NAME)
  return typeof give === 'function' ? { kind: 'threw', error: (give as () => unknown)() } : entered
}

function unboxedResult(result: Outcome): Outcome {
  return result.kind === 'value' ? { kind: 'value', value: unbox(result.value) } : result
}

function unbox(box: unknown): unknown {
  return (box as readonly unknown[])[0]
}

function limitOf(wanted: unknown, peek: boolean): number {
  const limit = typeof wanted === 'number' ? wanted : peek ? PEEK_TIMEOUT_MS : RUN_TIMEOUT_MS
  return limit >= 1 ? Math.min(limit, MAX_TIMEOUT_MS) : 1
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000
}
