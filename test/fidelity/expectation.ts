import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** A program of the corpus and what is right about its failures, written from its source by hand. */
export interface CorpusProgram {
  /** `group/program` */
  readonly name: string
  readonly folder: string
  /** Where `build.mjs` puts what it makes. */
  readonly out: string
  /** Absolute path of what Node is started with; the last argument of `host.mjs` where that one is the server. */
  readonly entry: string
  readonly host: boolean
  readonly builds: boolean
  readonly nodeArgs: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** False where the same program without the debugger cannot be compared: it would end at the first failure. */
  readonly twin: boolean
  readonly stdout: string | undefined
  readonly cases: readonly Case[]
  /** Why some of its frames are less than live, or its behaviour `differs`: a reason that lies in V8 or the language. */
  readonly limit: string | undefined
  /** What is not the same as without the debugger. */
  readonly differs: readonly Aspect[]
}

/** Of a program's behaviour. */
export type Aspect = 'stdout' | 'stderr' | 'exit' | 'answers'

/** One failing request. */
export interface Case {
  readonly path: string
  /** Sent so many times at once, with `$n` replaced by 0, 1, 2, … in path and expectations. Default: once. */
  readonly parallel?: number
  /** Sent before, one after another; may fail or not. */
  readonly before?: readonly string[]
  /** Default 500. */
  readonly status?: number
  /** The app never ends its answer, with the debugger or without. */
  readonly unfinished?: boolean
  readonly error: ExpectedError
  /** App frames, innermost first. */
  readonly frames: readonly ExpectedFrame[]
  readonly causes?: readonly ExpectedCause[]
}

export interface ExpectedError {
  readonly name: string
  readonly message: string
  /** Of the error's own properties, by name. */
  readonly properties?: Readonly<Record<string, string>>
}

export interface ExpectedCause {
  readonly relation: 'cause' | 'member'
  readonly name: string
  readonly message: string
  readonly frames?: readonly ExpectedFrame[]
  readonly causes?: readonly ExpectedCause[]
}

export interface ExpectedFrame {
  /** Stands for several frames in a row: `$i` is replaced by each number from the first to the last. */
  readonly times?: readonly [first: number, last: number]
  readonly function: string
  /**
   * Relative to the program's folder or, beginning with `$OUT/`, to what was built; default: the entry. What is in no file
   * is named as it is shown, with `=` in front of what looks like a file.
   */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** Instead of line and column: text that is in the file once, the position being its start or, in it, `‸`. */
  readonly at?: string
  readonly async?: boolean
  /** Default `live`. */
  readonly state?: 'live' | 'source-only'
  /** A part of what the frame says about why it is less than live. */
  readonly reason?: string
  readonly variables?: Readonly<Record<string, string>>
  /** As many variables of that name with a number behind it, each having its number for a value. */
  readonly numbered?: readonly [name: string, count: number]
  /** Variables without a value, and why. */
  readonly absent?: Readonly<Record<string, string>>
  /** An expression and the text of its result. Default: the first variable, or `6 * 7`. */
  readonly evaluate?: readonly [source: string, text: string]
}

type Written = Partial<Case> &
  Partial<Pick<CorpusProgram, 'host' | 'entry' | 'nodeArgs' | 'env' | 'twin' | 'stdout' | 'limit' | 'differs'>> & {
    readonly cases?: readonly (Partial<Case> & Pick<Case, 'error' | 'frames'>)[]
    /** Another expectation, relative to the folder, whose cases are this program's too. */
    readonly casesOf?: string
  }

const CORPUS = 'test/programs/fidelity'
const ENTRIES = ['main.mjs', 'main.cjs', 'main.js', 'main.ts', 'main.mts', 'main.cts', 'main.tsx']

/** Programs whose `group/program` contains one of the words; all where there are none. */
export function readCorpus(words: readonly string[] = []): readonly CorpusProgram[] {
  const names = readdirSync(CORPUS, { withFileTypes: true })
    .filter((group) => group.isDirectory())
    .flatMap((group) => readdirSync(join(CORPUS, group.name)).map((program) => `${group.name}/${program}`))
    .filter((name) => existsSync(join(CORPUS, name, 'expect.json')))
  return names
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
    .sort()
    .map(readProgram)
}

function readProgram(name: string): CorpusProgram {
  const folder = resolve(CORPUS, name)
  const out = resolve('.cache/fidelity', name)
  const read = (file: string): Written =>
    JSON.parse(inPlace(readFileSync(join(folder, file), 'utf8'), { folder, out })) as Written
  const written = read('expect.json')
  const entry = written.entry ?? ENTRIES.find((file) => existsSync(join(folder, file)))
  if (entry === undefined) throw new Error(`${name} has no entry`)
  const { cases = [written] } = written.casesOf === undefined ? written : read(written.casesOf)
  return {
    name,
    folder,
    out,
    entry: pathOf(entry, { folder, out }),
    host: written.host ?? false,
    builds: existsSync(join(folder, 'build.mjs')),
    nodeArgs: (written.nodeArgs ?? []).map((argument) => inPlace(argument, { folder, out })),
    env: written.env ?? {},
    twin: written.twin ?? true,
    stdout: written.stdout,
    limit: written.limit,
    differs: written.differs ?? [],
    cases: cases.map((one) => readCase(name, one)),
  }
}

function readCase(name: string, written: Partial<Case>): Case {
  const { path = '/', error, frames } = written
  if (error === undefined || frames === undefined) throw new Error(`${name} ${path} expects no error or no frames`)
  return { ...written, path, error, frames: frames.flatMap(repeated) }
}

function repeated(frame: ExpectedFrame): readonly ExpectedFrame[] {
  const { times, numbered: many, ...rest } = frame
  const series = Array.from({ length: many?.[1] ?? 0 }, (_, n): [string, string] => [`${many?.[0] ?? ''}${n}`, `${n}`])
  const once = { ...rest, variables: { ...Object.fromEntries(series), ...rest.variables } }
  if (times === undefined) return [once]
  const [first, last] = times
  return Array.from(
    { length: last - first + 1 },
    (_, index) => JSON.parse(JSON.stringify(once).replaceAll('$i', `${first + index}`)) as ExpectedFrame,
  )
}

export function pathOf(file: string, { folder, out }: Pick<CorpusProgram, 'folder' | 'out'>): string {
  return file.startsWith('$OUT/') ? join(out, file.slice('$OUT/'.length)) : resolve(folder, file)
}

function inPlace(text: string, { folder, out }: Pick<CorpusProgram, 'folder' | 'out'>): string {
  return text.replaceAll('$OUT', out).replaceAll('$HERE', folder)
}

/** The case as it is for the `n`th of several requests. */
export function numbered<T>(value: T, n: number): T {
  return JSON.parse(JSON.stringify(value).replaceAll('$n', `${n}`)) as T
}
