import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createAudit } from '../../src/server/guard/audit.ts'
import type { AuditEntry } from '../../src/server/guard/index.ts'
import { openStateDirectory } from '../../src/server/guard/state-directory.ts'
import { bench, directory } from './guard-bench.ts'

const ENTRY: AuditEntry = { session: '0123456789ab', traceback: 't1', frame: 2, source: 'user.name', mode: 'run' }
const lines = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the audit file', () => {
  it('gets one line for each evaluation', () => {
    const path = directory()
    const { guard } = bench({ stateDirectory: path })
    expect(guard.audit.record(ENTRY)).toBe(true)
    expect(guard.audit.record({ ...ENTRY, source: 'a\nb\r\u2028\u001b[2J"}\n{"time":1', mode: 'peek' })).toBe(true)
    const [first, second, ...rest] = lines(`${path}/audit.log`)
    expect(first).toEqual({ time: '2030-01-01T00:00:00.000Z', ...ENTRY })
    expect(second).toMatchObject({ mode: 'peek', source: 'a\nb\r\u2028\u001b[2J"}\n{"time":1' })
    expect(rest).toEqual([])
    expect(statSync(`${path}/audit.log`).mode & 0o777).toBe(0o600)
  })

  it('never holds the PIN', () => {
    const path = directory()
    const { guard } = bench({ stateDirectory: path })
    guard.audit.record({ ...ENTRY, source: `unlock("${guard.pin}", ${guard.pin.replaceAll('-', '')})` })
    expect(lines(`${path}/audit.log`)[0]?.['source']).toBe('unlock("[pin]", [pin])')
  })

  it('bounds a line and says so', () => {
    const path = directory()
    bench({ stateDirectory: path }).guard.audit.record({ ...ENTRY, source: 'x'.repeat(1_000_000) })
    const [line] = lines(`${path}/audit.log`)
    expect(line).toMatchObject({ cutFrom: 1_000_000, source: 'x'.repeat(65_536) })
  })

  it('is rotated once it is large', () => {
    const path = directory()
    const opened = openStateDirectory(path)
    if (!opened.ok) throw new Error(opened.message)
    const audit = createAudit({
      state: opened.state,
      now: () => 0,
      onProblem: (message) => expect.fail(message),
      secrets: () => [],
      rotateAt: 1000,
    })
    for (let n = 0; n < 30; n++) expect(audit.record({ ...ENTRY, frame: n })).toBe(true)
    expect(existsSync(`${path}/audit.log.1`)).toBe(true)
    const frames = [...lines(`${path}/audit.log.1`), ...lines(`${path}/audit.log`)].map((line) => line['frame'])
    expect(frames).toEqual(Array.from({ length: frames.length }, (_, n) => 30 - frames.length + n))
    expect(statSync(`${path}/audit.log`).size).toBeLessThan(1200)
  })

  it('that cannot be written is a problem, told once, and nothing worse', () => {
    const path = directory()
    const { guard, problems } = bench({ stateDirectory: path })
    guard.audit.record(ENTRY)
    chmodSync(`${path}/audit.log`, 0o666)
    expect([guard.audit.record(ENTRY), guard.audit.record(ENTRY)]).toEqual([false, false])
    expect(problems).toHaveLength(1)
    const memory = bench()
    expect([memory.guard.audit.record(ENTRY), memory.guard.audit.record(ENTRY)]).toEqual([false, false])
    expect(memory.problems).toHaveLength(1)
  })
})
