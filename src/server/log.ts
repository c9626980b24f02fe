import type { Traceback } from '../shared/traceback.ts'

/** The debugger's own lines on stderr. They must not depend on anything that the app may have replaced. */
export interface Log {
  problem(message: string): void
  failure(failure: unknown): void
  /** The plain stack, where nobody else would have printed it. */
  stack(error: unknown): void
  surfaced(traceback: Traceback, path: string, origin?: string): void
}

/** `mask` takes secrets out of what the app's errors say. */
export function createLog(
  write: (line: string) => void,
  urlOf: (path: string) => string,
  mask: (text: string) => string = (text) => text,
): Log {
  const line = (text: string): void => {
    try {
      write(`inquest: ${visible(text)}\n`)
    } catch {
      // stderr is gone; there is nowhere left to say so
    }
  }
  let failures = 0
  return {
    problem: line,
    failure(failure) {
      failures++
      // One line tells of the first few; the count is on the overview.
      if (failures <= 5) line(`own failure, the app is not affected: ${mask(describe(failure))}`)
    },
    stack(error) {
      try {
        write(`${visibleLines(mask(describe(error)))}\n`)
      } catch {
        // as above
      }
    },
    surfaced({ error, frames }, path, origin) {
      const place = frames.find((frame) => frame.origin === 'app')?.location
      const where = place === undefined ? '' : ` · ${place.file}:${place.line}:${place.column}`
      const kind = origin === 'unhandledRejection' ? 'unhandled rejection: ' : origin === undefined ? '' : 'uncaught: '
      line(`${kind}${firstLine(`${error.name}: ${error.message}`)}${where} · ${urlOf(path)}`)
    },
  }
}

function describe(thrown: unknown): string {
  try {
    if (Error.isError(thrown))
      return ownText(thrown, 'stack') ?? ownText(thrown, 'message') ?? 'an error without a text'
    return typeof thrown === 'string' ? thrown : `a thrown ${typeof thrown}`
  } catch {
    return 'an error that cannot be printed'
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? ''
}

/** Never through an accessor of the app's. V8's own `stack` may be one, too; that one is a function of V8. */
function ownText(error: Error, name: 'stack' | 'message'): string | undefined {
  const own = Object.getOwnPropertyDescriptor(error, name)
  const value: unknown =
    own?.get !== undefined && own.get === STACK_GETTER ? Reflect.apply(own.get, error, []) : own?.value
  return typeof value === 'string' ? value : undefined
}

const STACK_GETTER = Object.getOwnPropertyDescriptor(new Error(), 'stack')?.get

// eslint-disable-next-line no-control-regex -- these are what it is about
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** An error's message must not be able to write a second line, or to move the cursor. */
function visible(text: string): string {
  return text.replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Only its first line begins at the margin: a message of a stranger's must not look like a line of ours or of the app's. */
function visibleLines(text: string): string {
  return text
    .replace(INVISIBLE, (char) => (char === '\n' || char === '\t' ? char : visible(char)))
    .replace(/\n(?! {4}|\t|\n|$)/g, '\n    ')
}
