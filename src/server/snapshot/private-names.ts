import * as intrinsics from './intrinsics.ts'
import { MAX_CHAIN, ownData } from './value-kind.ts'

const PRIVATE_NAME = /#[\p{ID_Start}$_\\]/u

/** By class: looking for a `#` in the source of each instance's class would be dear. */
const verdicts = new WeakMap<object, boolean>()

/**
 * Whether a class of the value declares `#names`, by its source: asking V8 for each object there is would take too long.
 * A subclass made by a library, or a constructor that was replaced, hides what is above it no more than a plain one does.
 */
export function mayHavePrivateFields(value: object): boolean {
  let current = intrinsics.getPrototypeOf(value) as object | null
  for (let step = 0; step < MAX_CHAIN && current !== null && !intrinsics.isProxy(current); step++) {
    if (current === intrinsics.objectPrototype) return false
    const maker = ownData(current, 'constructor')
    if (typeof maker === 'function' && !intrinsics.isProxy(maker) && declaresPrivate(maker)) return true
    current = intrinsics.getPrototypeOf(current) as object | null
  }
  return false
}

function declaresPrivate(maker: object): boolean {
  const known = intrinsics.weakGet(verdicts, maker)
  if (known !== undefined) return known
  const source = intrinsics.functionSource(maker)
  const found = intrinsics.startsWith(source, 'class') && intrinsics.execute(PRIVATE_NAME, source) !== null
  intrinsics.weakSet(verdicts, maker, found)
  return found
}
