import { describe, expect, it, vi } from 'vitest'
import type { Evaluation } from '../../src/shared/evaluation.ts'
import type { Result } from '../../src/ui/client/failure-words.ts'
import { createConsoleSession } from '../../src/ui/console/console-session.ts'
import type { FrameEvaluator } from '../../src/ui/console/frame-evaluator.ts'
import { createHistory } from '../../src/ui/console/history.ts'
import type { SourcePosition } from '../../src/ui/console/source-position.ts'

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

const open = (
  answer: (source: string, signal: AbortSignal) => Answer | Promise<Answer>,
  labels: readonly string[] = [],
) => {
  const sources: string[] = []
  let screen = ''
  const inspect = vi.fn()
  const copy = vi.fn((_text: string) => Promise.resolve(true))
  let heard: Parameters<FrameEvaluator['hear']>[0] = () => undefined
  const noteFailure = vi.fn()
  const openPlace = vi.fn()
  const openPosition = vi.fn(({ file }: SourcePosition) =>
    file === 'src/cart.ts' ? { open: openPlace, label: 'cart.ts:12:3' } : undefined,
  )
  const announce = vi.fn()
  const evaluator: FrameEvaluator = {
    history: createHistory('test', undefined),
    evaluate: (source, signal) => {
      sources.push(source)
      return Promise.resolve(answer(source, signal))
    },
    preview: () => Promise.resolve({ ok: false, failure: { code: 'aborted', message: '', status: 0 } }),
    complete: (source) =>
      Promise.resolve({
        ok: true,
        value: {
          from: source.lastIndexOf('.') + 1,
          to: source.length,
          items: labels.map((label) => ({ label, kind: 'property' })),
        },
      }),
    inspect,
    openPosition,
    copy,
    tell: vi.fn(),
    hear: (listener) => {
      heard = listener
      return vi.fn()
    },
    leave: vi.fn(),
    noteFailure,
    noteAnswer: vi.fn(),
  }
  const port = { columns: () => 80, rows: () => 24, write: (data: string) => (screen += data), announce }
  const session = createConsoleSession(port, evaluator)
  return {
    session,
    sources,
    inspect,
    copy,
    openPlace,
    announce,
    noteFailure,
    evaluator,
    screen: () => screen,
    hear: (name: string) => heard({ name, value: { type: 'object', preview: '{ id: 7 }', ref: 'v9' } }),
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('console session', () => {
  it('says which variable came from the tree, and what is typed stays', async () => {
    const { session, inspect, hear, screen, sources } = open((source) => value(source))
    session.receive('1 + ')
    hear('temp1')
    expect(screen()).toContain('temp1 = ')
    session.receive('2')
    session.press({ kind: 'press', name: 'inspect' })
    expect(inspect).toHaveBeenCalledWith('temp1', { type: 'object', preview: '{ id: 7 }', ref: 'v9' })
    session.receive('\r')
    await settle()
    expect(sources).toEqual(['1 + 2'])
    session.dispose()
  })

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

  it('puts on the clipboard what the input copies, and says whether it got there', async () => {
    const { session, copy, screen } = open(() => ({
      ok: true,
      value: {
        kind: 'value',
        value: { type: 'undefined', preview: 'undefined' },
        text: 'undefined',
        output: [],
        durationMs: 1,
        copy: 'text',
      },
    }))
    session.receive('copy(x)\r')
    await vi.waitFor(() => expect(screen()).toContain('copied 4 characters to the clipboard'))
    expect(copy).toHaveBeenCalledExactlyOnceWith('text')
    expect(screen()).not.toContain('undefined')
    copy.mockResolvedValueOnce(false)
    session.receive('copy(x)\r')
    await vi.waitFor(() => expect(screen()).toContain('does not let this page write'))
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
    expect(screen()).toContain('interrupted; what is awaited goes on in the app')
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

  it('links positions that lead somewhere, and only those', async () => {
    const { session, openPlace, screen } = open(() => value('at f (src/cart.ts:12:3), at g (src/other.ts:4:1)'))
    session.receive('a\r')
    await settle()
    expect(screen()).toContain('inquest:position-12-3-src%2Fcart.ts')
    expect(screen()).not.toContain('position-4-1')
    session.followLink('inquest:position-4-1-src%2Fother.ts')
    expect(openPlace).not.toHaveBeenCalled()
    session.followLink('inquest:position-12-3-src%2Fcart.ts')
    expect(openPlace).toHaveBeenCalledOnce()
    session.dispose()
  })

  it('sets the cursor where a click falls, and takes the item of a list', async () => {
    const { session, sources, screen } = open(() => value('1'), ['price', 'prices'])
    session.receive('abc\rx')
    await settle()
    session.click(0, 2)
    session.receive('y\r')
    await settle()
    expect(sources).toEqual(['abc', 'yx'])
    session.receive('a.p\t')
    await settle()
    expect(screen()).toContain('prices')
    expect(session.isChoice(0, 3)).toBe(false)
    expect(session.isChoice(2, 3)).toBe(true)
    session.click(2, 3)
    expect(session.isListing()).toBe(false)
    session.receive('\r')
    await settle()
    expect(sources.at(-1)).toBe('a.prices')
    session.dispose()
  })

  it('tells a screen reader what was not typed letter by letter', async () => {
    const { session, announce } = open(() => value('1'), ['price', 'prices'])
    session.receive('a.p\t')
    await settle()
    expect(announce).toHaveBeenLastCalledWith('2 completions')
    session.receive('\t')
    expect(announce).toHaveBeenLastCalledWith('price, property')
    session.receive('\r\r')
    await settle()
    announce.mockClear()
    session.receive('\u001b[A')
    expect(announce.mock.calls).toEqual([['a.price']])
    session.receive('x')
    expect(announce).toHaveBeenCalledOnce()
    session.dispose()
  })

  it('copies what is selected in the prompt, and says where that is not allowed', async () => {
    const { session, copy, announce, screen } = open(() => value('1'))
    expect(session.isSelecting()).toBe(false)
    session.receive('one two\u001b[1;6D')
    expect(session.isSelecting()).toBe(true)
    expect(announce).toHaveBeenLastCalledWith('two, selected')
    session.receive('\u0003')
    await settle()
    expect(copy.mock.calls).toEqual([['two']])
    expect(announce).toHaveBeenLastCalledWith('copied')
    expect(session.isSelecting()).toBe(true)
    copy.mockResolvedValueOnce(false)
    session.receive('\u0018')
    await settle()
    expect(screen()).toContain('does not let this page write to the clipboard')
    expect(screen()).not.toContain('^C')
    session.receive('\u0003')
    expect(screen()).toContain('^C')
    session.dispose()
  })

  it('keeps what was typed and not run in the history when the page is left', () => {
    const { session, evaluator } = open(() => value('1'))
    session.receive('half a line')
    session.keepDraft()
    session.dispose()
    expect(evaluator.history.entries()).toEqual(['half a line'])
  })

  it.each([
    ['offline', 0, 'Your line is kept', ['kept', 'kept']],
    ['locked', 401, 'Your session has ended. Your line is kept', ['kept', 'kept']],
    ['gone', 404, 'Your line is in the history', ['kept']],
  ] as const)('says what to do where the app is %s', async (code, status, words, expected) => {
    const { session, sources, evaluator, screen } = open(() => ({ ok: false, failure: { code, message: 'm', status } }))
    session.receive('kept\r')
    await settle()
    expect(screen()).toContain(words)
    session.receive('\r')
    await settle()
    expect(sources).toEqual(expected)
    session.dispose()
    expect(evaluator.history.entries()).toEqual(['kept'])
  })
})
