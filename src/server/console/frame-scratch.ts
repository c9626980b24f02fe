import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isProxy } from 'node:util/types'
import type { Entered, EntryRequest } from '../capture/index.ts'
import type { Declared } from './declared-names.ts'
import type { ImportFrom } from './import-from.ts'
import { defineValue } from './own-value.ts'
import { IMPORT_NAME, META_NAME, REPAIR_NAME, THIS_NAME, TURN_NAME } from './scratch-names.ts'
import type { Turn } from './turn.ts'

/** The names that a frame's console adds to the frame: what was declared there, and helpers. */
export interface FrameScratch {
  readonly scope: Record<string, unknown>
  /** Makes names that are not there yet. Returns those. */
  declare(names: readonly Declared[]): readonly Declared[]
  /** Takes names back that never got their value, so that a failed declaration hides no variable of the frame. */
  withdraw(names: readonly Declared[]): void
  /** Sets `_` or `_error`, unless the frame or the developer has a variable of that name. */
  remember(name: '_' | '_error', value: unknown): void
  /** Helpers that neither the frame nor the app has a variable of its own for. */
  offered(): ReadonlySet<string>
  /** Takes those helpers back that the app has made a global of by now. */
  yieldToGlobals(): void
}

export interface ScratchParts {
  readonly enter: (request: EntryRequest) => Entered
  readonly helpers: Readonly<Record<string, unknown>>
  /** The frame's `this`. */
  readonly self: unknown
  /** `file:` URL that `import` and `require` resolve from; absent for code without a file. */
  readonly from: string | undefined
  readonly importFrom: ImportFrom
  /** The turn of the evaluation that the calling code belongs to. */
  turn(): Turn
  /** Puts back what the app cannot do without. */
  repair(): void
}

/** Helpers never shadow a variable of the frame: the frame is asked first. */
export function createFrameScratch({
  enter,
  helpers,
  self,
  from,
  importFrom,
  turn,
  repair,
}: ScratchParts): FrameScratch {
  const scope = Object.create(null) as Record<string, unknown>
  const offered: Record<string, unknown> = { _: undefined, _error: undefined, ...helpers }
  if (from !== undefined) offered['require'] = createRequire(from)
  defineValue(scope, IMPORT_NAME, importerFrom(from, importFrom))
  defineValue(scope, META_NAME, metaOf(from))
  defineValue(scope, THIS_NAME, self)
  defineValue(scope, TURN_NAME, turn)
  defineValue(scope, REPAIR_NAME, repair)
  const names = Object.keys(offered)
  const taken = new Set(names.filter(isGlobal))
  const unknown = names.filter((name) => !taken.has(name))
  for (const name of namesInFrame(enter, unknown)) taken.add(name)
  for (const name of names) if (!taken.has(name)) defineValue(scope, name, offered[name])
  return {
    scope,
    declare: (declared) =>
      declared.filter(({ name, lexical }) => {
        taken.add(name)
        if (Object.hasOwn(scope, name) && Object.prototype.propertyIsEnumerable.call(scope, name)) return false
        if (lexical) awaitValue(scope, name)
        else defineValue(scope, name, undefined, true)
        return true
      }),
    withdraw(declared) {
      for (const { name } of declared) if (isWithoutValue(scope, name)) Reflect.deleteProperty(scope, name)
    },
    remember(name, value) {
      if (!taken.has(name)) defineValue(scope, name, value)
    },
    offered: () => new Set(names.filter((name) => !taken.has(name))),
    yieldToGlobals() {
      for (const name of names) {
        if (taken.has(name) || !isGlobal(name)) continue
        taken.add(name)
        Reflect.deleteProperty(scope, name)
      }
    },
  }
}

/** A name whose declaration has not been reached: reading it throws what it would throw in any program. */
function awaitValue(scope: object, name: string): void {
  const property: PropertyDescriptor = {
    get() {
      throw new ReferenceError(`Cannot access '${name}' before initialization`)
    },
    set(value: unknown) {
      defineValue(scope, name, value, true)
    },
    enumerable: true,
    configurable: true,
  }
  Object.defineProperty(scope, name, Object.setPrototypeOf(property, null) as PropertyDescriptor)
}

function isWithoutValue(scope: object, name: string): boolean {
  return Object.getOwnPropertyDescriptor(scope, name)?.get !== undefined
}

function importerFrom(from: string | undefined, importFrom: ImportFrom): (...args: unknown[]) => Promise<unknown> {
  return async (specifier, options) => {
    if (from === undefined) throw new TypeError('The code of this frame has no file that import could start from')
    return importFrom(String(specifier), from, options as ImportCallOptions | undefined)
  }
}

function metaOf(from: string | undefined): object {
  if (from?.startsWith('file:') !== true) return { url: from }
  const filename = fileURLToPath(from)
  return { url: from, filename, dirname: fileURLToPath(new URL('.', from)).replace(/(?<=.)[\\/]$/, '') }
}

/** By a look at its descriptors: an app's global may be an accessor. */
function isGlobal(name: string): boolean {
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
