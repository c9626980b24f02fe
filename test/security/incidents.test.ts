import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const tests = [
  ...readdirSync('test/security').map((name) => `test/security/${name}`),
  ...readdirSync('e2e').map((name) => `e2e/${name}`),
].filter((path) => /\.(?:test|e2e)\.ts$/.test(path) && !path.includes('incidents'))
const code = tests.map((path) => readFileSync(path, 'utf8')).join('\n')

it('SECURITY.md names a test that exists for each of the 32 incidents', () => {
  const rows = readFileSync('SECURITY.md', 'utf8')
    .split('\n')
    .filter((line) => /^\| S\d+ +\|/.test(line))
  expect(rows.map((row) => /S\d+/.exec(row)?.[0])).toEqual(Array.from({ length: 32 }, (_, n) => `S${n + 1}`))
  for (const row of rows) {
    const names = [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
    expect(names.length, row).toBeGreaterThan(0)
    for (const name of names) expect(code.includes(`'${name}`), `${name} (${row.slice(0, 8)})`).toBe(true)
  }
})

it('the 45 numbered tests are all there', () => {
  const numbers = new Set(
    [...code.matchAll(/(?:it|test|describe)(?:\.each\([^]*?\))?\(\s*'(\d\d) /g)].map(([, number]) => Number(number)),
  )
  expect(Array.from({ length: 45 }, (_, n) => n + 1).filter((number) => !numbers.has(number))).toEqual([])
})
