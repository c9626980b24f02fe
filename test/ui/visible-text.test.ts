import { describe, expect, it } from 'vitest'
import { shorten, showCode, showLine, showText } from '../../src/ui/text/visible-text.ts'
import { createRandom, randomText } from './random-text.ts'

describe('text that acts', () => {
  it.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\u202eb', 'a\\u202eb'],
    ['\u2066\u2069', '\\u2066\\u2069'],
    ['zero\u200bwidth', 'zero\\u200bwidth'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\ud800', '\\ud800'],
    ['\u2028', '\\u2028'],
    ['\u3164', '\\u3164'],
    ['a\nb\tc', 'a\\x0ab\\x09c'],
  ])('is shown as escapes: %j', (text, shown) => {
    expect(showLine(text)).toBe(shown)
  })

  it('keeps what lines and tabs are for', () => {
    expect(showText('a\r\n\tb\rc')).toBe('a\n\tb\\x0dc')
    expect(showCode('\tx\n')).toBe('\tx\\x0a')
  })

  it('keeps joined emoji, but no joiner between letters', () => {
    expect(showLine('👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥')).toBe('👩‍👩‍👧 👩🏽‍🚀 ❤️‍🔥')
    expect(showLine('ad\u200dmin')).toBe('ad\\u200dmin')
  })

  it('leaves nothing that acts in random text', () => {
    const random = createRandom(1)
    for (let round = 0; round < 500; round++) {
      const shown = showText(randomText(random, 40)).replaceAll('\u200d', '')
      expect(shown).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}/u)
    }
  })
})

describe('shorten', () => {
  it('counts the ellipsis and halves no pair', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef')
    expect(shorten('abcdefg', 6)).toBe('abcde…')
    expect(shorten('abcd😀efg', 6)).toBe('abcd…')
    expect(shorten('😀😀', 2)).toBe('…')
  })
})
