import { describe, expect, it } from 'vitest'
import { decodeKeys, type KeyName } from '../../src/ui/console/editor-key.ts'
import { createRandom, randomText } from './random-text.ts'

const press = (name: KeyName) => ({ kind: 'press', name })

describe('keys as a terminal reports them', () => {
  it.each<[string, KeyName]>([
    ['\r', 'enter'],
    ['\n', 'newline'],
    ['\t', 'tab'],
    ['\u001b', 'escape'],
    ['\u007f', 'backspace'],
    ['\u001b[A', 'up'],
    ['\u001bOB', 'down'],
    ['\u001b[1;5D', 'word-left'],
    ['\u001b[1;3C', 'word-right'],
    ['\u001b[1;2D', 'select-left'],
    ['\u001b[1;2C', 'select-right'],
    ['\u001b[1;2A', 'select-up'],
    ['\u001b[1;2B', 'select-down'],
    ['\u001b[1;2H', 'select-home'],
    ['\u001b[1;2F', 'select-end'],
    ['\u001b[1;6D', 'select-word-left'],
    ['\u001b[1;4C', 'select-word-right'],
    ['\u001b[1;6H', 'select-text-start'],
    ['\u001b[1;6F', 'select-text-end'],
    ['\u001b[1;5H', 'text-start'],
    ['\u001b[3;2~', 'delete'],
    ['\u001b[1;99A', 'up'],
    ['\u001bb', 'word-left'],
    ['\u001bf', 'word-right'],
    ['\u001b\u007f', 'delete-word-left'],
    ['\u001b[3~', 'delete'],
    ['\u001b[3;5~', 'delete-word-right'],
    ['\u001b[Z', 'back-tab'],
    ['\u0001', 'home'],
    ['\u0012', 'search'],
    ['\u0017', 'delete-word-left'],
    ['\u0003', 'interrupt'],
    ['\u0018', 'cut'],
  ])('reads %j', (data, name) => {
    expect(decodeKeys(data)).toEqual([press(name)])
  })

  it('reads several at once', () => {
    expect(decodeKeys('ab\u001b[Dc\r')).toEqual([
      { kind: 'text', text: 'ab' },
      press('left'),
      { kind: 'text', text: 'c' },
      press('enter'),
    ])
  })

  it('drops what it does not know instead of typing it', () => {
    expect(decodeKeys('\u001b[I\u001b[15~\u001bx\u0000')).toEqual([])
  })

  it('keeps a pasted block in one piece, an end mark inside it included', () => {
    expect(decodeKeys('\u001b[200~a\r\n\tb\r\u001b[201~rm -rf\u001b[31m\u0003\u001b[201~')).toEqual([
      { kind: 'paste', text: 'a\n\tb\nrm -rf[31m' },
    ])
  })

  it('takes the input out of a pasted transcript', () => {
    const paste = (text: string) => decodeKeys(`\u001b[200~${text}\u001b[201~`)
    expect(paste('› for (;;) {\r\n…   break\r\n… }\r\nundefined\r\n› 1 + 1\r\n2')).toEqual([
      { kind: 'paste', text: 'for (;;) {\n  break\n}\n1 + 1' },
    ])
    expect(paste('const a = "› x"\n… b')).toEqual([{ kind: 'paste', text: 'const a = "› x"\n… b' }])
  })

  it('gives no control character as text, whatever comes', () => {
    const random = createRandom(3)
    for (let round = 0; round < 1000; round++) {
      for (const key of decodeKeys(randomText(random, 30))) {
        if (key.kind === 'text') expect(key.text).not.toMatch(/\p{Cc}/u)
        if (key.kind === 'paste') expect(key.text).not.toMatch(/[^\P{Cc}\n\t]/u)
      }
    }
  })
})
