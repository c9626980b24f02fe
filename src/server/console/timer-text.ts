import type { AnyNode, CallExpression } from 'acorn'
import type MagicString from 'magic-string'
import { TURN_NAME } from './scratch-names.ts'

/** What calls a function when no input is there to be stopped. */
export interface TimerText {
  call(node: CallExpression): void
  write(text: MagicString): void
}

const TIMERS: ReadonlySet<string> = new Set(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'])

export function createTimerText(): TimerText {
  const handed: { readonly timer: string; readonly callback: AnyNode }[] = []
  return {
    call({ callee, arguments: [callback] }) {
      if (callee.type !== 'Identifier' || !TIMERS.has(callee.name)) return
      if (callback !== undefined && callback.type !== 'SpreadElement') handed.push({ timer: callee.name, callback })
    },
    write(text) {
      for (const { timer, callback } of handed)
        text.prependRight(callback.start, `${TURN_NAME}().within(${timer}, (`).appendLeft(callback.end, '))')
    },
  }
}
