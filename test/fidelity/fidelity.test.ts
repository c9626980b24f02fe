import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCorpus } from './expectation.ts'
import { requestsOf } from './program-run.ts'
import { framesOf, isPlaceOnly, withTable } from './readme-table.ts'

/** What is expected of the corpus itself; that it is as expected is `npm run fidelity`. */
const corpus = readCorpus()

describe('the corpus', () => {
  it('is large, and all of its groups have programs', () => {
    expect(corpus.length).toBeGreaterThan(100)
    const groups = new Set(corpus.map(({ name }) => name.split('/')[0]))
    expect([...groups].sort()).toEqual(['async', 'errors', 'frameworks', 'scopes', 'sources', 'throws'])
  })

  it('gives a reason wherever something is less than live, and nowhere else', () => {
    for (const { name, cases, limit, differs } of corpus) {
      const isLess = differs.length > 0 || cases.flatMap(requestsOf).flatMap(framesOf).some(isPlaceOnly)
      expect([name, limit !== undefined]).toEqual([name, isLess])
    }
  })

  it('is what the README’s table says', async () => {
    const readme = readFileSync('README.md', 'utf8')
    // If not: npm run fidelity:table
    expect(await withTable(readme)).toBe(readme)
  })
})
