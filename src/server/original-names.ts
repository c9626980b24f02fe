import type { Entered, EntryRequest } from './capture/index.ts'
import type { LiveFrame } from './tracebacks.ts'

interface Access {
  readonly get: () => unknown
  readonly set: (value: unknown) => void
}

const MAKE_MS = 1000

/**
 * Lets expressions use the names of the source for variables that a minifier has renamed: accessors in the scratch scope,
 * made of functions of the frame, so that values are current and assignments stick. Own ones, as V8 sees no inherited
 * properties of a `with` object when it evaluates in a paused frame (Node 24.21).
 */
export function offerOriginalNames(
  { renamed }: Pick<LiveFrame, 'renamed'>,
  scratch: object,
  enter: (request: EntryRequest) => Entered,
): void {
  const names = [...renamed]
  if (names.length === 0) return
  // Made without the scratch scope in the way: there the name of the one may be what the running code calls the other.
  const pairs = names.map(([, running]) => `{ get: () => ${running}, set: (value) => void (${running} = value) }`)
  const made = enter({ source: `[${pairs.join(',')}]`, scratch: {}, peek: false, timeoutMs: MAKE_MS })
  if (made.kind !== 'value' || !Array.isArray(made.value)) return
  const accesses = made.value as readonly Access[]
  for (const [index, [original]] of names.entries()) {
    const access = accesses[index]
    if (access === undefined) continue
    // Not enumerable, as the helpers are not: a declaration of the console may take its place.
    const property = { get: access.get, set: access.set, enumerable: false, configurable: true }
    Object.defineProperty(scratch, original, Object.setPrototypeOf(property, null) as PropertyDescriptor)
  }
}
