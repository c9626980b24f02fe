import { createEngineViews } from '../../src/server/capture/engine-view.ts'
import type { EngineViews } from '../../src/server/capture/engine-view.ts'
import { openHostObject } from '../../src/server/capture/host-object.ts'
import { openInspectorSession } from '../../src/server/capture/index.ts'

/** What V8 says of values of this process. */
export function engineOfThisProcess(): EngineViews {
  const session = openInspectorSession()
  const { takeObjects, handleOf } = openHostObject(session)
  return createEngineViews({ session, takeObjects, handleOf })
}
