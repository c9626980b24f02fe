import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { GuardError } from './guard-error.ts'
import { readPrivateFile, writePrivateFile } from './private-file.ts'
import type { StateDirectory } from './state-directory.ts'

export interface Pin {
  /** As the banner prints it: `123-456-789`, or the developer's own. */
  readonly shown: string
  /** The same without what does not count: one PIN, however it is grouped. */
  readonly plain: string
  /** In constant time. Spaces and dashes do not count. */
  matches(entry: string): boolean
  /** The text with `[pin]` for each spelling that would be taken. */
  mask(text: string): string
}

/** Short ones fall to the tries that are free; the ceiling of all tries is about 2400 a day. */
export const PIN_MIN = 4
export const PIN_MAX = 256
const FILE = 'pin'

/**
 * The PIN: the developer's own (`override`, an empty one is none), else the one in the state directory, made there on
 * first use, else one for this process only.
 * @throws GuardError `pin-too-short`, `pin-too-long` for an override.
 */
export function openPin(
  override: string | undefined,
  state: StateDirectory | undefined,
  onProblem: (message: string) => void,
): Pin {
  if (override !== undefined && override !== '') {
    const length = plain(override).length
    if (length < PIN_MIN) {
      const why = `The PIN in INQUEST_PIN has fewer than ${PIN_MIN} characters (spaces and dashes do not count).`
      throw new GuardError('pin-too-short', `${why} Take a longer one, or unset it to get a random one.`)
    }
    if (length > PIN_MAX) throw new GuardError('pin-too-long', `INQUEST_PIN has more than ${PIN_MAX} characters.`)
    return pinOf(() => override)
  }
  let known = (state === undefined ? undefined : readOrCreate(state, onProblem)) ?? generatePin()
  // Another process may rotate it while this one runs.
  const current = () => (known = (state === undefined ? undefined : readStored(state).pin) ?? known)
  return pinOf(current)
}

function pinOf(current: () => string): Pin {
  return {
    get shown() {
      return current()
    },
    get plain() {
      return plain(current())
    },
    matches: (entry) => isSame(entry, current()),
    mask: (text) => text.replace(spellingsOf(current()), '[pin]'),
  }
}

/** Whether a PIN of the developer's own is one that `openPin` takes. */
export function fitsPin(pin: string): boolean {
  const { length } = plain(pin)
  return length >= PIN_MIN && length <= PIN_MAX
}

/** Puts a new PIN in the place of the stored one; guards that run take it over at once. */
export function replacePin(state: StateDirectory): string {
  const pin = generatePin()
  writePrivateFile(state, FILE, `${pin}\n`, 'replace')
  return pin
}

/** Nine digits from the system's generator, in three groups. Nothing of the machine goes into them. */
export function generatePin(): string {
  return randomInt(1_000_000_000)
    .toString()
    .padStart(9, '0')
    .replace(/\d{3}(?=\d)/g, '$&-')
}

function readOrCreate(state: StateDirectory, onProblem: (message: string) => void): string | undefined {
  const path = `${state.path}/${FILE}`
  try {
    // Twice, because another process may be creating it right now.
    for (let round = 0; round < 2; round++) {
      const stored = readStored(state)
      if (stored.pin !== undefined) return stored.pin
      if (stored.why !== undefined) {
        onProblem(
          `The PIN file ${path} ${stored.why}: it is not used, and this PIN lasts until the restart. Remove it.`,
        )
        return undefined
      }
      const pin = generatePin()
      if (writePrivateFile(state, FILE, `${pin}\n`, stored.damaged ? 'replace' : 'create')) return pin
    }
  } catch (error) {
    onProblem(`The PIN cannot be kept in ${path} (${error instanceof Error ? error.message : 'unknown'}).`)
  }
  return undefined
}

function readStored(state: StateDirectory): { pin?: string; why?: string; damaged: boolean } {
  try {
    const reading = readPrivateFile(state, FILE)
    if (reading.kind === 'unsafe') return { why: reading.why, damaged: false }
    if (reading.kind === 'absent') return { damaged: false }
    const pin = reading.text.trim()
    return /^\d{3}(?:-?\d{3}){2,}$/.test(pin) ? { pin, damaged: false } : { damaged: true }
  } catch (error) {
    return { why: `cannot be read (${error instanceof Error ? error.message : 'unknown'})`, damaged: false }
  }
}

/** What people add or drop when they copy a PIN: white space and any kind of dash. */
const FILLER = '[\\s\\-\\u2010-\\u2015\\u2212]'
const FILLERS = new RegExp(FILLER, 'g')

function plain(text: string): string {
  return text.replace(FILLERS, '')
}

function spellingsOf(pin: string): RegExp {
  const units = plain(pin).split('')
  const escaped = units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return new RegExp(escaped.join(`${FILLER}*`), 'g')
}

function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(plain(text)).digest()
  return timingSafeEqual(digest(a), digest(b))
}
