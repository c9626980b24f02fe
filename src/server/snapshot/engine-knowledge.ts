/**
 * What V8 knows of a value and the language does not tell. Each look is a conversation with the inspector of about 0.2 ms,
 * so there is an allowance of them; once it is spent nothing more is known.
 */
export interface EngineKnowledge {
  readonly promise: (promise: object) => { readonly state: string; readonly result: unknown } | undefined
  /** Target and handler are null where the proxy was revoked. */
  readonly proxy: (proxy: object) => { readonly target: unknown; readonly handler: unknown } | undefined
  readonly privateFields: (
    instance: object,
    limit: number,
  ) => readonly { readonly name: string; readonly value: unknown }[]
}

export const KNOWS_NOTHING: EngineKnowledge = {
  promise: () => undefined,
  proxy: () => undefined,
  privateFields: () => [],
}

/** Looks at all the values of a failure, for which an app waits: a number, so that the same failure looks the same. */
const LOOKS_AT_FAILURE = 50
/** Looks for one page of the tree, or one result of a console. */
const LOOKS_A_TURN = 200

/** The same knowledge with a limit for the time it takes; `refill` begins a new turn. */
export function limitLooks(engine: EngineKnowledge): EngineKnowledge & { readonly refill: () => void } {
  let left = LOOKS_AT_FAILURE
  const look = <T>(read: () => T, nothing: T): T => {
    if (left <= 0) return nothing
    left--
    return read()
  }
  return {
    promise: (promise) => look(() => engine.promise(promise), undefined),
    proxy: (proxy) => look(() => engine.proxy(proxy), undefined),
    privateFields: (instance, limit) => look(() => engine.privateFields(instance, limit), []),
    refill: () => {
      left = LOOKS_A_TURN
    },
  }
}
