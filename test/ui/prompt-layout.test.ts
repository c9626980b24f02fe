import { describe, expect, it } from 'vitest'
import { ESC } from '../../src/ui/console/ansi.ts'
import { initialEditor, insert } from '../../src/ui/console/editor-state.ts'
import { clipLayout, layOutPrompt, textWidth } from '../../src/ui/console/prompt-layout.ts'
import { createPainter } from '../../src/ui/console/prompt-painter.ts'
import { paintTranscript } from '../../src/ui/console/transcript-ansi.ts'
import { createRandom, randomText } from './random-text.ts'

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
    const ours = new RegExp(`${ESC}\\[[\\d;]*m|${ESC}\\]8;;(?:inquest:result-1)?${ESC}\\\\`, 'g')
    for (let round = 0; round < 500; round++) {
      const text = randomText(random, 30)
      const painted = [
        paintTranscript({ kind: 'output', stream: 'stdout', text }, undefined),
        paintTranscript({ kind: 'result', value: { type: 'object', preview: '' }, text }, 'inquest:result-1'),
        paintTranscript({ kind: 'error', text }, undefined),
        paintTranscript({ kind: 'note', text }, undefined),
      ].join('')
      expect(painted.replace(ours, '').replaceAll('\r\n', '')).not.toMatch(/[^\P{Cc}\t]/u)
    }
  })

  it('drops the colours of programs that print some', () => {
    expect(paintTranscript({ kind: 'output', stream: 'stdout', text: '\u001b[31mred\u001b[0m\n' }, undefined)).toBe(
      'red\r\n',
    )
  })
})
