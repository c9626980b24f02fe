import { describe, expect, it, onTestFinished } from 'vitest'
import type { Traceback, TracebackSummary } from '../../src/shared/traceback.ts'
import { runProgram, startProgram } from '../program.ts'

const OUTSIDE = 'test/programs/surface/outside.mjs'
const CASES = [
  'throws',
  'throws-later',
  'throws-primitive',
  'rejects',
  'rejects-deep',
  'rejects-primitive',
  'cause',
  'late',
  'await-top',
  'exit-code',
  'listener-throws',
  'monitor',
  'capture-callback',
  'signal',
]

const MODES = ['--unhandled-rejections=warn', '--unhandled-rejections=strict']

describe('a process without us and with us', () => {
  it.each(CASES)('ends the same way: %s', async (name) => {
    const [bare, watched] = await Promise.all([run(name, [], false), run(name, [], true)])
    expect(watched).toEqual(bare)
  })

  it.each(MODES)('ends the same way with %s', async (mode) => {
    for (const name of ['rejects', 'late']) {
      const [bare, watched] = await Promise.all([run(name, [mode], false), run(name, [mode], true)])
      expect(watched).toEqual(bare)
    }
  })
})

describe('a process that lives on', () => {
  it('lists what happened outside of requests', async () => {
    const program = await startProgram('test/programs/surface/survives.mjs')
    onTestFinished(() => program.stop())
    await program.fetch('/timer')
    await program.fetch('/rejection')
    const listed = async (): Promise<TracebackSummary[]> =>
      ((await (await program.fetch('/__inquest__/api/tracebacks')).json()) as { tracebacks: TracebackSummary[] })
        .tracebacks
    await expect
      .poll(async () => (await listed()).map(({ error }) => error.message).sort(), { timeout: 5000 })
      .toEqual(['floating', 'thrown outside', 'timer after a local'])
    const outside = (await listed()).find(({ error }) => error.message === 'thrown outside')
    expect(outside).not.toHaveProperty('request')
    const traceback = (await (await program.fetch(`/__inquest__/api/tracebacks/${outside!.id}`)).json()) as Traceback
    const [innermost] = traceback.frames
    expect(innermost?.state).toBe('live')
    expect(JSON.stringify(innermost?.scopes)).toContain("'outside'")
    expect((await program.fetch('/')).status).toBe(200)
    expect(
      program
        .stdout()
        .split('\n')
        .filter((line) => line.startsWith('handled'))
        .sort(),
    ).toEqual([
      'handled floating unhandledRejection',
      'handled thrown outside uncaughtException',
      'handled timer after a local uncaughtException',
    ])
    expect(program.stderr()).toContain('inquest: uncaught: Error: thrown outside')
  })
})

async function run(name: string, nodeArgs: readonly string[], preload: boolean): Promise<unknown> {
  const { code, stdout, stderr } = await runProgram(OUTSIDE, { preload, nodeArgs, args: [name] })
  const nodes = stderr
    .split('\n')
    .filter((line) => !line.startsWith('inquest: '))
    .join('\n')
    .replaceAll(/\(node:\d+\)/g, '(node:pid)')
  return { code, stdout, stderr: /^(?:rejects|late)/.test(name) ? withoutExcerpt(nodes) : nodes }
}

/**
 * Node prints the line that failed above the stack, as it runs: where we rewrote it that is our text. And of an error
 * that the inspector has described V8 no longer knows the line.
 */
function withoutExcerpt(stderr: string): string {
  return stderr.replace(/^\S+:\d+\n.*\n *\^\n/m, '')
}
