import { appendPrivateLine, readPrivateFile, writePrivateFile } from './private-file.ts'
import type { StateDirectory } from './state-directory.ts'

/** One try to get in, or (forgiven) the note that the client's last one was right. `at` in ms. */
export interface Try {
  readonly at: number
  readonly client: string
  readonly nonce: string
  readonly forgiven: boolean
}

export interface TryLog {
  read(): readonly Try[]
  append(entry: Try): void
}

const FILE = 'tries'
/** Some 40 bytes a try and 100 tries an hour: more than a day. */
const READ_LIMIT = 128 * 1024
const ENTRY_LIMIT = 4000

export function createMemoryTryLog(): TryLog {
  let tries: Try[] = []
  return {
    read: () => tries,
    append: (entry) => {
      tries = [...tries.slice(1 - ENTRY_LIMIT), entry]
    },
  }
}

/** The log in the state directory: a crash that a stranger can cause must not give them new tries. */
export function openTryLog(state: StateDirectory | undefined, onProblem: (message: string) => void): TryLog {
  const memory = createMemoryTryLog()
  if (state === undefined) return memory
  let file = true
  const giveUp = (why: string) => {
    file = false
    onProblem(`The tries cannot be counted in ${state.path}/${FILE}: it ${why}. They are counted in memory.`)
  }
  const guarded = (action: () => string | undefined) => {
    try {
      const why = file ? action() : undefined
      if (why !== undefined) giveUp(why)
    } catch (error) {
      giveUp(error instanceof Error ? error.message : 'cannot be used')
    }
  }
  return {
    read() {
      let tries = memory.read()
      guarded(() => {
        const reading = readPrivateFile(state, FILE, READ_LIMIT)
        if (reading.kind === 'unsafe') return reading.why
        if (reading.kind === 'absent') return undefined
        tries = reading.text.split('\n').flatMap(parse)
        if (reading.size > READ_LIMIT) {
          writePrivateFile(
            state,
            FILE,
            tries
              .slice(-ENTRY_LIMIT / 4)
              .map(print)
              .join('\n') + '\n',
            'replace',
          )
        }
        return undefined
      })
      return tries
    },
    append(entry) {
      memory.append(entry)
      guarded(() => appendPrivateLine(state, FILE, print(entry)))
    },
  }
}

function print(entry: Try): string {
  return `${entry.at} ${entry.client} ${entry.nonce}${entry.forgiven ? ' forgiven' : ''}`
}

function parse(line: string): Try[] {
  const match = /^(\d{1,15}) ([\da-z:]{1,40}) ([\da-f]{12})( forgiven)?$/.exec(line)
  if (match === null) return []
  return [{ at: Number(match[1]), client: match[2] ?? '', nonce: match[3] ?? '', forgiven: match[4] !== undefined }]
}
