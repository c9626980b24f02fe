import type { Tree } from '@lezer/common'
import { readNameScopes, type NameScope, type NameScopes } from './name-scopes.ts'
import type { Position } from './position.ts'
import { createSourceText, lineOf, offsetAt, type SourceText } from './source-text.ts'

/** A frame's function in the running code, and the names of the variables that V8 shows for it. */
export interface FrameNames {
  /** The text of the function, from its parameters or its name on. */
  readonly text: string
  /** Where that text begins in its script, and where the frame is. */
  readonly start: Position
  readonly position: Position
  readonly kind: 'function' | 'arrow' | 'module'
  /** Innermost first. `inside`: a scope of the function itself, not of one around it. */
  readonly scopes: readonly { readonly inside: boolean; readonly names: readonly string[] }[]
}

/** For each scope: the places where a variable is written, by its running name. Positions in the running script. */
export type NamePlaces = readonly ReadonlyMap<string, readonly Position[]>[]

// V8's range of a function begins behind the word.
const FUNCTION = 'function '

/** The text of a frame's function as something that can be parsed by itself. */
export function parsableText({ text, kind }: FrameNames): string {
  return kind === 'function' && /^[\p{ID_Start}$_(*]/u.test(text) ? FUNCTION + text : text
}

/**
 * Where the variables of a frame are written. A name may stand for several variables: those of the function are told
 * apart by the scopes around the frame's place; for one of an outer function the places count where no inner one has the
 * name.
 */
export function placesOfNames(frame: FrameNames, tree: Tree, parsed: string): NamePlaces {
  const { text, start, position, scopes } = frame
  const shift = parsed.length - text.length
  const source = createSourceText(text)
  const offset = offsetIn(source, start, position)
  const found = readNameScopes(tree, parsed)
  const around = offset === undefined ? [] : chainOf(found, offset + shift)
  const inPlace = (offsets: readonly number[]): readonly Position[] =>
    offsets.filter((at) => at >= shift).map((at) => positionOf(source, start, at - shift))

  return scopes.map(({ inside, names }, index) => {
    const places = new Map<string, readonly Position[]>()
    for (const name of names) {
      const nth = scopes.slice(0, index).filter((scope) => scope.inside === inside && scope.names.includes(name)).length
      const offsets = inside
        ? around.filter((scope) => scope.declared.has(name))[nth]?.occurrences.get(name)
        : undefined
      const outer = inside || nth > 0 ? undefined : freeIn(found, name)
      const written = inPlace(offsets ?? outer ?? [])
      if (written.length > 0) places.set(name, written)
    }
    return places
  })
}

/** The name of the function itself is declared around it. */
function freeIn({ free, root }: NameScopes, name: string): readonly number[] {
  return [...(free.get(name) ?? []), ...(root.occurrences.get(name) ?? [])]
}

function chainOf(scopes: NameScopes, offset: number): readonly NameScope[] {
  const chain: NameScope[] = []
  for (let at: NameScope | undefined = scopes.innermost(offset); at !== undefined; at = at.parent) chain.push(at)
  return chain
}

function offsetIn(source: SourceText, start: Position, position: Position): number | undefined {
  const line = position.line - start.line + 1
  return offsetAt(source, { line, column: line === 1 ? position.column - start.column + 1 : position.column })
}

function positionOf(source: SourceText, start: Position, offset: number): Position {
  const line = lineOf(source, offset)
  const column = offset - (source.starts[line - 1] ?? 0) + 1
  return line === 1 ? { line: start.line, column: column + start.column - 1 } : { line: start.line + line - 1, column }
}
