import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { OURS, PROGRAMS, runProgram, runRewritten } from './run-program.ts'

vi.setConfig({ testTimeout: 30_000 })
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'instrument-')))
afterAll(() => rmSync(folder, { recursive: true }))

describe('modules as Node loads them', () => {
  const table: readonly (readonly [program: string, rewritten: readonly string[]])[] = [
    ['esm/main.js', ['cjs/lib.js', 'esm/lib.js', 'esm/main.js']],
    ['esm/main.ts', ['esm/lib.ts', 'esm/main.ts']],
    ['cjs/main.js', ['cjs/lib.js', 'cjs/main.js']],
    ['cjs/main.ts', ['cjs/lib.ts', 'cjs/main.ts']],
    ['typeless/main.js', ['typeless/lib.js', 'typeless/main.js', 'typeless/module.js', 'typeless/typed.ts']],
    ['typeless/sloppy.js', []],
  ]
  for (const [program, rewritten] of table) {
    it(`${program} does and warns as before, rewritten`, async () => {
      const [before, after] = await Promise.all([runProgram([program]), runRewritten(program)])
      expect(after.report).toMatchObject({ rewritten, count: rewritten.length, problems: [] })
      expect([after.code, after.stdout, withoutPid(after.stderr)]).toEqual([
        0,
        before.stdout,
        withoutPid(before.stderr),
      ])
      expect(before.stdout).toMatch(/\w/)
    })
  }

  it('leaves a file that does not parse to Node, and says so', async () => {
    const { stdout, report } = await runRewritten('esm/loads-broken.mjs')
    expect(stdout).toBe('SyntaxError\n')
    expect(report).toMatchObject({
      rewritten: ['esm/loads-broken.mjs'],
      problems: [expect.stringMatching(/^esm\/broken\.mjs: Unexpected character '@'/)],
    })
  })

  // Gone in Node 26.
  if (process.allowedNodeEnvironmentFlags.has('--experimental-transform-types')) {
    it('compiles TypeScript as Node was told to', async () => {
      const args = ['--no-warnings', '--experimental-transform-types', '--enable-source-maps', 'tsx-only/main.ts']
      const [before, after] = await Promise.all([runProgram(args), runRewritten(...args)])
      expect(before.stdout).toContain('Green at Holder.inner')
      expect([after.stdout, after.stderr]).toEqual([before.stdout, before.stderr])
      expect(after.report?.maps).toEqual({ 'tsx-only/main.ts': 'composed', 'tsx-only/lib.ts': 'composed' })
    })
  }

  it('lets Node refuse TypeScript that it cannot strip', async () => {
    const [before, after] = await Promise.all([runProgram(['tsx-only/main.ts']), runRewritten('tsx-only/main.ts')])
    expect(before.stderr).toContain('ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
    expect([after.code, after.stderr]).toEqual([before.code, before.stderr])
    expect(after.report?.rewritten).toEqual(['tsx-only/main.ts'])
  })

  it('touches nothing that is not the app', async () => {
    const installed = join(folder, 'node_modules', 'installed')
    mkdirSync(installed, { recursive: true })
    writeFileSync(join(installed, 'index.mjs'), 'export const f = async () => await 1\n')
    writeFileSync(join(installed, 'package.json'), '{ "exports": "./index.mjs" }')
    const main = join(folder, 'main.mjs')
    writeFileSync(main, "import { f } from 'installed'\nconsole.log(await f(), String(f))\n")
    const root = `${pathToFileURL(folder).href}/`
    const { stdout, report } = await runProgram([...OURS, main], { REPORT: '1', APP_ROOT: root })
    expect(stdout).toBe('1 async () => await 1\n')
    expect(report).toMatchObject({ rewritten: ['main.mjs'], count: 1 })
  })

  it('rewrites workers of the app', async () => {
    const main = join(folder, 'worker.mjs')
    writeFileSync(
      main,
      `import { isMainThread, Worker } from 'node:worker_threads'
       if (isMainThread) new Worker(new URL(import.meta.url))
       else console.log(await 1, String(async () => await 2))`,
    )
    const root = `${pathToFileURL(folder).href}/`
    const { stdout } = await runProgram([...OURS, main], { APP_ROOT: root })
    expect(stdout).toBe('1 async () => __inquest_settle__(await __inquest_watch__( 2))\n')
  })
})

describe('modules as tsx loads them', () => {
  const tsx = ['--import', 'tsx']
  const table: readonly (readonly [program: string, stdout: string, rewritten: readonly string[]])[] = [
    ['esm/main.js', 'caught esm\nawait nothing function\n', ['cjs/lib.js', 'esm/lib.js', 'esm/main.js']],
    ['esm/main.ts', 'caught typed 3\n', ['esm/lib.ts', 'esm/main.ts']],
    ['cjs/main.js', 'caught cjs await nothing undefined object\n', ['cjs/lib.js', 'cjs/main.js']],
    ['cjs/main.ts', 'caught typed cjs\n', ['cjs/lib.ts', 'cjs/main.ts']],
    [
      'tsx-only/main.ts',
      'Green at Holder.inner (/lib.ts:10:11) | at async Holder.fail (/lib.ts:6:12)\n',
      ['tsx-only/lib.ts', 'tsx-only/main.ts'],
    ],
  ]
  for (const [program, stdout, rewritten] of table) {
    it(`${program}, registered before and after ours`, async () => {
      const orders = [
        [...tsx, ...OURS],
        [...OURS, ...tsx],
      ]
      const runs = await Promise.all(orders.map((order) => runProgram([...order, program], { REPORT: '1' })))
      for (const run of runs)
        expect(run).toMatchObject({ code: 0, stdout, stderr: '', report: { rewritten, problems: [] } })
    })
  }

  it('with only its hook for require', async () => {
    const { stdout, report } = await runProgram([...OURS, '--require', 'tsx/cjs', 'cjs/main.ts'], { REPORT: '1' })
    expect(stdout).toBe('caught typed cjs\n')
    expect(report?.rewritten).toEqual(['cjs/lib.ts', 'cjs/main.ts'])
  })

  it('registered by the app itself: all but the first file', async () => {
    const main = join(PROGRAMS, 'registers-tsx.mjs')
    const { stdout, report } = await runRewritten(main)
    expect(stdout).toContain('Green at Holder.inner')
    expect(report).toMatchObject({
      rewritten: ['registers-tsx.mjs', 'tsx-only/main.ts'],
      problems: [expect.stringMatching(/^tsx-only\/lib\.ts: /)],
    })
  })

  it('does so through its command line', async () => {
    const cli = join(PROGRAMS, '../../../node_modules/tsx/dist/cli.mjs')
    const { stdout } = await runProgram([cli, 'tsx-only/main.ts'], { NODE_OPTIONS: OURS.join(' '), REPORT: '1' })
    expect(stdout).toContain('Green at Holder.inner (/lib.ts:10:11) | at async Holder.fail (/lib.ts:6:12)')
  })
})

function withoutPid(text: string): string {
  return text.replace(/\(node:\d+\)/g, '(node)')
}
