import { isProxy } from 'node:util/types'
import { isObject } from './own-value.ts'
import { hasSeveralLines, inTypedCode } from './typed-code.ts'

/** What of a stack is the developer's: the debugger's way into the frame, and all that lies below it, is not. */
const OWN_FOLDERS = [new URL('../', import.meta.url)].flatMap((url) => [url.href, decodeURIComponent(url.pathname)])
const WAY_IN = /^\s+at .*(?:node:inspector|\/reentry\.[jt]s:|\(eval at )/
/** `Generator.next` is how an input goes on behind an `await`. */
const NODE_FRAME = /^\s+at (?:(?:.*\()?node:|Generator\.(?:next|throw) \(<anonymous>\))/
/** The input itself, where it is no function: nobody needs to be told that it was called. */
const TOP_LEVEL = /^\s+at (?:(?:async )?(?:eval|<anonymous>) \()?(?:async )?console(?::\d+:\d+)?\)?$/

/** V8's own; anybody else's may do anything. */
const readStack = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get

/** The stack V8 keeps, without running a getter of anybody's; `''` where there is none. */
export function quietStack(error: object): string {
  // V8 makes the head of a stack when that is first read, of what `name` and `message` are then.
  if (isProxy(error) || !isPlain(error, 'name') || !isPlain(error, 'message')) return ''
  try {
    const own = Object.getOwnPropertyDescriptor(error, 'stack')
    const stack: unknown =
      own?.get !== undefined && own.get === readStack ? Reflect.apply(own.get, error, []) : own?.value
    return typeof stack === 'string' ? stack : ''
  } catch {
    return '' // the app's `Error.prepareStackTrace`
  }
}

/** Reading it asks no getter of anybody's, and no proxy; an object would be asked for its text. */
function isPlain(error: object, key: string): boolean {
  for (let holder: object | null = error; holder !== null; holder = Reflect.getPrototypeOf(holder)) {
    if (isProxy(holder)) return false
    const found = Object.getOwnPropertyDescriptor(holder, key)
    if (found !== undefined) return 'value' in found ? !isObject(found.value) : holder === DOMException.prototype
  }
  return true
}

/** The developer's part of a stack, with the positions of what was typed. */
export function trimStack(stack: string, source = ''): string {
  const lines = stack.split('\n')
  const end = lines.findIndex(isWayIn)
  const kept = (end === -1 ? lines : lines.slice(0, end)).map((line) => inTypedCode(line) ?? line)
  const shown = hasSeveralLines(source)
    ? kept.filter((line) => !TOP_LEVEL.test(line) || /:\d+:\d+\)?$/.test(line)).map(withoutEval)
    : kept.filter((line) => !TOP_LEVEL.test(line))
  // What Node did on the way to nowhere: an import that fails has nothing else.
  if (end !== -1 || shown.length < lines.length || NODE_FRAME.test(shown.at(-1) ?? ''))
    while (NODE_FRAME.test(shown.at(-1) ?? '')) shown.pop()
  return shown.join('\n')
}

/** The frames of the debugger in a text that somebody printed. */
export function trimPrinted(text: string): string {
  if (!text.includes('inquest-console:') && !text.includes('node:inspector')) return text
  let isBelow = false
  return text
    .split('\n')
    .filter((line) => {
      isBelow = /^\s+at /.test(line) && (isBelow || isWayIn(line))
      return !isBelow
    })
    .map((line) => inTypedCode(line) ?? line)
    .filter((line) => !TOP_LEVEL.test(line))
    .join('\n')
}

function isWayIn(line: string): boolean {
  if (!/^\s+at /.test(line)) return false
  if (line.includes('inquest-console:')) return false
  return WAY_IN.test(line) || OWN_FOLDERS.some((folder) => line.includes(folder))
}

function withoutEval(line: string): string {
  return TOP_LEVEL.test(line) ? line.replace(/eval \((.*)\)$/, '$1') : line
}
