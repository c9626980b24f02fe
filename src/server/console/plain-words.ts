import { isProxy } from 'node:util/types'
import { dataValue, defineValue } from './own-value.ts'

/** V8's own; anybody else's may do anything. */
const readStack = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get

/** V8's words for a variable of a paused frame that has no value; there is no code to go by. */
const FROM_DEBUGGER = /^Cannot access '(.*)' from debugger$/s

/** Of an `eval` that declares what cannot be told beforehand: a function in a block. */
const NOT_DECLARED = /^Identifier '(.*)' cannot be declared with 'var' in current evaluation scope/s

const NOT_DEFINED = /^([\p{ID_Continue}$]+) is not defined$/u

/** What a call by a name of the console is rewritten to. */
const CALLED = /\(0 , ([\p{ID_Continue}$]+)\)/gu

export interface PlainWordsParts {
  /** Nothing is lost in optimised code, so that a variable without a value can only be one that is not initialised yet. */
  readonly keepsAll: boolean
  /** The input mentions the name, and the text around the frame declares it. */
  isDeclared(name: string): boolean
}

/** Says what Node says, where V8's words are about the console and not about the input. */
export function inPlainWords(error: unknown, parts: PlainWordsParts): void {
  if (typeof error !== 'object' || error === null || isProxy(error) || !Error.isError(error)) return
  const message = dataValue(error, 'message')
  if (typeof message !== 'string') return
  const plain = plainMessage(message, parts)
  if (plain === message) return
  defineValue(error, 'message', plain)
  const stack = stackOf(error)
  if (typeof stack === 'string')
    defineValue(
      error,
      'stack',
      stack.replace(message, () => plain),
    )
}

function plainMessage(message: string, { keepsAll, isDeclared }: PlainWordsParts): string {
  const unread = FROM_DEBUGGER.exec(message)?.[1]
  if (unread !== undefined)
    return keepsAll
      ? `Cannot access '${unread}' before initialization`
      : `'${unread}' has no value here: it is not initialised yet, or was lost in optimised code (the preload keeps it)`
  const undeclared = NOT_DECLARED.exec(message)?.[1]
  if (undeclared !== undefined)
    return `This eval cannot declare '${undeclared}': a frame that is over takes no new variables. Declare it in the input itself`
  const unknown = NOT_DEFINED.exec(message)?.[1]
  if (unknown !== undefined && isDeclared(unknown))
    return `${unknown} is not known here: the file declares it, but V8 keeps what is around a function only where a function mentions it`
  return message.replace(CALLED, '$1')
}

function stackOf(error: object): unknown {
  const own = Object.getOwnPropertyDescriptor(error, 'stack')
  return own?.get !== undefined && own.get === readStack ? Reflect.apply(own.get, error, []) : own?.value
}
