import { chmodSync, existsSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createAudit } from '../../src/server/guard/audit.ts'
import type { AuditEntry } from '../../src/server/guard/index.ts'
import { openStateDirectory } from '../../src/server/guard/state-directory.ts'
import { bench, change, directory } from './guard-bench.ts'

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

  it.each(['9999-8888-7', '9999 8888 7', '99998888-7', '999988887', '9–9-9 9\n8—8\t8 8 7', '9999--8888\u2212\u00a07'])(
    'never holds it in a grouping that is taken: %j',
    (spelling) => {
      const path = directory()
      const { guard } = bench({ stateDirectory: path, pin: '9999-8888-7' })
      expect(guard.unlock(change(), { pin: spelling }).ok).toBe(true)
      guard.audit.record({ ...ENTRY, source: `a("${spelling}") + ${spelling}1, 9999-8888-6` })
      expect(lines(`${path}/audit.log`)[0]?.['source']).toBe('a("[pin]") + [pin]1, 9999-8888-6')
    },
  )

  it('never holds a PIN of the developer’s own that looks like a pattern, nor the first half of one', () => {
    const path = directory()
    const { guard } = bench({ stateDirectory: path, pin: 'a.*(b] \\d$' })
    guard.audit.record({ ...ENTRY, source: `a.*(b]\\d$ aXX(b] ${'x'.repeat(65_515)}a.*(b]\\d$ rest` })
    const source = String(lines(`${path}/audit.log`)[0]?.['source'])
    expect(source.replace(/x+/, 'x')).toMatch(/^\[pin\] aXX\(b\] x\[pin\] re$/)
    expect(source).toHaveLength(65_536)
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
      mask: (text) => text,
      rotateAt: 1000,
    })
    for (let n = 0; n < 80; n++) expect(audit.record({ ...ENTRY, frame: n })).toBe(true)
    expect(readdirSync(path).sort()).toEqual(['audit.log', 'audit.log.1', 'audit.log.2', 'audit.log.3'])
    const frames = ['.3', '.2', '.1', '']
      .flatMap((age) => lines(`${path}/audit.log${age}`))
      .map((line) => line['frame'])
    expect(frames.length).toBeGreaterThan(24)
    expect(frames).toEqual(Array.from({ length: frames.length }, (_, n) => 80 - frames.length + n))
    expect(statSync(`${path}/audit.log`).size).toBeLessThan(1200)
  })

  it('is large with 10 MB, and not before', () => {
    const path = directory()
    const { guard } = bench({ stateDirectory: path })
    guard.audit.record(ENTRY)
    truncateSync(`${path}/audit.log`, 10 * 1024 * 1024 - 1)
    guard.audit.record(ENTRY)
    expect(existsSync(`${path}/audit.log.1`)).toBe(false)
    guard.audit.record(ENTRY)
    expect(statSync(`${path}/audit.log.1`).size).toBeGreaterThan(10 * 1024 * 1024)
    expect(lines(`${path}/audit.log`)).toHaveLength(1)
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
