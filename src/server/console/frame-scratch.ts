import { createRequire } from 'node:module'
import type { Entered, EntryRequest } from '../capture/index.ts'
import { IMPORT_NAME } from './interpret.ts'

/** The names that a frame's console adds to the frame: what was declared there, and helpers. */
export interface FrameScratch {
  readonly scope: Record<string, unknown>
  declare(names: readonly string[]): void
  /** Sets `_` or `_error`, unless the frame has a variable of that name. */
  remember(name: '_' | '_error', value: unknown): void
}

export interface ScratchParts {
  readonly enter: (request: EntryRequest) => Entered
  readonly helpers: Readonly<Record<string, unknown>>
  /** `file:` URL that `import` and `require` resolve from; absent for code without a file. */
  readonly from: string | undefined
  importFrom(specifier: string, from: string): Promise<unknown>
}

/** Helpers never shadow a variable of the frame: the frame is asked first. */
export function createFrameScratch({ enter, helpers, from, importFrom }: ScratchParts): FrameScratch {
  const scope = Object.create(null) as Record<string, unknown>
  const offered: Record<string, unknown> = { _: undefined, _error: undefined, ...helpers }
  if (from !== undefined) {
    offered['require'] = createRequire(from)
    hide(scope, IMPORT_NAME, (specifier: unknown) => importFrom(String(specifier), from))
  }
  const names = Object.keys(offered)
  const taken = namesInFrame(enter, names)
  for (const name of names) if (!taken.has(name)) hide(scope, name, offered[name])
  return {
    scope,
    declare(declared) {
      for (const name of declared) {
        Object.defineProperty(scope, name, { value: undefined, writable: true, enumerable: true, configurable: true })
      }
    },
    remember(name, value) {
      if (!taken.has(name)) scope[name] = value
    },
  }
}

function hide(scope: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(scope, name, { value, writable: true, enumerable: false, configurable: true })
}

function namesInFrame(enter: (request: EntryRequest) => Entered, names: readonly string[]): ReadonlySet<string> {
  const probes = names.map(
    (name) => `(() => { try { ${name}; return true } catch (e) { return !/ is not defined$/.test(e.message) } })()`,
  )
  const entered = enter({ source: `[${probes.join(',')}]`, scratch: {}, peek: false, timeoutMs: 100 })
  if (entered.kind !== 'value' || !Array.isArray(entered.value)) return new Set(names)
  const answers = entered.value as readonly unknown[]
  return new Set(names.filter((_name, index) => answers[index] === true))
}
