import type { Entered, EntryRequest } from '../capture/index.ts'
import { namesInFrame } from './frame-names.ts'
import { defineValue } from './own-value.ts'

export interface KeepParts {
  enter(request: EntryRequest): Entered
  /** Of the frame's console. */
  readonly scratch: object
}

/** Names that are tried at a time. */
const BATCH = 20
const MAX_KEPT = 1000

/**
 * Declares a value in a frame's console as `temp1`, `temp2`, …: the first name that neither the frame, nor the app as a
 * whole, nor the console has. Undefined where none is free, or the frame cannot be entered any more.
 */
export function keepValue({ enter, scratch }: KeepParts, value: unknown): string | undefined {
  const free: string[] = []
  for (let number = 1; number <= MAX_KEPT && free.length < BATCH; number++) {
    if (!Object.hasOwn(scratch, `temp${number}`)) free.push(`temp${number}`)
  }
  const taken = namesInFrame(enter, free)
  const name = free.find((one) => !taken.has(one))
  if (name !== undefined) defineValue(scratch, name, value, true)
  return name
}
