import type { Completion, CompletionItem } from '../../shared/evaluation.ts'
import type { Entered, EntryRequest } from '../capture/index.ts'

export interface CompleteParts {
  enter(request: EntryRequest): Entered
  /** Names of the frame's own variables, innermost first. */
  readonly names: readonly string[]
  readonly scratch: object
}

/** More than fit on any screen; typing on narrows them. */
const MAX_ITEMS = 200

/** Names in scope, or the members of what stands before the last dot; getters are not run. */
export function complete({ enter, names, scratch }: CompleteParts, source: string, cursor: number): Completion {
  const before = source.slice(0, cursor)
  const [, object, typed = ''] =
    /((?:[\p{ID_Start}$_#][\p{ID_Continue}$]*|\]|\[[\w.'"]+)(?:\??\.[\p{ID_Start}$_#][\p{ID_Continue}$]*)*)\??\.([\p{ID_Continue}$#]*)$/u.exec(
      before,
    ) ?? []
  if (object !== undefined) return answer(membersOf(enter, object, scratch), typed, cursor)
  const word = /[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? ''
  if (word === '' && before.trimEnd() !== '') return { from: cursor, to: cursor, items: [] }
  const own = [...new Set([...Object.keys(scratch), ...names])].map((label) => ({ label, kind: 'variable' }))
  const globals = Object.getOwnPropertyNames(globalThis)
    .filter((name) => !name.startsWith('__inquest'))
    .map((label) => ({ label, kind: 'global' }))
  const keywords = KEYWORDS.map((label) => ({ label, kind: 'keyword' }))
  return answer([...own, ...globals, ...keywords], word, cursor)
}

const KEYWORDS = [
  'await',
  'const',
  'let',
  'function',
  'class',
  'new',
  'typeof',
  'instanceof',
  'import',
  'this',
  'true',
  'false',
  'null',
  'undefined',
]

function answer(items: readonly CompletionItem[], typed: string, cursor: number): Completion {
  const seen = new Set<string>()
  const matching = items.filter(({ label }) => {
    if (!label.startsWith(typed) || seen.has(label)) return false
    seen.add(label)
    return true
  })
  return { from: cursor - typed.length, to: cursor, items: matching.slice(0, MAX_ITEMS) }
}

function membersOf(enter: CompleteParts['enter'], object: string, scratch: object): readonly CompletionItem[] {
  const entered = enter({ source: `(${object})`, scratch, peek: true, timeoutMs: 100 })
  if (entered.kind !== 'value') return []
  const items: CompletionItem[] = []
  let holder: unknown = Object(entered.value)
  for (let depth = 0; depth < 8 && typeof holder !== 'undefined' && holder !== null; depth++) {
    const names = Object.getOwnPropertyNames(holder).filter((name) =>
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name),
    )
    for (const label of names.slice(0, 5 * MAX_ITEMS))
      items.push({ label, kind: depth === 0 ? 'property' : 'inherited' })
    holder = Object.getPrototypeOf(holder)
  }
  return items
}
