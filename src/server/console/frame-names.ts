import { isProxy } from 'node:util/types'
import type { Entered, EntryRequest } from '../capture/index.ts'

/** By a look at its descriptors: an app's global may be an accessor. */
export function isGlobal(name: string): boolean {
  let holder: object | null = globalThis
  while (holder !== null && !isProxy(holder)) {
    if (Object.hasOwn(holder, name)) return true
    holder = Object.getPrototypeOf(holder) as object | null
  }
  return false
}

/** Which of the names mean something in the frame; all, where it cannot be entered. */
export function namesInFrame(enter: (request: EntryRequest) => Entered, names: readonly string[]): Set<string> {
  const probes = names.map(
    (name) => `(() => { try { ${name}; return true } catch (e) { return !/ is not defined$/.test(e.message) } })()`,
  )
  const entered = enter({ source: `[${probes.join(',')}]`, scratch: {}, peek: false, timeoutMs: 100 })
  if (entered.kind !== 'value' || !Array.isArray(entered.value)) return new Set(names)
  const answers = entered.value as readonly unknown[]
  return new Set(names.filter((_name, index) => answers[index] === true))
}
