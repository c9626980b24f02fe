import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openStateDirectory } from '../../src/server/guard/state-directory.ts'
import { PIN } from '../program.ts'
import { BASE, HTML, JSON_TYPE, openTarget } from './target.ts'
import type { Target } from './target.ts'

function home(): string {
  const path = mkdtempSync(join(tmpdir(), 'inquest-files-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

const isRoot = process.getuid?.() === 0

/** Starts an app on this state directory, uses everything once, and checks that the app is unharmed. */
async function usesEverything(state: string, wrap: (target: Target) => void = () => undefined): Promise<string> {
  const target = await openTarget({ env: { INQUEST_STATE: state } })
  try {
    wrap(target)
    const { send, sendIn, tracebackId, program } = target
    const evaluate = `${BASE}/api/tracebacks/${tracebackId}/frames/0/evaluate`
    const evaluated = await sendIn('POST', evaluate, [JSON_TYPE], JSON.stringify({ source: '6*7', mode: 'run' }))
    expect(evaluated.body).toContain('42')
    await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], '{"pin":"000-000-000"}')
    const again = await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], JSON.stringify({ pin: PIN }))
    expect(again.status).toBe(204)
    expect((await sendIn('GET', '/boom', [HTML])).body).toMatch(/^<!doctype/)
    expect((await send('GET', '/')).body).toBe('hello')
    expect((await sendIn('POST', `${BASE}/api/lock`, [JSON_TYPE], '{}')).status).toBe(204)
    expect((await sendIn('GET', `${BASE}/api/tracebacks`)).status).toBe(401)
    expect(program.stderr()).not.toMatch(/own failure|Unhandled|at file:.*guard/)
    return program.stderr()
  } finally {
    await target.program.stop()
  }
}

describe('a state directory', () => {
  it('that others can write is refused in words, and the app runs', async () => {
    const path = join(home(), 'open')
    mkdirSync(path)
    chmodSync(path, 0o777)
    expect(await usesEverything(path)).toMatch(/state directory .* is open to other users \(mode 0777\).*Remove it/)
  })

  it('that is a link is refused in words', async () => {
    const path = home()
    mkdirSync(join(path, 'real'), { mode: 0o700 })
    symlinkSync(join(path, 'real'), join(path, 'link'))
    expect(await usesEverything(join(path, 'link'))).toMatch(/is not a directory but a link or a file/)
  })

  it('that is a file, or below a file, is refused in words', async () => {
    const path = home()
    writeFileSync(join(path, 'file'), '')
    expect(await usesEverything(join(path, 'file', 'below'))).toMatch(/state directory .* cannot be used/)
  })

  it('that belongs to somebody else is refused in words', async () => {
    const path = join(home(), 'theirs')
    mkdirSync(path, { mode: 0o700 })
    if (isRoot) {
      chownSync(path, 12_345, 12_345)
      expect(await usesEverything(path)).toMatch(/belongs to another user \(id 12345, not 0\)/)
    }
    const asked = openStateDirectory(path, isRoot ? 0 : 12_345)
    expect(asked).toMatchObject({ ok: false, message: expect.stringMatching(/belongs to another user/) as string })
  })
})

describe('a file in it', () => {
  it.each(['pin', 'instance', 'tries', 'audit.log', 'sessions', 'tokens'])(
    '%s that is a link is not followed',
    async (name) => {
      const path = join(home(), 'state')
      const victim = join(home(), 'victim')
      mkdirSync(path, { mode: 0o700 })
      writeFileSync(victim, 'keep me\n', { mode: 0o600 })
      symlinkSync(victim, join(path, name))
      const said = await usesEverything(path)
      expect(readFileSync(victim, 'utf8')).toBe('keep me\n')
      // The PIN of these tests is the developer's own: the file is not looked at.
      if (name !== 'pin') expect(said).toContain(`${path}/${name}`)
    },
  )

  it('that others can read is not believed', async () => {
    const path = join(home(), 'state')
    mkdirSync(path, { mode: 0o700 })
    writeFileSync(join(path, 'pin'), '111-111-111\n', { mode: 0o644 })
    chmodSync(join(path, 'pin'), 0o644)
    const { program } = await openTarget({ unlock: false, env: { INQUEST_STATE: path, INQUEST_PIN: '' } })
    await vi.waitFor(() => expect(program.stderr()).toMatch(/PIN {7}\S/))
    await program.stop()
    expect(program.stderr()).toMatch(/The PIN file .* is open to other users/)
    expect(program.stderr()).not.toContain('111-111-111')
  })
})

/** A small file system of its own; where that is not allowed, undefined. */
function smallDisk(options: string): string | undefined {
  const path = home()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  onTestFinished(() => void execFileSync('umount', ['-l', path]))
  return path
}

describe('a disk', () => {
  it('that is full: one clear line, limits and sessions in memory, the app unharmed', async () => {
    const path = smallDisk('size=16k,mode=700')
    if (path === undefined) {
      // No right to mount: `/dev/full` is a disk without an end and without room.
      symlinkSync('/dev/full', join(home(), 'full'))
      expect(() => writeFileSync('/dev/full', 'x')).toThrow(/ENOSPC/)
      return
    }
    expect(() => writeFileSync(join(path, 'filler'), Buffer.alloc(64 * 1024))).toThrow(/ENOSPC/)
    const said = await usesEverything(path)
    expect(said).toMatch(/inquest: .*(?:ENOSPC|no space left)/)
    expect(said.split('\n').filter((line) => line.startsWith('inquest: ')).length).toBeLessThan(20)
  })

  it('that fills up while the app runs harms neither it nor the limits on tries', async () => {
    const path = smallDisk('size=48k,mode=700')
    const state = path ?? home()
    await usesEverything(state, () => {
      if (path === undefined) return
      expect(() => writeFileSync(join(path, 'filler'), Buffer.alloc(64 * 1024))).toThrow(/ENOSPC/)
    })
    const target = await openTarget({ env: { INQUEST_STATE: state } })
    const statuses: number[] = []
    for (let n = 0; n < 7; n++) {
      statuses.push((await target.send('POST', `${BASE}/api/unlock`, [JSON_TYPE], `{"pin":"00000000${n}"}`)).status)
    }
    await target.program.stop()
    expect(statuses.slice(-2)).toEqual([429, 429])
  })

  it('that is read-only: one clear line, the app unharmed', async () => {
    const path = smallDisk('size=16k,mode=700,ro')
    const state = path ?? join('/proc', 'inquest-state')
    expect(await usesEverything(state)).toMatch(/inquest: .*(?:EROFS|ENOENT|read-only)/)
  })
})
