import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GuardError, rotateSecrets } from '../../src/server/guard/index.ts'
import { generatePin } from '../../src/server/guard/pin.ts'
import { openStateDirectory } from '../../src/server/guard/state-directory.ts'
import { bench, change, directory, request, unlock } from './guard-bench.ts'

const mode = (path: string) => (lstatSync(path).mode & 0o7777).toString(8)
const GROUPED = /^\d{3}-\d{3}-\d{3}$/

function tryPin(guard: ReturnType<typeof bench>['guard'], pin: unknown): string {
  const answer = guard.unlock(change(), { pin })
  return answer.ok ? 'ok' : `${answer.status} ${answer.failure.code}`
}

describe('the PIN', () => {
  it('is random: nine digits, grouped, never the same', () => {
    const pins = Array.from({ length: 2000 }, generatePin)
    expect(pins.every((pin) => GROUPED.test(pin))).toBe(true)
    expect(new Set(pins).size).toBeGreaterThan(1990)
    const first = new Set(pins.map((pin) => pin[0]))
    expect(first.size).toBe(10)
    expect(bench({ stateDirectory: directory() }).guard.pin).not.toBe(bench({ stateDirectory: directory() }).guard.pin)
  })

  it('opens with spaces and dashes as people copy them', () => {
    const { guard } = bench()
    const digits = guard.pin.replaceAll('-', '')
    for (const entry of [
      guard.pin,
      digits,
      ` ${guard.pin}\n`,
      digits.replace(/\d/g, '$& '),
      guard.pin.replaceAll('-', '–'),
    ]) {
      expect(tryPin(guard, entry)).toBe('ok')
    }
    for (const entry of [digits.slice(1), `${digits}0`, `${digits}x`, '-', digits.split('').reverse().join('') + '1']) {
      expect(tryPin(bench({ pin: guard.pin }).guard, entry)).toBe('401 wrong-pin')
    }
  })

  it('is the developer’s own where they set one', () => {
    const { guard } = bench({ pin: 'open sesame', stateDirectory: directory() })
    expect(guard.pin).toBe('open sesame')
    expect(tryPin(guard, 'open-sesame')).toBe('ok')
    expect(tryPin(guard, 'Open sesame')).toBe('401 wrong-pin')
    expect(bench({ pin: '' }).guard.pin).toMatch(GROUPED)
  })

  it.each(['123', '1-2-3', ' - ', 'off', '1 2 3 '])('is never as short as %j', (pin) => {
    expect(() => bench({ pin })).toThrow(expect.objectContaining({ code: 'pin-too-short' }) as Error)
    expect(() => bench({ pin })).toThrow(GuardError)
  })

  it('is not endless either', () =>
    expect(() => bench({ pin: 'x'.repeat(257) })).toThrow(expect.objectContaining({ code: 'pin-too-long' }) as Error))

  it.each([
    undefined,
    null,
    '123-456-789',
    123456789,
    [],
    {},
    { pin: '' },
    { pin: null },
    { pin: 123456789 },
    { pin: ['1'] },
    { pin: { toString: 1 } },
    { pin: 'x'.repeat(513) },
    { pin: 'x'.repeat(10_000_000) },
    { token: 1 },
    { pin: '1', token: '1' },
    Object.create({ pin: 'inherited' }),
    {
      get pin(): string {
        throw new Error('a getter ran')
      },
    },
  ])('asked for with a wrong shape is a bad request and costs no try (%#)', (body) => {
    const { guard } = bench()
    for (let n = 0; n < 10; n++) {
      const answer = guard.unlock(change(), body)
      expect(answer).toMatchObject({ ok: false, status: 400, failure: { code: 'bad-request' } })
    }
    expect(tryPin(guard, guard.pin)).toBe('ok')
  })

  it('is in no answer, no problem and no cookie', () => {
    const { guard, problems } = bench()
    const said = JSON.stringify([
      guard.unlock(change(), { pin: '000-000-000' }),
      guard.unlock(change(), {}),
      guard.unlock(change(), { pin: guard.pin }),
      guard.admit(request(), { session: true, change: false }),
      guard.describe(request()),
      guard.admit(request({ host: 'evil.test' }), { session: true, change: false }),
      guard.refusals(),
      problems,
    ])
    expect(said).not.toContain(guard.pin)
    expect(said).not.toContain(guard.pin.replaceAll('-', ''))
  })
})

describe('the PIN file', () => {
  it('is private and survives a restart', () => {
    const path = `${directory()}/deep/state`
    const { guard, problems } = bench({ stateDirectory: path })
    unlock(guard)
    guard.issueToken()
    guard.audit.record({ session: 's', traceback: 't', frame: 0, source: '1', mode: 'run' })
    expect([`${path}/..`, path, `${path}/sessions`, `${path}/tokens`].map(mode)).toEqual(['700', '700', '700', '700'])
    for (const name of ['.', 'sessions', 'tokens']) {
      for (const entry of readdirSync(`${path}/${name}`, { withFileTypes: true })) {
        if (entry.isFile()) expect([entry.name, mode(`${path}/${name}/${entry.name}`)]).toEqual([entry.name, '600'])
        expect(entry.name).not.toMatch(/tmp/)
      }
    }
    expect(readdirSync(path).sort()).toEqual(['audit.log', 'instance', 'pin', 'sessions', 'tokens', 'tries'])
    expect(bench({ stateDirectory: path }).guard.pin).toBe(guard.pin)
    expect(problems).toEqual([])
  })

  it.each(['', '\n', '12', 'nonsense', '123-456-789 x', '\0'.repeat(9)])('damaged to %j is replaced', (text) => {
    const path = directory()
    writeFileSync(`${path}/pin`, text, { mode: 0o600 })
    const { guard } = bench({ stateDirectory: path })
    expect(guard.pin).toMatch(GROUPED)
    expect(readFileSync(`${path}/pin`, 'utf8')).toBe(`${guard.pin}\n`)
  })

  it.each([0o644, 0o640, 0o622, 0o666])('with mode %o is not believed', (bits) => {
    const path = directory()
    writeFileSync(`${path}/pin`, '111-111-111\n')
    chmodSync(`${path}/pin`, bits)
    const { guard, problems } = bench({ stateDirectory: path })
    expect(guard.pin).not.toBe('111-111-111')
    expect(problems.join()).toContain('open to other users')
    expect(readFileSync(`${path}/pin`, 'utf8')).toBe('111-111-111\n')
  })

  it('that is a link or a directory is not followed', () => {
    const path = directory()
    writeFileSync(`${path}/elsewhere`, '111-111-111\n', { mode: 0o600 })
    symlinkSync(`${path}/elsewhere`, `${path}/pin`)
    const { guard, problems } = bench({ stateDirectory: path })
    expect(guard.pin).not.toBe('111-111-111')
    expect(problems.join()).toContain('is a link')
    rmSync(`${path}/pin`)
    mkdirSync(`${path}/pin`)
    expect(bench({ stateDirectory: path }).problems.join()).toContain('not a regular file')
  })

  it('rotates under running guards and ends their sessions', () => {
    const path = directory()
    const { guard } = bench({ stateDirectory: path })
    const old = guard.pin
    const cookie = unlock(guard)
    const token = guard.issueToken()
    const pin = rotateSecrets(path, () => undefined)
    expect(pin).not.toBe(old)
    expect(guard.pin).toBe(pin)
    expect(guard.session(request({ cookie }))).toBeUndefined()
    expect(guard.unlock(change(), { token }).ok).toBe(false)
    expect(tryPin(guard, old)).toBe('401 wrong-pin')
    expect(tryPin(guard, pin)).toBe('ok')
  })
})

describe('a state directory', () => {
  const refused = (path: string, uid?: number) => {
    const opened = openStateDirectory(path, uid)
    return opened.ok ? 'ok' : opened.message
  }

  it.each([0o770, 0o702, 0o777, 0o1777])('that others can write (%o) is refused, and memory takes over', (bits) => {
    const path = directory()
    writeFileSync(`${path}/pin`, '111-111-111\n', { mode: 0o600 })
    chmodSync(path, bits)
    const { guard, problems } = bench({ stateDirectory: path })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('open to other users')
    expect(guard.pin).not.toBe('111-111-111')
    expect(guard.session(request({ cookie: unlock(guard) }))).toBeDefined()
    expect(readdirSync(path)).toEqual(['pin'])
    expect(() => rotateSecrets(path, () => undefined)).toThrow(GuardError)
  })

  it('that is a link, a file, or somebody else’s is refused', () => {
    const path = directory()
    mkdirSync(`${path}/real`, 0o700)
    symlinkSync(`${path}/real`, `${path}/link`)
    writeFileSync(`${path}/file`, '')
    expect(refused(`${path}/real`)).toBe('ok')
    expect(refused(`${path}/link`)).toContain('not a directory but a link')
    expect(refused(`${path}/file`)).toContain('cannot be used')
    expect(refused(`${path}/file/below`)).toContain('cannot be used')
    expect(refused(path, lstatSync(path).uid + 1)).toContain('belongs to another user')
    expect(refused(`${path}\0`)).toContain('cannot be used')
  })
})
