import { setImmediate as nextTurn } from 'node:timers/promises'
import { parser } from '@lezer/javascript'
import type { Tree } from '@lezer/common'

export type Language = 'ts' | 'tsx' | 'jsx'

// Half a megabyte of JavaScript takes 300 ms; the app must get its turns in between.
const SLICE_MS = 5
// Damaged input (half a megabyte of `/*`) makes the error recovery quadratic.
const BUDGET_MS = 1000

const parsers: Readonly<Record<Language, typeof parser>> = {
  ts: parser.configure({ dialect: 'ts' }),
  tsx: parser.configure({ dialect: 'ts jsx' }),
  jsx: parser.configure({ dialect: 'jsx' }),
}

/** By the file's extension; code on no disk is JavaScript; undefined for other languages (`.vue`, `.coffee`). */
export function languageOf(file: string): Language | undefined {
  const name = file.replace(/[?#].*$/s, '').toLowerCase()
  if (/\.[cm]?ts$/.test(name)) return 'ts'
  if (name.endsWith('.tsx')) return 'tsx'
  return /\.([cm]?js|jsx|json)$/.test(name) || !/\.[a-z0-9]{1,10}$/.test(name) ? 'jsx' : undefined
}

/** Parses texts one after another, in slices. */
export interface SyntaxParser {
  /** Undefined where it took too long or failed. Never rejects. */
  parse(text: string, language: Language): Promise<Tree | undefined>
}

export function createSyntaxParser(): SyntaxParser {
  // One at a time: thirty parses that each take a slice per turn of the loop would hold it as long as thirty slices.
  let last: Promise<unknown> = Promise.resolve()
  return {
    parse(text, language) {
      const result = last.then(() => parseInSlices(text, language)).catch(() => undefined)
      last = result
      return result
    },
  }
}

async function parseInSlices(text: string, language: Language): Promise<Tree | undefined> {
  const parse = parsers[language].startParse(text)
  let spent = 0
  while (spent < BUDGET_MS) {
    const begun = performance.now()
    while (performance.now() - begun < SLICE_MS) {
      const tree = parse.advance()
      if (tree !== null) return tree
    }
    spent += performance.now() - begun
    await nextTurn()
  }
  return undefined
}
