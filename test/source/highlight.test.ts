import { describe, expect, it } from 'vitest'
import { tokensBetween, tokensOfLines } from '../../src/server/source/highlight.ts'
import { createSyntaxParser, languageOf, type Language } from '../../src/server/source/syntax-tree.ts'
import type { Token } from '../../src/shared/traceback.ts'
import { createNoise } from './scratch.ts'

async function tokensOf(text: string, language: Language = 'ts'): Promise<Token[]> {
  const tree = await createSyntaxParser().parse(text, language)
  if (tree === undefined) throw new Error('not parsed')
  return tokensBetween(tree, text, 0, text.length)
}

function classed(tokens: readonly Token[]): Token[] {
  return tokens.filter(([text, tokenClass]) => tokenClass !== '' && text.trim() !== '')
}

describe('highlighting', () => {
  it('classes the tokens of TypeScript', async () => {
    const text = `async function load(id: UserId): Promise<User> { // why\n  const n = 0x1f, s = 'a\\n', r = /x/g\n  return this.db.find({ id, name: n, s })\n}`
    expect(classed(await tokensOf(text))).toEqual([
      ['async', 'keyword'],
      ['function', 'keyword'],
      ['load', 'function'],
      ['id', 'name'],
      ['UserId', 'type'],
      ['Promise', 'type'],
      ['User', 'type'],
      ['// why', 'comment'],
      ['const', 'keyword'],
      ['n', 'name'],
      ['0x1f', 'number'],
      ['s', 'name'],
      [`'a\\n'`, 'string'],
      ['r', 'name'],
      ['/x/g', 'string'],
      ['return', 'keyword'],
      ['this', 'keyword'],
      ['db', 'property'],
      ['find', 'function'],
      ['id', 'name'],
      ['name', 'property'],
      ['n', 'name'],
      ['s', 'name'],
    ])
  })

  it('knows JSX, and type arguments from elements', async () => {
    const jsx = classed(await tokensOf('const a = <Row key="x">{value}</Row>', 'tsx'))
    expect(jsx).toContainEqual(['Row', 'type'])
    expect(jsx).toContainEqual(['value', 'name'])
    expect(classed(await tokensOf('const a = <Row>value', 'ts'))).toContainEqual(['Row', 'type'])
  })

  it('picks the language by extension', () => {
    expect(
      ['a.ts', 'a.mts', 'a.d.cts', 'a.TSX', 'a.js', 'a.mjs?v=1', 'a.jsx', '/x/evalmachine.<anonymous>', ''].map(
        languageOf,
      ),
    ).toEqual(['ts', 'ts', 'ts', 'tsx', 'jsx', 'jsx', 'jsx', 'jsx', 'jsx'])
    expect(['a.vue', 'b.coffee', 'c.svelte'].map(languageOf)).toEqual([undefined, undefined, undefined])
  })

  it('joins to the line whatever the text, and takes part of it', async () => {
    const noise = createNoise(99)
    const parts = [
      '`',
      '${',
      '}',
      '/*',
      '*/',
      '//',
      '"',
      "'",
      '<',
      '>',
      'a',
      ' ',
      '\t',
      '\u2028',
      '😀',
      '\ud800',
      'function ',
      '(',
      ')',
      '=>',
      'class ',
      '{',
      '0x',
      '#',
      '@',
      '/',
    ]
    for (let round = 0; round < 150; round++) {
      const lines = Array.from({ length: 5 }, () =>
        Array.from({ length: noise(12) }, () => parts[noise(parts.length)]).join(''),
      )
      const text = lines.join('\n')
      const tree = await createSyntaxParser().parse(text, 'tsx')
      if (tree === undefined) throw new Error('not parsed')
      expect(tokensOfLines(tree, lines).map((line) => line.map(([part]) => part).join(''))).toEqual(lines)
      const from = noise(text.length + 1)
      const to = from + noise(text.length - from + 1)
      expect(
        tokensBetween(tree, text, from, to)
          .map(([part]) => part)
          .join(''),
      ).toBe(text.slice(from, to))
    }
  })

  it('gives up on what takes too long and goes on with the next', async () => {
    const parser = createSyntaxParser()
    const begun = performance.now()
    const [endless, next] = await Promise.all([parser.parse('/*'.repeat(250_000), 'ts'), parser.parse('next()', 'ts')])
    expect(endless).toBeUndefined()
    expect(next?.length).toBe(6)
    expect(performance.now() - begun).toBeLessThan(5000)
  })
})
