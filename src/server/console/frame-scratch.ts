import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entered, EntryRequest } from '../capture/index.ts'
import type { Declared } from './declared-names.ts'
import { isGlobal, namesInFrame } from './frame-names.ts'
import type { FrameDeclarations } from './frame-declarations.ts'
import type { ImportFrom, ResolveFrom } from './import-from.ts'
import { evalText } from './eval-text.ts'
import { defineValue } from './own-value.ts'
import { EVAL_NAME, IMPORT_NAME, META_NAME, REPAIR_NAME, TARGET_NAME, THIS_NAME, TURN_NAME } from './scratch-names.ts'
import type { TargetKind } from './assignment-targets.ts'
import { createTargetKinds } from './target-kinds.ts'
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
  /** What an assignment to a name is to do. */
  targetKind(name: string): TargetKind
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
  readonly resolveFrom: ResolveFrom
  /** What the text of the frame's script declares. */
  readonly declarations?: (() => FrameDeclarations | undefined) | undefined
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
  resolveFrom,
  declarations,
  turn,
  repair,
}: ScratchParts): FrameScratch {
  const scope = Object.create(null) as Record<string, unknown>
  const offered: Record<string, unknown> = { _: undefined, _error: undefined, ...helpers }
  if (from !== undefined) Object.assign(offered, moduleNamesOf(from))
  defineValue(scope, IMPORT_NAME, importerFrom(from, importFrom))
  defineValue(scope, META_NAME, metaOf(from, resolveFrom))
  defineValue(scope, THIS_NAME, self)
  defineValue(scope, TURN_NAME, turn)
  defineValue(scope, REPAIR_NAME, repair)
  const targets = createTargetKinds({ scope, enter, declarations })
  defineValue(scope, TARGET_NAME, targets.target)
  const declareVariables = (wanted: readonly string[]): void => {
    declare(wanted.map((name) => ({ name, lexical: false, constant: false })))
  }
  defineValue(scope, EVAL_NAME, (given: unknown, text: unknown) => evalText(given, text, declareVariables))
  const names = Object.keys(offered)
  const taken = new Set(names.filter(isGlobal))
  const unknown = names.filter((name) => !taken.has(name))
  for (const name of namesInFrame(enter, unknown)) taken.add(name)
  for (const name of names) if (!taken.has(name)) defineValue(scope, name, offered[name])
  const declare: FrameScratch['declare'] = (declared) => {
    targets.declare(declared)
    return declared.filter(({ name, lexical }) => {
      taken.add(name)
      if (Object.hasOwn(scope, name) && Object.prototype.propertyIsEnumerable.call(scope, name)) return false
      if (lexical) awaitValue(scope, name)
      else defineValue(scope, name, undefined, true)
      return true
    })
  }
  return {
    scope,
    targetKind: targets.kindOf,
    declare,
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

function metaOf(from: string | undefined, resolveFrom: ResolveFrom): object {
  if (from?.startsWith('file:') !== true) return { url: from }
  const resolve = (specifier: unknown): string => resolveFrom(String(specifier), from)
  const filename = fileURLToPath(from)
  return { url: from, filename, dirname: dirname(filename), resolve }
}

/** What Node gives every CommonJS file; V8 keeps of it only what the frame's function mentions. */
function moduleNamesOf(from: string): Record<string, unknown> {
  const require = createRequire(from)
  if (!from.startsWith('file:')) return { require }
  const filename = fileURLToPath(from)
  const paths = { require, __filename: filename, __dirname: dirname(filename) }
  const loaded = require.cache[filename]
  return loaded === undefined ? paths : { ...paths, module: loaded, exports: loaded.exports as unknown }
}
