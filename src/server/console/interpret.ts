import { parse, tokTypes, tokenizer } from 'acorn'
import type { Program } from 'acorn'
import { withoutExports } from './bare-exports.ts'
import type { Declared } from './declared-names.ts'
import { missingEnd } from './missing-end.ts'
import { privateUse } from './private-use.ts'
import { withoutTypes } from './strip-types.ts'
import type { StripTypes, Stripped } from './strip-types.ts'
import { onlyReads } from './only-reads.ts'
import { offsetAt, positionAt } from './text-position.ts'
import type { TextPosition } from './text-position.ts'
import { translate } from './translate.ts'
import type { TranslateOptions } from './translate.ts'
import { strayAwait, unexpectedAt } from './unexpected.ts'

/** What a developer's input means, before it is evaluated. */
export type Interpretation =
  | { readonly kind: 'empty' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'syntax'; readonly message: string; readonly line: number; readonly column: number }
  | {
      readonly kind: 'program'
      /** To be evaluated in the frame; its completion value is the result, or a promise of it where it `awaits`. */
      readonly source: string
      /** Names that live on in the scratch scope. */
      readonly declares: readonly Declared[]
      /** The input awaits at its top level. */
      readonly awaits: boolean
      /** It awaits by yielding: its value is a pair of a generator function and what gives it the frame's `arguments`. */
      readonly yields: boolean
      /** The result is in an array: V8 hands strings over letter by letter, and an async function awaits a promise. */
      readonly boxed: boolean
      /** It can change nothing by itself. */
      readonly onlyReads: boolean
      /** Where the input uses a `#name` that no class of its own declares. */
      readonly privateUse: (name: string) => TextPosition | undefined
    }

export interface InterpretOptions extends TranslateOptions {
  readonly stripTypes: StripTypes
}

export function interpret(input: string, { stripTypes, ...options }: InterpretOptions): Interpretation {
  if (input.trim() === '') return { kind: 'empty' }
  try {
    const parsed = parseInput(input, stripTypes)
    if (parsed.kind !== 'parsed') return parsed
    if (parsed.program.body.length === 0) return { kind: 'empty' } // comments, or nothing but types
    const translated = translate(parsed.source, parsed.program, options)
    if (translated.kind === 'syntax') return translated
    const { source, program } = parsed
    return {
      ...translated,
      kind: 'program',
      onlyReads: onlyReads(program),
      privateUse: (name) => useIn(input, source, program, name),
    }
  } catch (failure) {
    // The parser, and what walks its tree, call themselves for every level.
    if (failure instanceof RangeError)
      return { kind: 'syntax', message: 'This is nested too deeply', line: 1, column: 1 }
    throw failure
  }
}

/** In what was typed: the source may have a parenthesis in front, or be code that was made of it. */
function useIn(input: string, source: string, program: Program, name: string): TextPosition | undefined {
  const offset = privateUse(program, name)
  if (offset === undefined) return undefined
  const shift = source.startsWith(`(${input.trim()}`) ? input.indexOf(input.trim()) - 1 : 0
  const isThere = input.startsWith(name, offset + shift)
  const found = isThere ? offset + shift : input.indexOf(name)
  return found < 0 ? undefined : positionAt(input, found)
}

type Parsed =
  | { readonly kind: 'parsed'; readonly source: string; readonly program: Program }
  | Extract<Interpretation, { kind: 'incomplete' | 'syntax' }>

function parseInput(input: string, stripTypes: StripTypes): Parsed {
  // `{ a: 1 }` is meant as an object, as in every console, unless a semicolon says otherwise.
  const looksLikeObject = beginsWithBrace(input) && !/;\s*$/.test(input)
  if (looksLikeObject) {
    const asObject = attempt(`(${input.trim()}\n)`)
    if (asObject.kind === 'parsed') return asObject
  }
  // To JavaScript, `f<number>(1)` is two comparisons. Nobody means that.
  if (/[\p{ID_Continue}$]<[^<>()=]+>\(/u.test(input)) {
    const generic = withoutTypes(input, stripTypes)
    if (generic.kind === 'stripped' && generic.source !== input) {
      const parsed = attempt(generic.source)
      if (parsed.kind === 'parsed') return parsed
    }
  }
  const plain = attempt(input)
  if (plain.kind === 'parsed') return plain
  if (looksLikeObject && attempt(`(${input}`).kind === 'incomplete') return { kind: 'incomplete' }
  const stripped = withoutTypes(input, stripTypes)
  switch (stripped.kind) {
    case 'stripped': {
      const retried = stripped.source === input ? plain : attempt(stripped.source)
      if (retried.kind !== 'syntax') return retried
      const isDecorator = retried.message.startsWith("Unexpected character '@'")
      const message = isDecorator ? 'Decorators need a compiler, which a console does not have' : retried.message
      const place = stripped.made === undefined ? undefined : placeBefore(input, stripped, retried, isDecorator)
      return { ...retried, message, ...place }
    }
    case 'unsupported':
      return { ...stripped, kind: 'syntax' }
    case 'unfinished':
      return { kind: 'incomplete' }
    case 'no-typescript':
      if (plain.kind !== 'syntax') return plain
      return isIncompleteTypeScript(input, stripTypes) ? { kind: 'incomplete' } : laterMistake(input, plain, stripped)
  }
}

/** Of a mistake in code that was made of the input: its decorator, or what that code was made for. */
function placeBefore(
  input: string,
  { source, made }: Extract<Stripped, { kind: 'stripped' }>,
  mistake: Mistake,
  isDecorator: boolean,
): TextPosition {
  if (isDecorator) {
    const count = source.slice(0, offsetAt(source, mistake) + 1).split('@').length - 1
    const before = input.split('@').slice(0, count).join('@')
    if (before.length < input.length) return positionAt(input, before.length)
  }
  return made?.() ?? { line: 1, column: 1 }
}

function beginsWithBrace(input: string): boolean {
  try {
    return tokenizer(input, { ecmaVersion: 'latest' }).getToken().type === tokTypes.braceL
  } catch {
    return false
  }
}

type Mistake = Extract<Interpretation, { kind: 'syntax' }>

/** JavaScript stops at the first type; what TypeScript stops at behind that is the mistake that is meant. */
function laterMistake(input: string, plain: Mistake, typed: Extract<Stripped, { kind: 'no-typescript' }>): Mistake {
  const { line, column, message } = typed
  if (line === undefined || column === undefined) return plain
  if (line < plain.line || (line === plain.line && column <= plain.column)) return plain
  const isToken = /^(?:Expect|Expression expected|Unexpected)/.test(message)
  return {
    kind: 'syntax',
    message: isToken ? unexpectedAt(input, offsetAt(input, { line, column })) : message,
    line,
    column,
  }
}

function attempt(source: string): Parsed {
  try {
    const program = parse(source, {
      ecmaVersion: 'latest',
      sourceType: 'script',
      allowAwaitOutsideFunction: true,
      allowImportExportEverywhere: true,
      allowHashBang: true,
      checkPrivateFields: false,
    })
    const bare = withoutExports(source, program)
    return bare === undefined ? { kind: 'parsed', source, program } : attempt(bare)
  } catch (failure) {
    if (!isAcornError(failure)) throw failure
    if (isIncomplete(source, failure)) return { kind: 'incomplete' }
    const { line, column } = failure.loc
    const message = failure.message.replace(/ \(\d+:\d+\)$/, '')
    if (message !== 'Unexpected token') return { kind: 'syntax', message, line, column: column + 1 }
    const stray = strayAwait(source, failure.pos)
    return stray === undefined
      ? { kind: 'syntax', message: unexpectedAt(source, failure.pos), line, column: column + 1 }
      : { kind: 'syntax', message: STRAY_AWAIT, line, column: column + 1 - (failure.pos - stray) }
  }
}

const STRAY_AWAIT = 'await is only valid in async functions and the top level bodies of modules'

interface AcornError extends SyntaxError {
  readonly pos: number
  readonly raisedAt: number
  readonly loc: { readonly line: number; readonly column: number }
}

function isAcornError(failure: unknown): failure is AcornError {
  return failure instanceof SyntaxError && 'raisedAt' in failure && 'loc' in failure
}

/** As in Node's REPL: the parser ran out of text, or stopped within something that another line could finish. */
function isIncomplete(source: string, { message, pos, raisedAt }: AcornError): boolean {
  if (message.startsWith('Unterminated template')) return true
  if (message.startsWith('Unterminated comment')) return true
  if (message.startsWith('Unterminated string constant')) return source.endsWith('\\\n') || source.endsWith('\\')
  if (message.startsWith('Unterminated regular expression')) return false
  return raisedAt >= source.trimEnd().length && pos >= source.trimEnd().length
}

/** It would be TypeScript if its open brackets were closed, perhaps behind one more operand. */
function isIncompleteTypeScript(source: string, stripTypes: StripTypes): boolean {
  const end = missingEnd(source)
  if (end === undefined) return false
  return ['', ' x'].some(
    (operand) =>
      operand + end !== '' && /^(?:stripped|unfinished)$/.test(withoutTypes(source + operand + end, stripTypes).kind),
  )
}
