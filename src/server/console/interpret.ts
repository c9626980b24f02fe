import { parse } from 'acorn'
import type { Program } from 'acorn'
import type { Declared } from './declared-names.ts'
import { missingEnd } from './missing-end.ts'
import { translate } from './translate.ts'
import type { TranslateOptions } from './translate.ts'

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
    }

/** Makes JavaScript of TypeScript, or throws; for what only a compiler could do, with `code: ERR_UNSUPPORTED_…`. */
export type StripTypes = (source: string) => string

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
    return translated.kind === 'syntax' ? translated : { ...translated, kind: 'program' }
  } catch (failure) {
    // The parser, and what walks its tree, call themselves for every level.
    if (failure instanceof RangeError)
      return { kind: 'syntax', message: 'This is nested too deeply', line: 1, column: 1 }
    throw failure
  }
}

type Parsed =
  | { readonly kind: 'parsed'; readonly source: string; readonly program: Program }
  | Extract<Interpretation, { kind: 'incomplete' | 'syntax' }>

function parseInput(input: string, stripTypes: StripTypes): Parsed {
  // `{ a: 1 }` is meant as an object, as in every console, unless a semicolon says otherwise.
  const looksLikeObject = /^\s*\{/.test(input) && !/;\s*$/.test(input)
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
      const retried = attempt(stripped.source)
      return retried.kind === 'parsed' ? retried : plain
    }
    case 'unsupported':
      return { kind: 'syntax', message: stripped.message, line: 1, column: 1 }
    case 'no-typescript':
      return plain.kind === 'syntax' && isIncompleteTypeScript(input, stripTypes) ? { kind: 'incomplete' } : plain
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
    return { kind: 'parsed', source, program }
  } catch (failure) {
    if (!isAcornError(failure)) throw failure
    if (isIncomplete(source, failure)) return { kind: 'incomplete' }
    const { line, column } = failure.loc
    return { kind: 'syntax', message: failure.message.replace(/ \(\d+:\d+\)$/, ''), line, column: column + 1 }
  }
}

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

type Stripped =
  | { readonly kind: 'stripped'; readonly source: string }
  | { readonly kind: 'unsupported'; readonly message: string }
  | { readonly kind: 'no-typescript' }

function withoutTypes(source: string, stripTypes: StripTypes): Stripped {
  try {
    return { kind: 'stripped', source: stripTypes(source) }
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
      return { kind: 'unsupported', message: failure.message }
    return { kind: 'no-typescript' }
  }
}

/** It would be TypeScript if its open brackets were closed, perhaps behind one more operand. */
function isIncompleteTypeScript(source: string, stripTypes: StripTypes): boolean {
  const end = missingEnd(source)
  if (end === undefined) return false
  return ['', ' x'].some(
    (operand) => operand + end !== '' && withoutTypes(source + operand + end, stripTypes).kind === 'stripped',
  )
}
