import type { Notice } from '../shared/traceback.ts'
import type { Arming } from './arming.ts'
import type { Capture, Capturer } from './capture/index.ts'
import type { RequestContext } from './surface/index.ts'
import type { Draft } from './traceback/index.ts'

export interface NoticeFacts {
  readonly capture: Capture | undefined
  readonly draft: Draft
  readonly context: RequestContext | undefined
  readonly preloaded: boolean
  readonly arming: Arming
  readonly capturer: Capturer
  readonly limits: { readonly liveFrames: number; readonly errorsPerSecond: number }
}

/** What of a traceback is less than it could be, and the one line that would change it. */
export function noticesFor(facts: NoticeFacts): readonly Notice[] {
  const { capture, draft, context, preloaded, arming, capturer, limits } = facts
  const notices: Notice[] = []
  if (!preloaded) {
    notices.push({
      code: 'no-preload',
      message:
        'The app was started without the preload: callers that were waiting in an await are shown by place only, and variables may be lost in optimised code.',
      remedy: 'node --import inquest/register app.js',
    })
  }
  if (!arming.armed) {
    const { reason = '', remedy } = arming
    notices.push({ code: 'not-armed', message: reason, ...(remedy === undefined ? {} : { remedy }) })
  } else if (capture === undefined || capture.skipped) {
    notices.push(missingCapture(draft, context, capture?.skipped === true ? capturer.statistics.skipped : 0))
  }
  if (capture?.how === 'handed-over') {
    notices.push({
      code: 'handed-over',
      message: 'This error was handed over, not thrown: the frames are those that were running when that happened.',
    })
  }
  if (capture !== undefined && capture.cutFrames > 0) {
    notices.push({
      code: 'frames-cut',
      message: `${capture.cutFrames} frames in the middle were left out: ${limits.liveFrames} are captured per throw.`,
      remedy: 'INQUEST_LIMITS=liveFrames=100',
    })
  }
  return notices
}

function missingCapture(draft: Draft, context: RequestContext | undefined, skipped: number): Notice {
  if (draft.error.message.startsWith('Maximum call stack size exceeded')) {
    return {
      code: 'stack-overflow',
      message: 'V8 does not stop for a stack overflow: there are places, but no variables.',
    }
  }
  if (skipped > 0) {
    return {
      code: 'budget',
      message: `So many errors were thrown that ${skipped} were not captured, this one among them: there are places, but no variables.`,
      remedy: 'INQUEST_LIMITS=errorsPerSecond=200,pauseShare=0.3',
    }
  }
  if (context === undefined) {
    return {
      code: 'outside-request',
      message: 'This error was not thrown within a request: outside of them only what nobody catches is captured.',
    }
  }
  return {
    code: 'not-captured',
    message: 'This error was not seen when it was thrown: there are places, but no variables.',
  }
}
