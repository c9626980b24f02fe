/**
 * What the app's thread and the one that watches it know of each other: cells of 32 bits in shared memory, because the
 * app's thread can be told nothing while it is held.
 */
export interface SharedState {
  readonly cells: Int32Array
}

const CELL = { beat: 0, phase: 1, slot: 2, asked: 3, foreign: 4, slots: 5 } as const
const SLOT = { number: 0, localPort: 1, remotePort: 2, limitMs: 3, size: 4 } as const

/** Inputs that run at the same time and can be interrupted while they hold the app. */
export const SLOTS = 16

/** Asks for whatever runs on behalf of a console, whichever input it belongs to. */
export const ANY_INPUT = -1

export function createSharedState(): SharedState {
  return stateIn(new SharedArrayBuffer((CELL.slots + SLOTS * SLOT.size) * Int32Array.BYTES_PER_ELEMENT))
}

export function stateIn(buffer: SharedArrayBuffer): SharedState {
  return { cells: new Int32Array(buffer) }
}

/** The two ends of a client's connection, as the server sees them. */
export interface Connection {
  readonly localPort: number
  readonly remotePort: number
}

/** An input that has no result yet. */
export interface OpenInput extends Partial<Connection> {
  /** From 1. */
  readonly number: number
  readonly limitMs: number
}

/** The event loop of the app's thread has had a turn. */
export function beat({ cells }: SharedState): void {
  Atomics.add(cells, CELL.beat, 1)
}

export function beats({ cells }: SharedState): number {
  return Atomics.load(cells, CELL.beat)
}

/** Gives the slot, or -1 where none is free. */
export function openSlot({ cells }: SharedState, { number, localPort, remotePort, limitMs }: OpenInput): number {
  for (let slot = 0; slot < SLOTS; slot++) {
    const at = cellOf(slot)
    if (Atomics.load(cells, at + SLOT.number) !== 0) continue
    Atomics.store(cells, at + SLOT.localPort, localPort ?? 0)
    Atomics.store(cells, at + SLOT.remotePort, remotePort ?? 0)
    Atomics.store(cells, at + SLOT.limitMs, limitMs)
    Atomics.store(cells, at + SLOT.number, number)
    return slot
  }
  return -1
}

export function closeSlot({ cells }: SharedState, slot: number): void {
  if (slot >= 0) Atomics.store(cells, cellOf(slot) + SLOT.number, 0)
}

export function openInputs({ cells }: SharedState): readonly (OpenInput & { readonly slot: number })[] {
  return Array.from({ length: SLOTS }, (_, slot) => {
    const at = cellOf(slot)
    const [localPort, remotePort] = [
      Atomics.load(cells, at + SLOT.localPort),
      Atomics.load(cells, at + SLOT.remotePort),
    ]
    return {
      slot,
      number: Atomics.load(cells, at + SLOT.number),
      limitMs: Atomics.load(cells, at + SLOT.limitMs),
      ...(localPort === 0 ? {} : { localPort, remotePort }),
    }
  }).filter(({ number }) => number !== 0)
}

function cellOf(slot: number): number {
  return CELL.slots + slot * SLOT.size
}

// The phase is that of one stay: its number times four, and below. So none is taken for a later one.
const PHASE = { out: 0, in: 1, claimed: 2 } as const
const STAYS = 2 ** 28

/** A stay of the app's thread in an input, where it can be ended without harm. */
export interface Stay {
  readonly phase: number
  readonly slot: number
}

let stays = 0

/** Called by the app's thread. */
export function enterInput({ cells }: SharedState, slot: number): Stay {
  stays = (stays % (STAYS - 1)) + 1
  const stay = { phase: stays * 4 + PHASE.in, slot }
  Atomics.store(cells, CELL.slot, slot)
  Atomics.store(cells, CELL.phase, stay.phase)
  return stay
}

/** False: the watching thread is about to end it, and says with `release` that it has. */
export function leaveInput({ cells }: SharedState, { phase }: Stay): boolean {
  return Atomics.compareExchange(cells, CELL.phase, phase, PHASE.out) === phase
}

export function isClaimed({ cells }: SharedState): boolean {
  return Atomics.load(cells, CELL.phase) % 4 === PHASE.claimed
}

export function currentStay({ cells }: SharedState): Stay | undefined {
  const phase = Atomics.load(cells, CELL.phase)
  const slot = Atomics.load(cells, CELL.slot)
  return phase % 4 === PHASE.in ? { phase, slot } : undefined
}

/** Called by the watching thread, which may end what is claimed. False where it is over. */
export function claim({ cells }: SharedState, { phase }: Stay): boolean {
  return Atomics.compareExchange(cells, CELL.phase, phase, phase - PHASE.in + PHASE.claimed) === phase
}

export function release({ cells }: SharedState): void {
  Atomics.store(cells, CELL.phase, PHASE.out)
}

/** Number of an input, or `ANY_INPUT`: V8 is to stop, and the app's thread to say whether that is what runs. 0: no more. */
export function ask({ cells }: SharedState, input: number): void {
  Atomics.store(cells, CELL.asked, input)
}

export function asked({ cells }: SharedState): number {
  return Atomics.load(cells, CELL.asked)
}

/** Another debugger may hold the app's thread at a breakpoint for as long as it likes. */
export function setForeignDebugger({ cells }: SharedState, isThere: boolean): void {
  Atomics.store(cells, CELL.foreign, isThere ? 1 : 0)
}

export function hasForeignDebugger({ cells }: SharedState): boolean {
  return Atomics.load(cells, CELL.foreign) === 1
}
