import { describe, expect, it } from 'vitest'
import { createTypeAhead, terminalInput } from '../../src/ui/console/type-ahead.ts'

const key = (name: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing', true>> = {}) => ({
  key: name,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  isComposing: false,
  ...held,
})

describe('keys for a terminal that is still being loaded', () => {
  it('are what a terminal sends', () => {
    expect(['a', 'Z', ' ', 'é', '😀', 'Enter', 'Backspace'].map((name) => terminalInput(key(name)))).toEqual([
      'a',
      'Z',
      ' ',
      'é',
      '😀',
      '\r',
      '\u007f',
    ])
  })

  it('are left to the page where they are no text', () => {
    for (const name of ['Escape', 'Tab', 'ArrowUp', 'F5', 'Shift']) expect(terminalInput(key(name))).toBeUndefined()
    for (const held of ['ctrlKey', 'altKey', 'metaKey', 'isComposing'] as const) {
      expect(terminalInput(key('r', { [held]: true }))).toBeUndefined()
    }
  })

  it('are taken between begin and end, and nobody else gets them', () => {
    const page = new EventTarget()
    const press = (name: string): Event => {
      const event = Object.assign(new Event('keydown', { cancelable: true }), key(name))
      page.dispatchEvent(event)
      return event
    }
    const typeAhead = createTypeAhead(page as Document)
    press('a')
    typeAhead.begin()
    typeAhead.begin()
    expect([press('j').defaultPrevented, press('k').defaultPrevented, press('Escape').defaultPrevented]).toEqual([
      true,
      true,
      false,
    ])
    expect([typeAhead.end(), press('b').defaultPrevented, typeAhead.end()]).toEqual(['jk', false, ''])
  })
})
