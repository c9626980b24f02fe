import type { Scope, Variable } from '../../shared/traceback.ts'
import type { Capture, CapturedFrame, CapturedScope, ScriptPosition } from '../capture/index.ts'
import type { ErrorDescription, ValueTable } from '../snapshot/index.ts'
import type { Position, StackLine } from '../source/index.ts'
import { deadNames } from './dead-zone.ts'
import { textAround } from './function-text.ts'
import type { FunctionText, FunctionTexts } from './function-text.ts'
import { mergeStack } from './stack-merge.ts'
import type { PlacedLine } from './stack-merge.ts'

/**
 * The part of a traceback that has to be taken at once, while the values are what they were: synchronous and bounded by
 * the value table's limits. Positions are still those of the running code.
 */
export interface Draft {
  readonly error: ErrorDescription
  readonly frames: readonly DraftFrame[]
  readonly causes: readonly DraftCause[]
}

export interface DraftCause extends Draft {
  readonly relation: 'cause' | 'member'
}

export interface DraftFrame {
  readonly index: number
  readonly functionName: string
  readonly async: boolean
  readonly url: string
  readonly line: number
  readonly column: number
  readonly scopes: readonly Scope[]
  /** Present for a frame that was captured. */
  readonly captured: CapturedFrame | undefined
  readonly reason: string | undefined
}

export interface DraftParts {
  readonly table: ValueTable
  captureOf(thrown: unknown): Capture | undefined
  describeError(thrown: unknown, table: ValueTable): ErrorDescription
  parseStack(stack: string, message?: string): readonly StackLine[]
  /** From a position in a stack text to the running code. */
  toRunning(url: string, position: Position): Position
  /** Where in a script a SyntaxError is, if it is about one. */
  syntaxPlace(error: object): ScriptPosition | undefined
  /** Whether a script is the app's own code. */
  isApp(url: string): boolean
  /** Nothing is lost in optimised code, see `keepVariablesInOptimisedCode`. */
  readonly keepsAll: boolean
  readonly functionText: FunctionTexts
  /** Text of a script as V8 compiled it. */
  scriptSource(scriptId: string): string | undefined
}

/** Links of a chain of causes, nested ones included; longer ones are cut. */
const MAX_CAUSES = 30

export function draftTraceback(thrown: unknown, capture: Capture | undefined, parts: DraftParts): Draft {
  const seen = new Set<unknown>()
  let nextIndex = 0
  let links = 0

  const draft = (error: unknown, found: Capture | undefined): Draft => {
    seen.add(error)
    const description = parts.describeError(error, parts.table)
    const frames =
      found === undefined || found.skipped
        ? framesOfStack(description, parts, found?.skipped === true, () => nextIndex++)
        : mergeStack(found, placedLines(description, parts)).map((frame) =>
            'position' in frame
              ? draftFrame(frame, nextIndex++, parts)
              : stackFrame(frame, nextIndex++, isOverflow(description) ? RECURSION : reasonFor(frame, parts)),
          )
    const unparsed = unparsedPlace(error, frames, parts)
    const causes = description.causes.flatMap(({ relation, thrown: cause }): DraftCause[] => {
      if (seen.has(cause) || links++ >= MAX_CAUSES) return []
      return [{ relation, ...draft(cause, parts.captureOf(cause)) }]
    })
    const all = unparsed === undefined ? frames : [stackFrame(unparsed, nextIndex++, NOT_PARSED), ...frames]
    return { error: description, frames: all, causes }
  }
  return draft(thrown, capture ?? parts.captureOf(thrown))
}

function draftFrame(frame: CapturedFrame, index: number, parts: DraftParts): DraftFrame {
  const { url, line, column } = frame.position
  return {
    index,
    functionName: frame.functionName,
    async: frame.async,
    url,
    line,
    column,
    scopes: frame.origin === 'app' ? draftScopes(frame, parts) : [],
    captured: frame,
    reason: frame.reason,
  }
}

function draftScopes(frame: CapturedFrame, parts: DraftParts): readonly Scope[] {
  const { table, functionText, keepsAll } = parts
  const text = functionText(frame)
  const local = frame.scopes.findIndex(({ kind }) => kind === 'local')
  return frame.scopes.flatMap((scope, position): Scope[] => {
    const kind = scope.kind === 'closure' && isCommonJsModule(scope) ? 'module' : scope.kind
    const dead = kind === 'block' && position < local ? deadNamesOf(frame, scope, parts) : undefined
    const all = table.variablesOf(scope.variables).map((variable): Variable => {
      if (dead?.has(variable.name) === true) return { name: variable.name, missing: 'uninitialised' }
      return keepsAll ? asUninitialised(variable) : variable
    })
    const shown = kind === 'module' && position > 0 ? mentioned(all, text, frame.functionName) : all
    const self = kind === 'local' && hasOwnThis(text) ? selfOf(frame, table) : []
    const variables = [...self, ...shown.filter(({ name }) => !isPlumbing(name))]
    if (variables.length === 0) return []
    return [{ kind, ...(scope.name === undefined || scope.name === '' ? {} : { name: scope.name }), variables }]
  })
}

/** Scripts in which blocks are looked for, in characters: finding a line takes time in proportion. */
const MAX_SCRIPT = 2_000_000

function deadNamesOf(
  { position }: CapturedFrame,
  { range }: CapturedScope,
  { scriptSource }: DraftParts,
): ReadonlySet<string> | undefined {
  const source = range && scriptSource(position.scriptId)
  if (range === undefined || source === undefined || source.length > MAX_SCRIPT) return undefined
  const { text, offset } = textAround(source, range, position)
  return deadNames(text, offset)
}

/** V8 has one answer for both: what optimised code lost, and what is not initialised yet. */
function asUninitialised(variable: Variable): Variable {
  if ('value' in variable || variable.missing !== 'optimised-out') return variable
  return { name: variable.name, missing: 'uninitialised' }
}

function selfOf({ self }: CapturedFrame, table: ValueTable): readonly Variable[] {
  return self === undefined || self === globalThis ? [] : [{ name: 'this', value: table.view(self) }]
}

/** For an arrow that does not mention `this` V8 names the receiver of the call, which is nobody's. */
function hasOwnThis(text: FunctionText | undefined): boolean {
  return text?.isArrow !== true || text.names.has('this')
}

function mentioned(
  variables: readonly Variable[],
  text: FunctionText | undefined,
  functionName: string,
): readonly Variable[] {
  return variables.filter(({ name }) => name !== functionName && text?.names.has(name) === true)
}

/** The names of the function that Node wraps around a CommonJS module. */
const COMMONJS_NAMES = ['exports', 'require', 'module', '__filename', '__dirname']

export function isCommonJsModule({ variables }: CapturedScope): boolean {
  return COMMONJS_NAMES.some((name) => Object.hasOwn(variables, name))
}

function isPlumbing(name: string): boolean {
  return name.startsWith('__inquest_')
}

const BETWEEN = 'it is a library function that was waiting; only the app\u2019s own awaits are kept live'
const NO_PRELOAD = 'it was waiting in an await: without the preload such callers are shown by place only'
const NOT_REACHED = 'it was waiting further out: the error was caught before it got there'
const INSIDE = 'it is inside a library, where V8 does not stop'
const MADE = 'the error was made there, where nothing is captured: in another thread, or some time before'
const NOT_PARSED = 'the file could not be parsed, so that nothing of it ran'
const RECURSION = 'V8 does not stop for a stack overflow, so there was nothing to capture'
const SKIPPED = 'so many errors were thrown that this one was only noted'
const NOT_CAPTURED = 'the error was not seen when it was thrown'

/** Where nothing was captured the stack text is all there is: places, but no variables. */
function framesOfStack(
  description: ErrorDescription,
  parts: DraftParts,
  skipped: boolean,
  nextIndex: () => number,
): readonly DraftFrame[] {
  const overflow = isOverflow(description)
  return placedLines(description, parts).map((line) =>
    stackFrame(line, nextIndex(), overflow ? RECURSION : skipped ? SKIPPED : NOT_CAPTURED),
  )
}

function isOverflow({ name, message }: ErrorDescription): boolean {
  return name === 'RangeError' && message.startsWith('Maximum call stack')
}

/** A file that could not be parsed has no frame: none of it ever ran. */
function unparsedPlace(
  error: unknown,
  frames: readonly DraftFrame[],
  { syntaxPlace }: DraftParts,
): PlacedLine | undefined {
  // Not of a proxy, whose traps are the app's.
  if (!Error.isError(error) || !(error instanceof SyntaxError)) return undefined
  const place = syntaxPlace(error)
  // `JSON.parse` and the like fail in a frame, not in a script.
  if (place === undefined || place.url === '' || frames.some(({ url }) => url === place.url)) return undefined
  return { kind: 'source', async: false, functionName: '(module)', ...place }
}

function placedLines(
  { stack, message }: ErrorDescription,
  { parseStack, toRunning }: DraftParts,
): readonly PlacedLine[] {
  return parseStack(stack, message)
    .filter((line) => line.kind !== 'native')
    .map((line) => (line.kind === 'source' ? { ...line, ...toRunning(line.url, line) } : line))
}

function reasonFor(line: PlacedLine, { isApp, keepsAll }: DraftParts): string {
  if (isApp(line.url) && !line.async) return MADE
  if (!isApp(line.url)) return line.async ? BETWEEN : INSIDE
  return keepsAll ? NOT_REACHED : NO_PRELOAD
}

function stackFrame(line: PlacedLine, index: number, reason: string): DraftFrame {
  const { functionName = '', async, url, column } = line
  return { index, functionName, async, url, line: line.line, column, scopes: [], captured: undefined, reason }
}
