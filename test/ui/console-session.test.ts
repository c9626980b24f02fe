import { describe, expect, it, vi } from 'vitest'
import type { Evaluation } from '../../src/shared/evaluation.ts'
import type { Result } from '../../src/ui/client/failure-words.ts'
import { createConsoleSession } from '../../src/ui/console/console-session.ts'
import type { FrameEvaluator } from '../../src/ui/console/frame-evaluator.ts'
import { createHistory } from '../../src/ui/console/history.ts'

type Answer = Result<Evaluation>

const value = (text: string, ref?: string): Answer => ({
  ok: true,
  value: {
    kind: 'value',
    value: { type: 'object', preview: text, ...(ref === undefined ? {} : { ref }) },
    text,
    output: [],
    durationMs: 1,
  },
})

const open = (answer: (source: string, signal: AbortSignal) => Answer | Promise<Answer>) => {
  const sources: string[] = []
  let screen = ''
  const inspect = vi.fn()
  const noteFailure = vi.fn()
  const evaluator: FrameEvaluator = {
    history: createHistory('test', undefined),
    evaluate: (source, signal) => {
      sources.push(source)
      return Promise.resolve(answer(source, signal))
    },
    preview: () => Promise.resolve({ ok: false, failure: { code: 'aborted', message: '', status: 0 } }),
    complete: () => Promise.resolve({ ok: false, failure: { code: 'not-found', message: '', status: 404 } }),
    inspect,
    leave: vi.fn(),
    noteFailure,
    noteAnswer: vi.fn(),
  }
  const port = { columns: () => 80, rows: () => 24, write: (data: string) => (screen += data), announce: vi.fn() }
  const session = createConsoleSession(port, evaluator)
  return { session, sources, inspect, noteFailure, evaluator, screen: () => screen }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('console session', () => {
  it('evaluates, prints and remembers', async () => {
    const { session, sources, evaluator, screen } = open(() => value('42'))
    session.receive('40 + 2\r')
    await settle()
    expect(sources).toEqual(['40 + 2'])
    expect(screen()).toContain('42')
    expect(evaluator.history.entries()).toEqual(['40 + 2'])
    session.dispose()
  })

  it('keeps what is typed while an evaluation runs for the next prompt', async () => {
    const { session, sources } = open((source) => value(source))
    session.receive('one\rtwo\rthree\r')
    await vi.waitFor(() => expect(sources).toEqual(['one', 'two', 'three']))
    session.dispose()
  })

  it('goes on where the source was incomplete', async () => {
    const { session, sources } = open((source) =>
      source.endsWith('+') ? { ok: true, value: { kind: 'refused', code: 'incomplete', text: '' } } : value('3'),
    )
    session.receive('1 +\r')
    await settle()
    session.receive('2\r')
    await settle()
    expect(sources).toEqual(['1 +', '1 +\n2'])
    session.dispose()
  })

  it('aborts on Ctrl-C and drops what was typed ahead', async () => {
    const { session, sources, screen } = open(
      (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () =>
            resolve({ ok: false, failure: { code: 'aborted', message: '', status: 0 } }),
          )
        }),
    )
    session.receive('forever()\rnext\r')
    session.receive('\u0003')
    await settle()
    expect(screen()).toContain('interrupted; the promise goes on in the app')
    expect(sources).toEqual(['forever()'])
    session.dispose()
  })

  it('keeps the line when the app does not answer', async () => {
    let offline = true
    const { session, sources, noteFailure } = open(() =>
      offline ? { ok: false, failure: { code: 'offline', message: '', status: 0 } } : value('1'),
    )
    session.receive('keep\r')
    await settle()
    expect(noteFailure).toHaveBeenCalledOnce()
    offline = false
    session.receive('\r')
    await settle()
    expect(sources).toEqual(['keep', 'keep'])
    session.dispose()
  })

  it('opens results by link and by key, and only those it has printed', async () => {
    const { session, inspect, screen } = open(() => value('{}', 'ref-1'))
    session.receive('a\r')
    await settle()
    expect(screen()).toContain('inquest:result-1')
    session.followLink('inquest:result-2')
    session.followLink('https://example.com')
    expect(inspect).not.toHaveBeenCalled()
    session.followLink('inquest:result-1')
    session.receive('\u000f')
    expect(inspect.mock.calls).toEqual(
      Array.from({ length: 2 }, () => ['a', { type: 'object', preview: '{}', ref: 'ref-1' }]),
    )
    session.dispose()
  })
})
