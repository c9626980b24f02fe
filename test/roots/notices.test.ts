import { describe, expect, it } from 'vitest'
import type { Arming } from '../../src/server/arming.ts'
import type { Capture, Capturer } from '../../src/server/capture/index.ts'
import { noticesFor } from '../../src/server/notices.ts'
import type { NoticeFacts } from '../../src/server/notices.ts'
import type { RequestContext } from '../../src/server/surface/index.ts'

const capture: Capture = {
  thrown: undefined,
  how: 'thrown',
  via: 'throw',
  at: 0,
  frames: [],
  skipped: false,
  cutFrames: 0,
}

function codes(more: Partial<NoticeFacts> & { readonly message?: string }): string[] {
  const { message = 'x', ...rest } = more
  const notices = noticesFor({
    capture,
    draft: { error: { name: 'Error', message, stack: '', properties: [], causes: [] }, frames: [], causes: [] },
    context: {} as RequestContext,
    preloaded: true,
    arming: { armed: true } as Arming,
    capturer: { statistics: { skipped: 7 } } as Capturer,
    limits: { liveFrames: 30, errorsPerSecond: 50 },
    ...rest,
  })
  for (const notice of notices) expect(notice.message).not.toBe('')
  return notices.map(({ code }) => code)
}

describe('a traceback', () => {
  it.each([
    ['with everything', {}, []],
    ['without the preload', { preloaded: false }, ['no-preload']],
    ['that was handed over', { capture: { ...capture, how: 'handed-over' } }, ['handed-over']],
    ['of a deep stack', { capture: { ...capture, cutFrames: 12 } }, ['frames-cut']],
    ['beyond the budget', { capture: { ...capture, skipped: true } }, ['budget']],
    ['of a stack overflow', { capture: undefined, message: 'Maximum call stack size exceeded' }, ['stack-overflow']],
    ['outside of requests', { capture: undefined, context: undefined }, ['outside-request']],
    ['that was not seen', { capture: undefined }, ['not-captured']],
    [
      'while standing down',
      { capture: undefined, arming: { armed: false, reason: 'a debugger', remedy: 'none' } as Arming },
      ['not-armed'],
    ],
  ] as const)('%s has its notice', (_, facts, expected) => {
    expect(codes(facts)).toEqual(expected)
  })
})
