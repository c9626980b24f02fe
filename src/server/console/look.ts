import { parse } from 'acorn'
import type { AnyNode, AwaitExpression } from 'acorn'
import { ancestor } from 'acorn-walk'
import { isPromise, isProxy } from 'node:util/types'
import type { Entered, EntryRequest, PromiseView } from '../capture/index.ts'
import type { FrameScratch } from './frame-scratch.ts'
import { interpret } from './interpret.ts'
import { defineValue, isObject } from './own-value.ts'
import { awaitedName } from './scratch-names.ts'
import { shielded } from './shield.ts'
import type { StripTypes } from './strip-types.ts'
import { insideFunction } from './surroundings.ts'

/** What an expression gives, in an object, as it may give undefined. */
export interface Looked {
  readonly value: unknown
}

export interface LookParts {
  enter(request: EntryRequest): Entered
  readonly scratch: Pick<FrameScratch, 'scope' | 'targetKind'>
  readonly stripTypes: StripTypes
  /** What is known of a promise without waiting for it. */
  promise(promise: object): PromiseView | undefined
  /** Milliseconds. */
  readonly limit: number
  /** Called where it was stopped at the limit. */
  onTimeout(): void
}

/** Awaits of one expression. */
const MAX_AWAITS = 5

/**
 * The value of an expression in the frame, as far as it can be had without a side effect; of what is awaited as far as it
 * is there already. Undefined where it cannot, or where it throws.
 */
export function look(parts: LookParts, expression: string): Looked | undefined {
  const { scope } = parts.scratch
  if (!expression.includes('await')) return lookWith(parts, expression, scope)
  // A copy: V8 looks for names in the scope itself only.
  const copy = Object.create(null, Object.getOwnPropertyDescriptors(scope)) as object
  const source = withoutAwaits(parts, expression, copy)
  return source === undefined ? undefined : lookWith(parts, source, copy)
}

function lookWith(parts: LookParts, source: string, scope: object): Looked | undefined {
  const { enter, scratch, stripTypes, limit } = parts
  const options = {
    stripTypes,
    scratchNames: new Set(Object.getOwnPropertyNames(scratch.scope)),
    guarded: false,
    targetKind: scratch.targetKind,
  }
  // A bare text could be a directive, a bare function a declaration.
  const program = shielded(() => interpret(`(${source}\n)`, options))
  if (program.kind !== 'program' || program.awaits || program.declares.length > 0) return undefined
  const entered = enter({ source: program.source, scratch: scope, peek: true, timeoutMs: limit })
  if (entered.kind === 'timeout') parts.onTimeout()
  if (entered.kind !== 'value') return undefined
  return program.boxed && Array.isArray(entered.value) ? { value: (entered.value as readonly unknown[])[0] } : undefined
}

/** The expression with names for what is awaited in it, which `scope` gets; undefined where that is not there yet. */
function withoutAwaits(parts: LookParts, expression: string, scope: object): string | undefined {
  let source = expression
  for (let count = 0; count <= MAX_AWAITS; count++) {
    const found = innermostAwait(source)
    if (found === 'none') return source
    if (found === undefined) return undefined
    const { start, end, argument } = found
    const given = lookWith(parts, source.slice(argument.start, argument.end), scope)
    const settled = given && settledValue(parts, given.value)
    if (settled === undefined) return undefined
    defineValue(scope, awaitedName(count), settled.value)
    source = source.slice(0, start) + awaitedName(count) + source.slice(end)
  }
  return undefined
}

/** Undefined: it cannot be parsed. */
function innermostAwait(source: string): AwaitExpression | 'none' | undefined {
  let found: AwaitExpression | 'none' = 'none'
  try {
    // Without parentheses, so that places are those of the text: what is awaited has no `{` in front.
    const program = parse(source, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true, checkPrivateFields: false })
    ancestor(program, {
      AwaitExpression(node: AwaitExpression, _state: unknown, ancestors: readonly AnyNode[]) {
        // What lies further in is visited first.
        if (found === 'none' && !insideFunction(ancestors)) found = node
      },
    })
    return found
  } catch {
    return undefined
  }
}

/** What `await` would give. The `then` of anything but a promise of the language's own would have to be called. */
function settledValue({ promise }: LookParts, value: unknown): Looked | undefined {
  if (!isObject(value)) return { value }
  if (isPromise(value)) {
    const view = promise(value)
    return view?.state === 'fulfilled' ? { value: view.result } : undefined
  }
  return mayBeThenable(value) ? undefined : { value }
}

function mayBeThenable(value: object): boolean {
  for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder) as object | null) {
    if (isProxy(holder) || Object.hasOwn(holder, 'then')) return true
  }
  return false
}
