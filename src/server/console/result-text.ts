import { inspect } from 'node:util'

/** Characters of a result that go to a terminal. */
const MAX_TEXT = 20_000

/** A value as Node's REPL prints it: several lines, getters not run, proxies not entered. */
export function textOf(value: unknown): string {
  try {
    return shorten(
      inspect(value, {
        depth: 2,
        maxArrayLength: 100,
        maxStringLength: 10_000,
        breakLength: 80,
        compact: 3,
        customInspect: false,
        showProxy: true,
        getters: false,
      }),
    )
  } catch (failure) {
    return `<unreadable: ${messageOf(failure)}>`
  }
}

export function shorten(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}\n… ${text.length - MAX_TEXT} more characters`
}

/** The developer's part of a stack: what lies below the console is the debugger's own way in. */
export function trimStack(stack: string): string {
  const lines = stack.split('\n')
  const end = lines.findIndex((line) => /^\s+at .*(?:node:inspector|\binquest\b.*\/reentry\.|\(eval at )/.test(line))
  return (end === -1 ? lines : lines.slice(0, end)).join('\n')
}

export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    return 'no message'
  }
}
