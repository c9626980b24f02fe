import type { CapturedFrame } from '../../src/server/capture/index.ts'

export interface FrameFacts {
  readonly line?: number
  readonly column?: number
  readonly self?: unknown
  readonly args?: readonly unknown[]
  readonly locals?: object
  readonly origin?: CapturedFrame['origin']
}

/** A frame as V8 would have given it. */
export function frameOf(functionName: string, facts: FrameFacts = {}): CapturedFrame {
  const { line = 1, column = 1, self, args = [], locals = {}, origin = 'app' } = facts
  return {
    functionName,
    async: false,
    origin,
    position: { url: 'file:///app.js', scriptId: '1', line, column },
    functionKey: `1:${functionName}`,
    functionRange: undefined,
    scopes: [{ kind: 'local', name: undefined, variables: locals }],
    self,
    args,
    entry: undefined,
    reason: undefined,
  }
}
