import { isProxy } from 'node:util/types'
import { dataValue, defineValue } from './own-value.ts'

/** V8's own; anybody else's may do anything. */
const readStack = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get

/** V8's words for a variable of a paused frame that has no value; there is no code to go by. */
const FROM_DEBUGGER = /^Cannot access '(.*)' from debugger$/s

/**
 * Says what Node says of a variable that is read too early. `keepsAll`: nothing is lost in optimised code, so that this
 * is the only reason there can be. The error was made for the console: nobody else has it.
 */
export function inPlainWords(error: unknown, keepsAll: boolean): void {
  if (typeof error !== 'object' || error === null || isProxy(error) || !Error.isError(error)) return
  const message = dataValue(error, 'message')
  const name = typeof message === 'string' ? FROM_DEBUGGER.exec(message)?.[1] : undefined
  if (typeof message !== 'string' || name === undefined) return
  const plain = keepsAll
    ? `Cannot access '${name}' before initialization`
    : `'${name}' has no value here: it is not initialised yet, or was lost in optimised code (the preload keeps it)`
  defineValue(error, 'message', plain)
  const stack = stackOf(error)
  if (typeof stack === 'string')
    defineValue(
      error,
      'stack',
      stack.replace(message, () => plain),
    )
}

function stackOf(error: object): unknown {
  const own = Object.getOwnPropertyDescriptor(error, 'stack')
  return own?.get !== undefined && own.get === readStack ? Reflect.apply(own.get, error, []) : own?.value
}
