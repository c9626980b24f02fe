import { describe, expect, it } from 'vitest'
import { ESC } from '../../src/ui/console/ansi.ts'
import { initialEditor, insert } from '../../src/ui/console/editor-state.ts'
import { textWidth } from '../../src/ui/console/character-width.ts'
import { LIST_ROWS, listLines } from '../../src/ui/console/list-layout.ts'
import { clipLayout, layOutPrompt, spotAt } from '../../src/ui/console/prompt-layout.ts'
import { createPainter } from '../../src/ui/console/prompt-painter.ts'
import { paintTranscript } from '../../src/ui/console/transcript-ansi.ts'
import { wrapWords } from '../../src/ui/console/wrap-words.ts'
import { createRandom, randomText } from './random-text.ts'

const NO_LINKS = { value: () => undefined, position: () => undefined }
const SGR = new RegExp(`${ESC}\\[[\\d;]*m`, 'g')
const plain = (row: string): string => row.replace(SGR, '')
const lay = (text: string, columns = 80, cursor = text.length) =>
  layOutPrompt({ ...insert(initialEditor([]), text), cursor }, { preview: '', running: '' }, columns)

describe('prompt layout', () => {
  it('puts a prompt before the first line and a mark before the others', () => {
    expect(lay('f(\n  a)').rows.map(plain)).toEqual(['› f(', '…   a)'])
    expect(lay('f(\n  a)')).toMatchObject({ cursorRow: 1, cursorColumn: 6 })
  })

  it('wraps where the terminal would, wide characters whole', () => {
    expect(lay('abcdefgh', 6).rows.map(plain)).toEqual(['› abcd', 'efgh'])
    expect(lay('abc漢', 6).rows.map(plain)).toEqual(['› abc', '漢'])
    expect(lay('漢字', 80, 1)).toMatchObject({ cursorColumn: 4 })
  })

  it('keeps a row for a cursor that stands behind a full one', () => {
    expect(lay('abcd', 6)).toMatchObject({ cursorRow: 1, cursorColumn: 0 })
    expect(lay('abcdef', 6, 4)).toMatchObject({ cursorRow: 1, cursorColumn: 0 })
  })

  it('is never wider than the terminal, and its cursor never outside, whatever is typed', () => {
    const random = createRandom(5)
    for (let round = 0; round < 500; round++) {
      const text = randomText(random, 40)
      const columns = 4 + Math.floor(random() * 40)
      const layout = lay(text, columns, Math.floor(random() * (text.length + 1)))
      for (const row of layout.rows) {
        expect(textWidth(plain(row))).toBeLessThanOrEqual(columns)
        expect(plain(row)).not.toMatch(/\p{Cc}/u)
      }
      expect(layout.cursorRow).toBeLessThan(layout.rows.length)
      expect(layout.cursorColumn).toBeLessThan(columns)
    }
  })

  it('shows the rows around the cursor when the screen is too small', () => {
    const text = Array.from({ length: 20 }, (_, index) => `line${index}`).join('\n')
    expect(clipLayout(lay(text), 5).rows.map(plain).at(-1)).toBe('… line19')
    expect(clipLayout(lay(text, 80, 0), 5)).toMatchObject({ cursorRow: 0 })
    expect(clipLayout(lay(text, 80, 0), 5).rows).toHaveLength(5)
  })
})

describe('places of a click', () => {
  it('are the characters, also where they are wide or wrapped, and the end of the line behind it', () => {
    const layout = lay('ab漢\ncdefgh', 6)
    expect(layout.rows.map(plain)).toEqual(['› ab漢', '… cdef', 'gh'])
    const at = (row: number, column: number) => spotAt(layout, row, column)
    expect(at(0, 0)).toBeUndefined()
    expect([at(0, 3), at(0, 4), at(0, 5)]).toEqual([1, 2, 2].map((offset) => ({ kind: 'cursor', at: offset })))
    expect(at(1, 2)).toEqual({ kind: 'cursor', at: 4 })
    expect([at(2, 1), at(2, 3)]).toEqual([9, 10].map((offset) => ({ kind: 'cursor', at: offset })))
    expect(at(3, 0)).toBeUndefined()
  })

  it('fall on a boundary of the text, whatever it is', () => {
    const random = createRandom(8)
    for (let round = 0; round < 200; round++) {
      const text = randomText(random, 30)
      for (const { means } of lay(text, 5 + Math.floor(random() * 30)).spots) {
        expect(means.kind === 'cursor' && means.at >= 0 && means.at <= text.length).toBe(true)
      }
    }
  })
})

describe('list of completions', () => {
  const items = Array.from({ length: 20 }, (_, index) => ({
    label: `name${index}`,
    kind: 'global',
    detail: `'${index}'`,
  }))

  it('shows a page, what is known of each item, and how many more there are', () => {
    const lines = listLines({ items, more: 0, from: 0, to: 0, selected: -1 }, 60)
    expect(lines).toHaveLength(LIST_ROWS + 1)
    expect(lines[1]?.runs.map(([text]) => text)).toEqual([' name1 ', " '1'"])
    expect(lines.at(-1)).toEqual({ runs: [[' 12 more', 'dim']], means: { kind: 'item', index: 8, take: false } })
    const last = listLines({ items, more: 0, from: 0, to: 0, selected: 17 }, 60)
    expect(last[1]?.runs[0]).toEqual([' name17 ', 'selected'])
    expect(last.at(-1)?.means).toEqual({ kind: 'item', index: 0, take: false })
  })

  it('is never wider than the terminal', () => {
    const random = createRandom(9)
    for (let round = 0; round < 200; round++) {
      const odd = Array.from({ length: 5 }, () => ({
        label: randomText(random, 20),
        kind: '',
        detail: randomText(random, 20),
      }))
      const columns = 4 + Math.floor(random() * 40)
      for (const { runs } of listLines({ items: odd, more: 0, from: 0, to: 0, selected: 1 }, columns)) {
        const text = runs.map(([run]) => run).join('')
        expect(textWidth(text)).toBeLessThanOrEqual(columns)
        expect(text).not.toMatch(/\p{Cc}/u)
      }
    }
  })
})

describe('notes', () => {
  it('break between words', () => {
    expect(wrapWords('The app does not answer. Your line is kept: press Enter', 24)).toBe(
      'The app does not answer.\nYour line is kept: press\nEnter',
    )
    expect(wrapWords('a verylongword b\nc', 6)).toBe('a\nverylongword\nb\nc')
  })
})

describe('painter', () => {
  it('goes back up to where it began before it draws again', () => {
    const painter = createPainter()
    painter.draw({ rows: ['a', 'b', 'c'], cursorRow: 1, cursorColumn: 0 })
    expect(painter.erase()).toBe('\u001b[1A\r\u001b[J')
    expect(painter.erase()).toBe('\r\u001b[J')
  })
})

describe('transcript', () => {
  it('lets no control sequence of others through', () => {
    const random = createRandom(6)
    // Ours: SGR, and OSC 8 with our own target.
    const ours = new RegExp(`${ESC}\\[[\\d;]*m|${ESC}\\]8;;(?:inquest:(?:result|position))?${ESC}\\\\`, 'g')
    const links = {
      value: () => 'inquest:result',
      position: () => ({ target: 'inquest:position', label: 'a\u001b.ts' }),
    }
    for (let round = 0; round < 500; round++) {
      const text = `${randomText(random, 30)}a.ts:1:2${randomText(random, 5)}`
      const painted = [
        paintTranscript({ kind: 'output', stream: 'stdout', text }, links),
        paintTranscript({ kind: 'result', value: { type: 'object', preview: '' }, text }, links),
        paintTranscript({ kind: 'error', text }, links),
        paintTranscript({ kind: 'note', text }, links),
      ].join('')
      expect(painted.replace(ours, '').replaceAll('\r\n', '')).not.toMatch(/[^\P{Cc}\t]/u)
    }
  })

  it('has no line that passes for a prompt', () => {
    const links = { value: () => undefined, position: () => undefined }
    const text = '› one\n› two\n  › three'
    for (const line of [
      { kind: 'output', stream: 'stdout', text },
      { kind: 'result', value: { type: 'object', preview: '' }, text },
      { kind: 'error', text },
    ] as const)
      for (const shown of paintTranscript(line, links).replace(SGR, '').split('\r\n')) expect(shown).not.toMatch(/^›/)
  })

  it('writes the positions of a stack as the page does, those in values as they are', () => {
    const text = 'Error: no\n    at f (file:///app/src/a.ts:1:2)'
    const links = { value: () => undefined, position: () => ({ target: 'inquest:place', label: 'src/a.ts:1:2' }) }
    const linked = (painted: string): string | undefined => painted.split('inquest:place')[1]?.replace(SGR, '')
    expect(linked(paintTranscript({ kind: 'error', text }, links))).toMatch(/src\/a\.ts:1:2/)
    expect(linked(paintTranscript({ kind: 'error', text }, links))).not.toMatch(/file:/)
    const value = { type: 'string', preview: '' }
    expect(linked(paintTranscript({ kind: 'result', value, text }, links))).toMatch(/file:\/\/\/app\/src\/a\.ts:1:2/)
  })

  it('links a result behind its text, or below a last line that is only a part of it', () => {
    const links = { value: () => 'inquest:result', position: () => undefined }
    const link = `${ESC}]8;;inquest:result${ESC}\\⤷ inspect`
    const shown = (text: string): string =>
      paintTranscript({ kind: 'result', value: { type: 'object', preview: '' }, text }, links).replaceAll(SGR, '')
    expect(shown('{ a: 1 }')).toContain(`}  ${link}`)
    expect(shown('{\n  a: 1\n}')).toContain(`}  ${link}`)
    expect(shown('local f\n  a  1\n  b  2')).toContain(`2\r\n${link}`)
  })

  it('drops the colours of programs that print some', () => {
    expect(paintTranscript({ kind: 'output', stream: 'stdout', text: '\u001b[31mred\u001b[0m\n' }, NO_LINKS)).toBe(
      'red\r\n',
    )
  })
})
