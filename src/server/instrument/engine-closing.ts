/** How a step of a synchronous iterator failed before there was a value to await. */
export type StepFailure = 'call' | 'shape' | 'read'

export type ClosingRules = Readonly<Record<StepFailure, boolean>>

let rules: ClosingRules | undefined

/**
 * Whether this engine closes a synchronous iterator whose step failed in a `for await`. The language says no; V8 13.6
 * (Node 24) does it all the same. Asked of the engine itself, once, so that a loop behaves alike on every version.
 */
export function closingRules(): ClosingRules {
  rules ??= {
    call: closesAfter(() => {
      throw undefined as unknown as Error
    }),
    shape: closesAfter(() => undefined),
    read: closesAfter(() => ({
      get done() {
        throw undefined as unknown as Error
      },
    })),
  }
  return rules
}

function closesAfter(next: () => unknown): boolean {
  let closed = false
  const iterator = {
    next,
    return() {
      closed = true
      return {}
    },
  }
  const loop = async (): Promise<void> => {
    const iterable: unknown = { [Symbol.iterator]: () => iterator }
    for await (const _ of iterable as AsyncIterable<unknown>);
  }
  // The first step of the loop, and with it the closing, runs before the call returns.
  void loop().catch(() => undefined)
  return closed
}
