import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

interface Seen {
  ran: string[]
  spoiled: number
  before: { preview: string }
  after: unknown
}

describe('an app that has replaced the methods of the language', () => {
  it('is read as before, and none of its replacements is called', () => {
    const program = fileURLToPath(new URL('spoiled-app.mjs', import.meta.url))
    const output = execFileSync(process.execPath, ['--no-warnings', program], { encoding: 'utf8' })
    const { ran, spoiled, before, after } = JSON.parse(output) as Seen
    expect(spoiled).toBeGreaterThan(300)
    expect(before.preview).toContain("map: Map(2) { 'password' => ••••••, 'tea' => 4 }")
    expect(before.preview).toContain('path: [Module: null prototype] { _makeLong: [Function: toNamespacedPath], ')
    expect(ran).toEqual([])
    expect(after).toEqual(before)
  })
})
