/** A place in a source file as texts name it: `file:///app/src/cart.ts:12:3`, `src/cart.ts:12`. Line and column from 1. */
export interface SourcePosition {
  /** Path or URL, as written. */
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface OpenablePosition {
  readonly open: () => void
  /** The position as the page writes it: `src/cart.ts:12:3`. */
  readonly label: string
}

/** Undefined where there is nothing to go to. */
export type OpenPosition = (position: SourcePosition) => OpenablePosition | undefined

export interface PositionMatch {
  readonly start: number
  readonly end: number
  readonly position: SourcePosition
}

const LINE_AND_COLUMN = /:(\d{1,7})(?::(\d{1,7}))?(?![\d:])/g
// What a path ends at when read backwards: white space, quotes, the colon of what stands before, and
// brackets, unless they are around a whole folder (`app/[id]/page.tsx`).
const PATH_BEFORE =
  /(?:file:\/\/|\b[A-Za-z]:(?=[\\/]))?(?:[^\s'"`()[\]{}<>|:;,]|(?<=\/)[([][^\s'"`()[\]/:]*[)\]](?=\/))+$/
const LONGEST_PATH = 400

/** All positions in `text` that name a file with an extension. Linear in the length of the text. */
export const findPositions = (text: string): readonly PositionMatch[] =>
  [...text.matchAll(LINE_AND_COLUMN)].flatMap((match) => {
    const before = text.slice(Math.max(0, match.index - LONGEST_PATH), match.index)
    const file = PATH_BEFORE.exec(before)?.[0] ?? ''
    if (!/\.[A-Za-z]\w*$/.test(file)) return []
    return [
      {
        start: match.index - file.length,
        end: match.index + match[0].length,
        position: { file, line: Number(match[1]), column: Number(match[2] ?? 1) },
      },
    ]
  })
