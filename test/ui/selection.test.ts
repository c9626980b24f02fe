import { describe, expect, it } from 'vitest'
import { ESC } from '../../src/ui/console/ansi.ts'
import { applyCompletion, suggestFrom } from '../../src/ui/console/completion-list.ts'
import { decodeKeys, type KeyName } from '../../src/ui/console/editor-key.ts'
import { whatToAnnounce } from '../../src/ui/console/editor-speech.ts'
import { type EditorEffect, type EditorState, initialEditor, selectedRange } from '../../src/ui/console/editor-state.ts'
import { pressKey } from '../../src/ui/console/line-editor.ts'
import { layOutPrompt } from '../../src/ui/console/prompt-layout.ts'
import { selectedText } from '../../src/ui/console/selection.ts'
import { createRandom, randomText } from './random-text.ts'

/** As terminals report them: 2 is Shift, 5 Control, 6 both. */
const LEFT = '\u001b[D'
const RIGHT = '\u001b[C'
const UP = '\u001b[A'
const DOWN = '\u001b[B'
const S_LEFT = '\u001b[1;2D'
const S_RIGHT = '\u001b[1;2C'
const S_UP = '\u001b[1;2A'
const S_DOWN = '\u001b[1;2B'
const S_HOME = '\u001b[1;2H'
const S_END = '\u001b[1;2F'
const WORD_LEFT = '\u001b[1;6D'
const WORD_RIGHT = '\u001b[1;6C'
const TEXT_START = '\u001b[1;6H'
const TEXT_END = '\u001b[1;6F'
const HOME = '\u0001'
const COPY = '\u0003'
const CUT = '\u0018'
const YANK = '\u0019'

interface Typed {
  readonly state: EditorState
  readonly effects: readonly EditorEffect[]
}

const type = (data: string, from: EditorState = initialEditor([])): Typed => {
  let state = from
  const effects: EditorEffect[] = []
  for (const key of decodeKeys(data)) {
    const next = pressKey(state, key)
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}

const pressed = (state: EditorState, ...names: readonly KeyName[]): EditorState =>
  names.reduce((before, name) => pressKey(before, { kind: 'press', name }).state, state)

const pasted = (text: string): EditorState => type(`\u001b[200~${text}\u001b[201~`).state

/** The text with the cursor as `|` and the other end of the selection as `^`. */
const shown = ({ state }: Pick<Typed, 'state'>): string => {
  const marks: (readonly [number, string])[] = [[state.cursor, '|']]
  if (state.anchor !== undefined) marks.push([state.anchor, '^'])
  marks.sort(([a], [b]) => b - a)
  return marks.reduce((text, [at, mark]) => text.slice(0, at) + mark + text.slice(at), state.text)
}

describe('keys that select', () => {
  it.each([
    [`abc${S_LEFT}`, 'ab|c^'],
    [`abc${S_LEFT}${S_LEFT}`, 'a|bc^'],
    [`abc${S_LEFT}${S_LEFT}${S_RIGHT}`, 'ab|c^'],
    [`abc${S_LEFT}${S_RIGHT}`, 'abc|'],
    [`abc${S_RIGHT}`, 'abc|'],
    [`abc${HOME}${S_LEFT}`, '|abc'],
    [`abc${HOME}${S_RIGHT}`, '^a|bc'],
    [`abc${LEFT}${S_LEFT}${S_RIGHT}${S_RIGHT}`, 'ab^c|'],
    [`one two${S_HOME}`, '|one two^'],
    [`one two${HOME}${S_END}`, '^one two|'],
    [`one two${LEFT}${S_HOME}${S_END}`, 'one tw^o|'],
    [`one two.three${WORD_LEFT}${WORD_LEFT}`, 'one |two.three^'],
    [`one two${HOME}${WORD_RIGHT}`, '^one| two'],
    [`ab\ncde${S_UP}`, 'ab|\ncde^'],
    [`ab\ncde${S_UP}${S_UP}`, '|ab\ncde^'],
    [`ab\ncde${S_UP}${S_DOWN}`, 'ab\ncd|e^'],
    [`ab\ncde${HOME}${S_DOWN}`, 'ab\n^cde|'],
    [`ab\ncde${S_HOME}`, 'ab\n|cde^'],
    [`ab\ncde${TEXT_START}`, '|ab\ncde^'],
    [`ab\ncde${UP}${TEXT_END}`, 'ab^\ncde|'],
    [`ab\ncd${HOME}${S_LEFT}`, 'ab|\n^cd'],
    [`👩‍👩‍👧e\u0301x${S_LEFT}${S_LEFT}${S_LEFT}`, '|👩‍👩‍👧e\u0301x^'],
  ])('%j gives %s', (data, expected) => {
    const text = data.slice(0, data.search(/[^\P{Cc}\n]/u))
    expect(shown(type(data.slice(text.length), pasted(text)))).toBe(expected)
  })

  it('select everything, where a Mac asks for it', () => {
    const { state } = type('one two')
    expect(shown({ state: pressed(state, 'left', 'select-all') })).toBe('^one two|')
    expect(shown({ state: pressed(state, 'text-start', 'select-text-end', 'select-home') })).toBe('|one two')
    expect(shown({ state: pressed(initialEditor([]), 'select-all') })).toBe('|')
  })

  it('leave Ctrl-A at the start of the line', () => {
    expect(shown(type(`abc${S_LEFT}${HOME}`))).toBe('|abc')
  })

  it('take no suggestion over, and close the list', () => {
    const { state } = type('us')
    const offered = { from: 0, to: 2, items: [{ label: 'user', kind: 'variable' }] }
    const suggested = suggestFrom(state, offered, 'us')
    expect(suggested.suggestion).toBe('er')
    expect(type(S_RIGHT, suggested).state).toMatchObject({ text: 'us', suggestion: '' })
    expect(suggestFrom(type(`us${HOME}${S_END}`).state, offered, 'us').suggestion).toBe('')
    const items = ['user', 'users'].map((label) => ({ label, kind: 'variable' }))
    const listing = applyCompletion(state, { from: 0, to: 2, items }, 'us')
    expect(listing.list).toBeDefined()
    expect(type(S_LEFT, listing).state.list).toBeUndefined()
  })
})

describe('what is selected', () => {
  it.each([
    ['x', 'one x|'],
    ['\u001b[200~a\rb\u001b[201~', 'one a\nb|'],
    ['\u007f', 'one |'],
    ['\u001b[3~', 'one |'],
    ['\u0004', 'one |'],
    ['\u0017', 'one |'],
    ['\u000b', 'one |'],
    ['\u0015', 'one |'],
    ['\u001bd', 'one |'],
    ['\n', 'one \n|'],
    [LEFT, 'one |two'],
    [RIGHT, 'one two|'],
    [UP, 'one |two'],
    [DOWN, 'one two|'],
    ['\u001b', 'one |two'],
    ['\u0007', 'one |two'],
    ['\u0005', 'one two|'],
    ['\u001b[1;5D', '|one two'],
    [COPY, 'one |two^'],
    [CUT, 'one |'],
    [`${CUT}${HOME}${YANK}`, 'two|one '],
    [`\u0017${HOME}${YANK}`, 'two|one '],
    [')', 'one )|'],
  ])('becomes with %j %s', (keys, expected) => {
    const state = initialEditor(['from the history'])
    expect(shown(type(keys, type(`one two${WORD_LEFT}`, state).state))).toBe(expected)
  })

  it('is copied and cut; with nothing selected the keys keep their meaning', () => {
    expect(type(`one two${WORD_LEFT}${COPY}`).effects).toEqual([{ kind: 'copy', text: 'two' }])
    expect(type(`one two${WORD_LEFT}${CUT}`).effects).toEqual([{ kind: 'copy', text: 'two' }])
    expect(type(`one two${WORD_LEFT}${LEFT}${COPY}`).effects).toEqual([{ kind: 'abandon', text: 'one two' }])
    expect(type(`one two${CUT}`)).toMatchObject({ state: { text: 'one two' }, effects: [] })
    expect(type('\u001b').effects).toEqual([{ kind: 'leave' }])
    expect(type(`a${S_LEFT}\u001b`).effects).toEqual([])
  })

  it('is replaced by what was killed', () => {
    expect(shown(type(`one two\u0017${S_HOME}${YANK}`))).toBe('two|')
  })

  it('is no obstacle to Enter, which evaluates the line, and to a completion', () => {
    const entered = type(`a + b${S_LEFT}\r`)
    expect(entered.effects).toEqual([{ kind: 'evaluate', source: 'a + b' }])
    expect(entered.state.anchor).toBeUndefined()
    expect(type(`user${S_HOME}\t`).effects).toEqual([{ kind: 'complete', source: 'user', cursor: 4 }])
  })

  it('ends with a click', () => {
    const { state } = type(`one two${WORD_LEFT}`)
    expect(shown({ state: pressKey(state, { kind: 'cursor', at: 1 }).state })).toBe('o|ne two')
  })

  it('of several lines is replaced as a whole', () => {
    const { state } = type(`${LEFT}${S_UP}${S_HOME}`, pasted('f(\n  a,\n  b)'))
    expect(selectedText(state)).toBe('  a,\n  b')
    expect(shown(type('c', state))).toBe('f(\nc|)')
    // A closing bracket takes no indentation back there.
    expect(shown(type('}', state))).toBe('f(\n}|)')
    expect(shown(type('\n', state))).toBe('f(\n\n|)')
  })
})

it('lies within the text, and what replaces it leaves the rest as it was, whatever is pressed', () => {
  const random = createRandom(17)
  const keys = [
    ...[S_LEFT, S_RIGHT, S_UP, S_DOWN, S_HOME, S_END, WORD_LEFT, WORD_RIGHT, TEXT_START, TEXT_END, LEFT, UP, CUT, YANK],
    ...['\u0012', '\u0007', '\t', '\n', '\u0017', '\u007f', '\u001b'],
  ]
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
  for (let round = 0; round < 200; round++) {
    let state = initialEditor(['one\ntwo', '漢字 👩‍👩‍👧'])
    for (let index = 0; index < 40; index++) {
      const key = keys[Math.floor(random() * keys.length)]!
      state = { ...type(random() < 0.3 ? randomText(random, 4) : key, state).state, pending: false }
      const range = selectedRange(state)
      if (range === undefined) continue
      const [start, end] = range
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeLessThanOrEqual(state.text.length)
      expect(state.search).toBeUndefined()
      expect(state.list).toBeUndefined()
      const typed = pressKey(state, { kind: 'text', text: 'Z' }).state
      expect(typed).toMatchObject({
        text: `${state.text.slice(0, start)}Z${state.text.slice(end)}`,
        cursor: start + 1,
        anchor: undefined,
      })
      // By characters as people see them.
      const moved = pressed({ ...state, anchor: undefined }, 'select-left')
      expect([...graphemes.segment(selectedText(moved))].length).toBeLessThanOrEqual(1)
    }
  }
})

describe('a selection on the screen', () => {
  const rowsOf = (state: EditorState, columns = 40): readonly string[] =>
    layOutPrompt(state, { preview: '', running: '' }, columns).rows

  it('keeps the colours of the code, and the matching brackets', () => {
    const [row = ''] = rowsOf(type(`a 12 (b)${S_HOME}${S_RIGHT}`).state)
    expect(row).toContain('› ')
    expect(row).toContain(`${ESC}[0ma${ESC}[48;5;16m `)
    expect(row).toContain(`${ESC}[33;48;5;16m12${ESC}[0m`)
    const [bracketed = ''] = rowsOf(type(`(b)${S_LEFT}`).state)
    expect(bracketed).toContain(`${ESC}[1;4;48;5;16m)`)
    expect(rowsOf(type('a 12').state).join('')).not.toContain('48;5;16')
  })

  it('shows a selected line break as a cell, where there is one', () => {
    const { state } = type(TEXT_START, pasted('ab\n\ncd'))
    expect(rowsOf(state)).toEqual([
      expect.stringContaining(`${ESC}[48;5;16mab ${ESC}[0m`),
      expect.stringContaining(`${ESC}[48;5;16m ${ESC}[0m`),
      expect.stringContaining(`${ESC}[48;5;16mcd${ESC}[0m`),
    ])
    // The row is full: no cell is left for it.
    expect(rowsOf(state, 4)).toHaveLength(3)
  })
})

describe('a selection to a screen reader', () => {
  const said = (before: string, keys: string): string | undefined => {
    const { state } = type(before)
    return whatToAnnounce(state, type(keys, state).state)
  }

  it('is said as it changes, and that it ended; what is typed the browser reads out', () => {
    expect(said('one two', S_LEFT)).toBe('o, selected')
    expect(said(`one two${S_LEFT}`, WORD_LEFT)).toBe('two, selected')
    expect(said(`one two${S_LEFT}`, LEFT)).toBe('nothing selected')
    expect(said(`one two${S_LEFT}`, 'x')).toBeUndefined()
    expect(said('one two', LEFT)).toBeUndefined()
    expect(said('x'.repeat(5000), S_HOME)!.length).toBeLessThan(600)
  })
})
