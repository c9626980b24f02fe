import type { CapturedFrame } from './capture.ts'

export interface Chain {
  readonly frames: readonly CapturedFrame[]
  /** Index of the frame that the error has reached. */
  readonly reached: number
  /** Whether the error has left that frame: a throw leaves it, a call of `reject` does not. */
  readonly left: boolean
  /** Frames of the first pause; none where that was in a frame that awaited. */
  readonly start: readonly CapturedFrame[]
}

export interface Pause {
  readonly frames: readonly CapturedFrame[]
  readonly via: 'throw' | 'reject' | 'await'
}

export function startChain(pause: Pause): Chain {
  if (pause.via === 'await') return { frames: asAwaiting(pause.frames), reached: 0, left: true, start: [] }
  return { frames: pause.frames, reached: 0, left: pause.via !== 'reject', start: pause.frames }
}

/** The way of an error that another request awaits, too: from where it was thrown straight to that await. */
export function forkChain({ start }: Chain): Chain {
  return { frames: start, reached: 0, left: true, start }
}

/** Whether an error is thrown once more from where it was thrown first: no way leads back there. */
export function startsAnew({ frames: [first] }: Chain, { via, frames: [top] }: Pause): boolean {
  if (via !== 'throw' || first === undefined || top === undefined) return false
  return first.functionKey === top.functionKey && samePosition(first, top)
}

/** Whether a pause is in a frame that an error has passed, or is in. */
export function isOnTheWay(chain: Chain, { via, frames: [top] }: Pause): boolean {
  return top !== undefined && findActivation(chain, top, via) !== undefined
}

/**
 * Adds the frames of a later pause for the same error. That pause is in a frame that was below on the first stack (then
 * it is there already), in one that awaited (then it is new), or in the frame reached last, once more.
 */
export function mergePause(chain: Chain, pause: Pause): Chain {
  const left = pause.via !== 'reject'
  const [top] = pause.frames
  if (top === undefined) return chain
  const known = findActivation(chain, top, pause.via)
  if (known === undefined) {
    if (pause.via !== 'await' && isCalledBy(pause.frames, chain)) {
      const inner = chain.frames.slice(0, chain.reached)
      return { ...chain, frames: [...inner, ...pause.frames], reached: inner.length, left }
    }
    // What lies below an awaiting frame is the engine's own microtask loop.
    const frames = pause.via === 'await' ? pause.frames.slice(0, 1) : pause.frames
    const before = withoutLoopFrames(chain)
    return { ...chain, frames: [...before, ...asAwaiting(frames)], reached: before.length, left }
  }
  const before = chain.frames[known]
  if (pause.via !== 'await' || before === undefined) return { ...chain, reached: known, left }
  // The variables may have moved on between the call and the await: those of the await are the truth. The position of
  // the call is kept, it is the one that the error's own stack names.
  const async = before.async || known !== chain.reached
  const frames = chain.frames.with(known, { ...top, position: before.position, async })
  return { ...chain, frames, reached: known, left }
}

function asAwaiting(frames: readonly CapturedFrame[]): readonly CapturedFrame[] {
  return frames.map((frame, index) => (index === 0 ? { ...frame, async: true } : frame))
}

/** The frame that handed the error over, or rejected with it, is still there: what was called with it has gone on. */
function isCalledBy(frames: readonly CapturedFrame[], { frames: known, reached, left }: Chain): boolean {
  const current = known[reached]
  return current !== undefined && !left && frames.some((frame) => sameActivation(frame, current))
}

/** Node's own frames at the end of a stack are its event loop, and no callers of what comes next. */
function withoutLoopFrames({ frames, reached }: Chain): readonly CapturedFrame[] {
  let end = frames.length
  while (end > reached + 1 && frames[end - 1]?.origin === 'node') end--
  return frames.slice(0, end)
}

function findActivation(chain: Chain, top: CapturedFrame, via: Pause['via']): number | undefined {
  for (let index = chain.reached + 1; index < chain.frames.length; index++) {
    const frame = chain.frames[index]
    if (frame !== undefined && sameActivation(frame, top)) return index
  }
  const current = chain.frames[chain.reached]
  if (current === undefined || !sameActivation(current, top)) return undefined
  if (via !== 'await' || !chain.left) return chain.reached
  // The error left that frame and an await of the same function sees it: a recursion's next level. Unless the frame
  // awaited the same rejection once more, at another place and with the same variables.
  return current.async && !samePosition(current, top) && sameVariables(current, top) ? chain.reached : undefined
}

/** More make no difference, and an app can set the length of its `arguments` to anything. */
const MAX_ARGUMENTS = 100

/** V8 has no name for an activation. Function, receiver and arguments together are as good as one. */
function sameActivation(a: CapturedFrame, b: CapturedFrame): boolean {
  if (a.functionKey !== b.functionKey || !Object.is(a.self, b.self)) return false
  const left = a.args
  const right = b.args
  if (left === undefined || right === undefined) return left === right
  // After an await the engine knows only as many arguments as the function names.
  const length = Math.min(lengthOf(left), lengthOf(right), MAX_ARGUMENTS)
  for (let index = 0; index < length; index++) {
    if (!Object.is(dataOf(left, `${index}`), dataOf(right, `${index}`))) return false
  }
  return true
}

function lengthOf(args: ArrayLike<unknown>): number {
  const length = dataOf(args, 'length')
  return typeof length === 'number' ? length : 0
}

function samePosition(a: CapturedFrame, b: CapturedFrame): boolean {
  return a.position.line === b.position.line && a.position.column === b.position.column
}

/** The local variables that both pauses could read are identical. */
function sameVariables(a: CapturedFrame, b: CapturedFrame): boolean {
  const left = localVariables(a)
  const right = localVariables(b)
  if (left === undefined || right === undefined) return false
  for (const name of Object.getOwnPropertyNames(left)) {
    if (!Object.is(dataOf(left, name), dataOf(right, name))) return false
  }
  return true
}

function localVariables(frame: CapturedFrame): object | undefined {
  return frame.scopes.find((scope) => scope.kind === 'local')?.variables
}

/** Without running a getter, which an app may have put even on its arguments. */
function dataOf(object: object, name: string): unknown {
  try {
    return Object.getOwnPropertyDescriptor(object, name)?.value
  } catch {
    return undefined // uninitialised: V8 throws
  }
}
