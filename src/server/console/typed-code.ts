import { parse, tokenizer } from 'acorn'
import type { Token } from 'acorn'
import { shielded } from './shield.ts'
import { offsetAt, positionAt } from './text-position.ts'

/** URLs of what was typed, in the engine: the number of the input behind it. Script positions are not those of the text. */
const URL_START = 'inquest-console:'

/** Inputs whose text is kept, and the longest: of others, functions are named without a position. */
const MAX_INPUTS = 200
const MAX_LENGTH = 10_000
/** Tokens times tokens that are compared. */
const MAX_COMPARED = 4_000_000

interface Typed {
  readonly source: string
  readonly program: string
  /** Of the program's tokens, by where they start, the start in the source. */
  places?: ReadonlyMap<number, number>
}

const inputs = new Map<number, Typed>()
let count = 0

/** The program with a name by which its frames are known again in a stack. */
export function withUrl(source: string, program: string): string {
  count++
  if (program.length > MAX_LENGTH) return program
  inputs.set(count, { source, program })
  if (inputs.size > MAX_INPUTS) inputs.delete(count - MAX_INPUTS)
  return `${program}\n//# sourceURL=${URL_START}${count}`
}

const POSITION = /inquest-console:(\d+)(?::(\d+):(\d+))?/g

/** The positions of a line of a stack as those of what was typed: `console:3:6`. Undefined where it holds no frame of that. */
export function inTypedCode(line: string): string | undefined {
  if (!line.includes(URL_START)) return undefined
  return line.replace(POSITION, (_all, id: string, row: string | undefined, column: string | undefined) => {
    const typed = inputs.get(Number(id))
    const place = typed && row !== undefined ? placeIn(typed, Number(row), Number(column)) : undefined
    return place === undefined ? 'console' : `console:${place}`
  })
}

export function hasSeveralLines(source: string): boolean {
  return /[\n\u2028\u2029]/.test(source.trim())
}

function placeIn(typed: Typed, row: number, column: number): string | undefined {
  try {
    const start = offsetAt(typed.program, { line: row, column: 1 })
    const end = offsetAt(typed.program, { line: row + 1, column: 1 })
    typed.places ??= shielded(() => pair(typed))
    // Of a call through an inserted parenthesis the position is that; the next token is the developer's own.
    let nearest: number | undefined
    for (const from of typed.places.keys())
      if (from >= start + column - 1 && from < end && (nearest === undefined || from < nearest)) nearest = from
    const offset = nearest === undefined ? undefined : typed.places.get(nearest)
    if (offset === undefined) return undefined
    const place = positionAt(typed.source, offset)
    return `${place.line}:${place.column}`
  } catch {
    return undefined // no position is better than a wrong one
  }
}

/** The longest common sequence of tokens: the translation adds some, takes some, and puts functions first. */
function pair({ source, program }: Typed): ReadonlyMap<number, number> {
  const [own, made] = [inOrder(source), tokensOf(program)]
  const places = new Map<number, number>()
  const width = made.length + 1
  if ((own.length + 1) * width > MAX_COMPARED) return places
  const longest = new Uint16Array((own.length + 1) * width)
  for (let i = own.length - 1; i >= 0; i--)
    for (let j = made.length - 1; j >= 0; j--)
      longest[i * width + j] = isSame(own[i], made[j])
        ? (longest[(i + 1) * width + j + 1] ?? 0) + 1
        : Math.max(longest[(i + 1) * width + j] ?? 0, longest[i * width + j + 1] ?? 0)
  for (let i = 0, j = 0; i < own.length && j < made.length;) {
    const [mine, theirs] = [own[i], made[j]]
    if (isSame(mine, theirs) && mine !== undefined && theirs !== undefined) {
      places.set(theirs.start, mine.start)
      i++
      j++
    } else if ((longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0)) i++
    else j++
  }
  return places
}

function isSame(one: Token | undefined, other: Token | undefined): boolean {
  return one !== undefined && one.type === other?.type && String(valueOf(one)) === String(valueOf(other))
}

function valueOf(token: Token): unknown {
  const { value } = token as { readonly value?: unknown }
  return typeof value === 'object' && value !== null ? (value as { readonly pattern?: unknown }).pattern : value
}

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  try {
    for (const token of tokenizer(source, { ecmaVersion: 'latest', allowHashBang: true })) tokens.push(token)
  } catch {
    // what there is up to here
  }
  return tokens
}

function inOrder(source: string): readonly Token[] {
  const tokens = tokensOf(source)
  try {
    const { body } = parse(source, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, sourceType: 'script' })
    const functions = body.filter(({ type }) => type === 'FunctionDeclaration')
    const isInside = ({ start }: Token): boolean => functions.some((one) => start >= one.start && start < one.end)
    return [...tokens.filter(isInside), ...tokens.filter((token) => !isInside(token))]
  } catch {
    return tokens
  }
}
