import { parse } from 'acorn'
import type { Program } from 'acorn'
import { translate } from './translate.ts'

/** What a developer's input means, before it is evaluated. */
export type Interpretation =
  | { readonly kind: 'empty' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'syntax'; readonly message: string; readonly line: number; readonly column: number }
  | {
      readonly kind: 'program'
      /** To be evaluated in the frame; its completion value is the result, or a promise of it where `awaits`. */
      readonly source: string
      /** Names that live on in the scratch scope. */
      readonly declares: readonly string[]
      /** The input awaits at its top level. */
      readonly awaits: boolean
    }

/** Name of the function in the scratch scope that `import` becomes; V8 has no importer for evaluated code. */
export const IMPORT_NAME = '__inquest_import__'

/** Makes JavaScript of TypeScript, or throws. */
export type StripTypes = (source: string) => string

export function interpret(input: string, stripTypes: StripTypes): Interpretation {
  if (input.trim() === '') return { kind: 'empty' }
  const parsed = parseInput(input, stripTypes)
  if (parsed.kind !== 'parsed') return parsed
  const translated = translate(parsed.source, parsed.program, IMPORT_NAME)
  return translated.kind === 'syntax' ? translated : { ...translated, kind: 'program' }
}

type Parsed =
  | { readonly kind: 'parsed'; readonly source: string; readonly program: Program }
  | Extract<Interpretation, { kind: 'incomplete' | 'syntax' }>

function parseInput(input: string, stripTypes: StripTypes): Parsed {
  // `{ a: 1 }` is meant as an object, as in every console, unless a semicolon says otherwise.
  if (/^\s*\{/.test(input) && !/;\s*$/.test(input)) {
    const source = `(${input.trim()}\n)`
    const asObject = attempt(source)
    if (asObject.kind === 'parsed') return { ...asObject, source }
  }
  const plain = attempt(input)
  if (plain.kind === 'parsed') return plain
  const stripped = withoutTypes(input, stripTypes)
  const retried = stripped === undefined ? plain : attempt(stripped)
  return retried.kind === 'parsed' ? retried : plain
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

function withoutTypes(source: string, stripTypes: StripTypes): string | undefined {
  try {
    return stripTypes(source)
  } catch {
    return undefined // not TypeScript either
  }
}
