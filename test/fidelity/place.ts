import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathOf } from './expectation.ts'
import type { CorpusProgram, ExpectedFrame } from './expectation.ts'

export interface ExpectedPlace {
  /** An absolute path, or the name of code that is in no file. */
  readonly file: string
  readonly line: number
  readonly column: number
}

const CARET = '‸'

/** Where a frame should be. Throws where the expectation names no place, or a text that is not in the file once. */
export function placeOf(frame: ExpectedFrame, program: CorpusProgram): ExpectedPlace {
  const { line, column, at } = frame
  const file = fileOf(frame, program)
  if (at === undefined) {
    if (line === undefined || column === undefined) throw new Error(`no place for ${frame.function} in ${program.name}`)
    return { file, line, column }
  }
  const source = readFileSync(file, 'utf8')
  const text = at.replace(CARET, '')
  const found = source.indexOf(text)
  if (found === -1 || source.includes(text, found + 1)) {
    throw new Error(`${program.name}: '${text}' is not in ${basename(file)} exactly once`)
  }
  const before = source.slice(0, found + Math.max(at.indexOf(CARET), 0)).split('\n')
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function fileOf({ file }: ExpectedFrame, program: CorpusProgram): string {
  if (file === undefined) return program.entry
  if (file.startsWith('=')) return file.slice(1)
  const virtual = file.startsWith('<') || /^[a-z]{2,}:/.test(file)
  return virtual ? file : pathOf(file, program)
}

/** An expectation that ends with `*` is a beginning: V8 names WebAssembly by a number that differs between versions. */
export function isFile(file: string, expected: string): boolean {
  return expected.endsWith('*') ? file.startsWith(expected.slice(0, -1)) : file === expected
}
