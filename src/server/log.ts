import type { Traceback } from '../shared/traceback.ts'

/** The debugger's own lines on stderr. They must not depend on anything that the app may have replaced. */
export interface Log {
  problem(message: string): void
  failure(failure: unknown): void
  /** The plain stack, where nobody else would have printed it. */
  stack(error: unknown): void
  surfaced(traceback: Traceback, path: string, origin?: string): void
}

export function createLog(write: (line: string) => void, urlOf: (path: string) => string): Log {
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
      if (failures <= 5) line(`own failure, the app is not affected: ${describe(failure)}`)
    },
    stack(error) {
      try {
        write(`${describe(error)}\n`)
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
    if (Error.isError(thrown)) return thrown.stack ?? thrown.message
    return typeof thrown === 'string' ? thrown : `a thrown ${typeof thrown}`
  } catch {
    return 'an error that cannot be printed'
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? ''
}

/** An error's message must not be able to write a second line, or to move the cursor. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, (char) =>
    JSON.stringify(char).slice(1, -1),
  )
}
