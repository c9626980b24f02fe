import { ESC } from './ansi.ts'

/** What the line editor understands. */
export type EditorKey =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'press'; readonly name: KeyName }
  | Pointed

/** What a click in the prompt means. */
export type Pointed =
  /** The item with this index of the open list: taken, or gone to where the list goes on there. */
  | { readonly kind: 'item'; readonly index: number; readonly take: boolean }
  /** Offset into the text. */
  | { readonly kind: 'cursor'; readonly at: number }

export type KeyName =
  | 'enter'
  | 'newline'
  | 'tab'
  | 'back-tab'
  | 'escape'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'home'
  | 'end'
  | 'word-left'
  | 'word-right'
  | 'text-start'
  | 'text-end'
  | 'select-left'
  | 'select-right'
  | 'select-up'
  | 'select-down'
  | 'select-home'
  | 'select-end'
  | 'select-word-left'
  | 'select-word-right'
  | 'select-text-start'
  | 'select-text-end'
  | 'select-all'
  | 'copy'
  | 'cut'
  | 'backspace'
  | 'delete'
  | 'end-of-input'
  | 'delete-word-left'
  | 'delete-word-right'
  | 'delete-to-start'
  | 'delete-to-end'
  | 'yank'
  | 'search'
  | 'cancel'
  | 'clear'
  | 'interrupt'
  | 'inspect'

/** Control characters by number: 1 is Ctrl-A. */
const CONTROLS: Readonly<Record<number, KeyName>> = {
  1: 'home',
  2: 'left',
  3: 'interrupt',
  4: 'end-of-input',
  5: 'end',
  6: 'right',
  7: 'cancel',
  8: 'backspace',
  9: 'tab',
  10: 'newline',
  11: 'delete-to-end',
  12: 'clear',
  13: 'enter',
  14: 'down',
  15: 'inspect',
  16: 'up',
  18: 'search',
  21: 'delete-to-start',
  23: 'delete-word-left',
  24: 'cut',
  25: 'yank',
  27: 'escape',
  127: 'backspace',
}

/** Last character of `ESC [ … x` and `ESC O x`. */
const ARROWS: Readonly<Record<string, KeyName>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'back-tab',
}

/** `ESC [ n ~`. */
const NUMBERED: Readonly<Record<string, KeyName>> = { 1: 'home', 3: 'delete', 4: 'end', 7: 'home', 8: 'end' }

const WITH_CONTROL: Readonly<Partial<Record<KeyName, KeyName>>> = {
  left: 'word-left',
  right: 'word-right',
  home: 'text-start',
  end: 'text-end',
  delete: 'delete-word-right',
}

const WITH_SHIFT: Readonly<Partial<Record<KeyName, KeyName>>> = {
  left: 'select-left',
  right: 'select-right',
  up: 'select-up',
  down: 'select-down',
  home: 'select-home',
  end: 'select-end',
  'word-left': 'select-word-left',
  'word-right': 'select-word-right',
  'text-start': 'select-text-start',
  'text-end': 'select-text-end',
}

/** The same movement with Shift held: it selects. */
export const withShift = (name: KeyName): KeyName => WITH_SHIFT[name] ?? name

/** `ESC x`: Alt with a key. */
const WITH_ALT: Readonly<Record<string, KeyName>> = {
  b: 'word-left',
  f: 'word-right',
  d: 'delete-word-right',
  '\u007f': 'delete-word-left',
  '\r': 'newline',
}

const PASTE_START = `${ESC}[200~`
const PASTE_END = `${ESC}[201~`
const SEQUENCE = new RegExp(`^${ESC}(?:\\[([\\d;]*)([A-Za-z~])|O([A-Za-z]))`)

const pressOf = (parameters: string, final: string): KeyName | undefined => {
  const [number = '', modifier = ''] = parameters.split(';')
  const name = final === '~' ? NUMBERED[number] : ARROWS[final]
  if (name === undefined) return undefined
  // xterm's modifier parameter is one more than the sum of 1 for Shift, 2 for Alt, 4 for Control, 8 for Meta.
  const held = modifier === '' ? 0 : Number(modifier) - 1
  const moved = (held & ~1) === 0 ? name : (WITH_CONTROL[name] ?? name)
  return (held & 1) === 0 ? moved : withShift(moved)
}

/** Line breaks as `\n`; of the other control characters only the tab is kept. */
const cleanPaste = (text: string): string =>
  withoutPrompts(
    text
      .replace(/\r\n?/g, '\n')
      .replace(/\p{Cc}/gu, (character) => (character === '\n' || character === '\t' ? character : '')),
  )

/** Of what was copied out of a console, the input: no code starts with its prompt. */
const withoutPrompts = (text: string): string => {
  if (!/^\s*› /.test(text)) return text
  const lines = text.split('\n').flatMap((line) => /^\s*[›…] (.*)$/.exec(line)?.[1] ?? [])
  return lines.join('\n')
}

/** The keys in what a terminal reports; several may come at once. */
export const decodeKeys = (data: string): readonly EditorKey[] => {
  if (data.startsWith(PASTE_START)) {
    // To the last end mark: one inside the pasted text must not turn the rest of it into keys.
    const end = data.lastIndexOf(PASTE_END)
    const text = data.slice(PASTE_START.length, end === -1 ? data.length : end)
    return [{ kind: 'paste', text: cleanPaste(text.replaceAll(PASTE_END, '')) }]
  }
  const keys: EditorKey[] = []
  let at = 0
  while (at < data.length) {
    const rest = data.slice(at)
    const sequence = SEQUENCE.exec(rest)
    if (sequence !== null) {
      const name = pressOf(sequence[1] ?? '', sequence[2] ?? sequence[3] ?? '')
      if (name !== undefined) keys.push({ kind: 'press', name })
      at += sequence[0].length
      continue
    }
    const alt = rest.startsWith(ESC) ? WITH_ALT[rest.charAt(1)] : undefined
    if (alt !== undefined) {
      keys.push({ kind: 'press', name: alt })
      at += 2
      continue
    }
    if (rest.startsWith(ESC) && rest.length > 1) {
      // Alt with a key that means nothing here: not Escape followed by that key.
      at += 2
      continue
    }
    const text = /^\P{Cc}+/u.exec(rest)?.[0]
    if (text !== undefined) {
      keys.push({ kind: 'text', text })
      at += text.length
      continue
    }
    const name = CONTROLS[rest.charCodeAt(0)]
    if (name !== undefined) keys.push({ kind: 'press', name })
    at += 1
  }
  return keys
}
