import type { CapturedFrame } from './capture.ts'
import { OTHER_REALM, assembleFrames } from './frame-reader.ts'
import type { FrameHandles } from './frame-reader.ts'
import { InspectorCommandError } from './inspector-session.ts'
import type { CallArgument } from './inspector-session.ts'

type Take = (handles: readonly CallArgument[]) => readonly unknown[]

/** The objects of a pause. `thrown` is absent where V8 refuses to hand it over: it is known by its description only. */
export interface TakenPause {
  readonly thrown: { readonly value: unknown } | undefined
  readonly frames: readonly CapturedFrame[]
}

/**
 * Takes over what was thrown and the frames. V8 hands no object over from another context of `node:vm`, and refuses the
 * whole call when one of them is: then each frame is asked for alone, and those of other contexts stay source-only.
 */
export function takePause(thrown: CallArgument, handles: FrameHandles, take: Take): TakenPause {
  const all = attempt(take, [thrown, ...handles.arguments])
  if (all !== undefined) return { thrown: { value: all[0] }, frames: assembleFrames(handles, all.slice(1)) }
  const error = attempt(take, [thrown])
  return { thrown: error && { value: error[0] }, frames: takeFrames(handles, take) }
}

export function takeFrames(handles: FrameHandles, take: Take): readonly CapturedFrame[] {
  const all = attempt(take, handles.arguments)
  if (all !== undefined) return assembleFrames(handles, all)
  let next = 0
  return handles.frames.flatMap((frame) => {
    const kept = frame.scopeKinds.filter((kind) => kind !== undefined).length
    const mine = handles.arguments.slice(next, (next += frame.scopeKinds.length === 0 ? 0 : 2 + kept))
    const objects = attempt(take, mine)
    return objects === undefined
      ? assembleFrames(alone({ ...frame, scopeKinds: [], reason: OTHER_REALM }), [])
      : assembleFrames(alone(frame), objects)
  })
}

function alone(frame: FrameHandles['frames'][number]): FrameHandles {
  return { frames: [frame], arguments: [], cutFrames: 0 }
}

function attempt(take: Take, handles: readonly CallArgument[]): readonly unknown[] | undefined {
  try {
    return take(handles)
  } catch (failure) {
    if (failure instanceof InspectorCommandError) return undefined
    throw failure
  }
}
