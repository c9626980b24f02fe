import { describe, expect, it } from 'vitest'
import { decodeKeys } from '../../src/ui/console/editor-key.ts'
import { type EditorEffect, type EditorState, initialEditor } from '../../src/ui/console/editor-state.ts'
import { pressKey, settleEvaluation } from '../../src/ui/console/line-editor.ts'
import { createRandom, randomText } from './random-text.ts'

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

/** The text with the cursor as `|`. */
const shown = ({ state }: Typed): string => `${state.text.slice(0, state.cursor)}|${state.text.slice(state.cursor)}`

const LEFT = '\u001b[D'
const RIGHT = '\u001b[C'
const UP = '\u001b[A'
const DOWN = '\u001b[B'

describe('moving and changing', () => {
  it.each([
    [`ac${LEFT}b`, 'ab|c'],
    [`ab${LEFT}${LEFT}${LEFT}x`, 'x|ab'],
    [`ab\u0001x\u0005y`, 'xaby|'],
    ['one two.three\u001bb', 'one two.|three'],
    ['one two\u001bb\u001bb\u001bf', 'one| two'],
    ['one two\u001b[1;5D', 'one |two'],
    ['abc\u007f', 'ab|'],
    [`abc\u0001\u001b[3~`, '|bc'],
    [`abc\u0001\u0004`, '|bc'],
    ['one two\u0017', 'one |'],
    ['one two\u0015', '|'],
    [`one two\u0001\u000b`, '|'],
    ['one two\u0017\u0001\u0019', 'two|one '],
    [`👩‍👩‍👧e\u0301x${LEFT}${LEFT}\u007f`, '|e\u0301x'],
    [`漢字${LEFT}${LEFT}${RIGHT}`, '漢|字'],
  ])('%j gives %s', (data, expected) => {
    expect(shown(type(data))).toBe(expected)
  })

  it('moves over lines first, then through the history', () => {
    const state = initialEditor(['old'])
    expect(shown(type(`ab\ncde${UP}`, state))).toBe('ab|\ncde')
    expect(shown(type(`ab\ncde${UP}${UP}`, state))).toBe('old|')
    expect(shown(type(`ab\ncde${UP}${UP}${DOWN}`, state))).toBe('ab\ncde|')
  })

  it('keeps the draft while the history is gone through', () => {
    const typed = type(`dra${UP}${UP}${UP}x${DOWN}${DOWN}`, initialEditor(['first', 'second']))
    expect(shown(typed)).toBe('dra|')
  })
})

describe('Enter', () => {
  it('evaluates what is whole and waits', () => {
    const { state, effects } = type('a + 1\r')
    expect(effects).toEqual([{ kind: 'evaluate', source: 'a + 1' }])
    expect(state.pending).toBe(true)
    expect(type('typed meanwhile\r', state).effects).toEqual([])
    expect(type('\u0003', state).effects).toEqual([{ kind: 'interrupt' }])
  })

  it('goes on to a new line while a bracket is open, indents it and takes the indentation back', () => {
    const open = type('if (a) {\rb()\r')
    expect(open.effects).toEqual([])
    expect(shown(open)).toBe('if (a) {\n  b()\n  |')
    expect(type('}\r', open.state).effects).toEqual([{ kind: 'evaluate', source: 'if (a) {\n  b()\n}' }])
  })

  it('evaluates from the middle of several lines', () => {
    expect(type(`a\nb${UP}\r`).effects).toEqual([{ kind: 'evaluate', source: 'a\nb' }])
  })

  it('leaves an empty prompt behind for an empty line', () => {
    expect(type('\r').effects).toEqual([{ kind: 'abandon', text: '' }])
    expect(shown(type('  \r'))).toBe('|')
  })

  it('goes on where the server finds the source incomplete', () => {
    const { state } = type('a +\r')
    const settled = settleEvaluation(state, 'incomplete', [])
    expect(settled).toMatchObject({ text: 'a +\n', cursor: 4, pending: false })
    expect(settleEvaluation(state, 'kept', [])).toMatchObject({ text: 'a +', pending: false })
    expect(settleEvaluation(state, 'done', ['a +'])).toMatchObject({ text: '', history: ['a +'], historyAt: 1 })
  })

  it('does not run a pasted block before it is read', () => {
    const { state, effects } = type('\u001b[200~a\r\nb\r\n\u001b[201~')
    expect(effects).toEqual([])
    expect(state.text).toBe('a\nb\n')
  })
})

describe('giving up', () => {
  it('clears the line and keeps it for Ctrl-Y', () => {
    const { state, effects } = type('half a\u0003')
    expect(effects).toEqual([{ kind: 'abandon', text: 'half a' }])
    expect(shown(type('\u0019', state))).toBe('half a|')
  })

  it('leaves on Escape, and on Ctrl-D where nothing is typed', () => {
    expect(type('\u001b').effects).toEqual([{ kind: 'leave' }])
    expect(type('\u0004').effects).toEqual([{ kind: 'leave' }])
    expect(type('a\u0004').effects).toEqual([])
  })
})

describe('reverse search', () => {
  const state = initialEditor(['let a = 1', 'b()', 'let c = 2'])

  it('finds the newest, then older ones, and stays where there is no more', () => {
    expect(type('\u0012let', state).state.text).toBe('let c = 2')
    expect(type('\u0012let\u0012', state).state.text).toBe('let a = 1')
    expect(type('\u0012let\u0012\u0012\u0012', state).state.text).toBe('let a = 1')
    expect(type('\u0012nothing', state).state.search?.at).toBe(-1)
  })

  it('evaluates on Enter, edits on an arrow, restores on Ctrl-G', () => {
    expect(type('\u0012b(\r', state).effects).toEqual([{ kind: 'evaluate', source: 'b()' }])
    expect(type(`\u0012b(${LEFT}`, state).state).toMatchObject({ text: 'b()', search: undefined })
    expect(shown(type(`draft${LEFT}\u0012b(\u0007`, state))).toBe('draf|t')
  })
})

it('keeps the cursor inside the text and between characters, whatever is pressed', () => {
  const random = createRandom(4)
  const controls = [
    LEFT,
    RIGHT,
    UP,
    DOWN,
    '\u001bb',
    '\u001bf',
    '\u001bd',
    ...Array.from('\u0001\u0004\u0005\u0008\u000b\u0012\u0015\u0017\u0019\t\n\r'),
  ]
  for (let round = 0; round < 150; round++) {
    let state = initialEditor(['one\ntwo', '漢字 👩‍👩‍👧', ''])
    for (let index = 0; index < 60; index++) {
      const control = controls[Math.floor(random() * controls.length)]!
      state = { ...type(random() < 0.4 ? randomText(random, 4) : control, state).state, pending: false }
      expect(state.cursor).toBeGreaterThanOrEqual(0)
      expect(state.cursor).toBeLessThanOrEqual(state.text.length)
    }
  }
})
