import type {
  AnyNode,
  ArrowFunctionExpression,
  AwaitExpression,
  CallExpression,
  Expression,
  ForOfStatement,
  FunctionDeclaration,
  FunctionExpression,
  Program,
  YieldExpression,
} from 'acorn'
import { DELEGATE, HAND_OVER, ITERATE, SETTLE, WATCH } from './names.ts'

/** Text to put in at an offset of the source. Edits at one offset go in in their order in the list. */
export interface Edit {
  readonly offset: number
  readonly text: string
  /** Offset of what a call in the text stands for: an `await`, a call. Default: where the text is put in. */
  readonly shownAt?: number
}

/**
 * Methods that send the source text of a function somewhere else (a browser, mostly), where our names mean nothing.
 * Function literals handed to them stay as they are.
 */
const SHIPS_FUNCTIONS: ReadonlySet<string> = new Set([
  'evaluate',
  'evaluateAll',
  'evaluateHandle',
  'evaluateOnNewDocument',
  '$eval',
  '$$eval',
  'waitForFunction',
  'addInitScript',
  'executeScript',
  'executeAsyncScript',
])

/**
 * What callbacks are called that take an error first: `next(err)`. Such an error may never be thrown, and by the time
 * that it becomes a response the frame that handed it over has returned. V8 stops for the `reject` of `new Promise`, but
 * not for that of `Promise.withResolvers` or of a thenable.
 */
const CALLBACK_NAMES: ReadonlySet<string> = new Set(['next', 'done', 'cb', 'callback', 'reject'])

/** Methods that an error is handed to: of deferred promises and of streams. Beside them, `emit('error', …)`. */
const METHOD_NAMES: ReadonlySet<string> = new Set(['reject', 'destroy'])
/** Of web streams. On other objects `error` is what loggers are called by. */
const CONTROLLER_METHODS: ReadonlySet<string> = new Set(['error', 'abort'])

/** Whether a source may have anything to rewrite; a look at the text, before it is parsed. */
export function mayHaveSites(source: string): boolean {
  // An async generator awaits what it yields and returns, without the word.
  return /\bawait\b|\basync\b|\b(?:next|done|cb|callback|reject|destroy|emit|error|abort)\s*\(/.test(source)
}

/** The edits that make every await and every handing over of an error observable, sorted by offset, outer ones first. */
export function findSites(program: Program): readonly Edit[] {
  const edits: Edit[] = []
  // An explicit stack: generated code nests deeper than the call stack allows. Parents always come before children.
  const pending: AnyNode[] = [program]
  const inAsyncGenerators = new WeakSet<AnyNode>()
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const implied = isFunction(node) ? node.async && node.generator : inAsyncGenerators.has(node)
    if (node.type === 'AwaitExpression') addAwait(edits, node)
    else if (implied && node.type === 'YieldExpression') addYield(edits, node)
    else if (implied && node.type === 'ReturnStatement' && node.argument) addImplied(edits, node.start, node.argument)
    else if (node.type === 'ForOfStatement' && node.await) addLoop(edits, node)
    else if (node.type === 'CallExpression') addHandOver(edits, node)
    const skipped = node.type === 'CallExpression' ? shippedFunctions(node) : undefined
    for (const child of childrenOf(node)) {
      if (skipped?.includes(child) === true) continue
      if (implied) inAsyncGenerators.add(child)
      pending.push(child)
    }
  }
  // Stable, so an outer edit stays before an inner one at the same offset: `for await (x of await y)`.
  return edits.sort((a, b) => a.offset - b.offset)
}

/** `await X` → `settle(await watch( X))`; what stands between keyword and operand, and its parentheses, stays. */
function addAwait(edits: Edit[], node: AwaitExpression): void {
  edits.push(
    { offset: node.start, text: `${SETTLE}(` },
    { offset: node.start + 'await'.length, text: ` ${WATCH}(`, shownAt: node.start },
    { offset: node.end, text: '))' },
  )
}

/** `yield X` → `yield settle(await watch(X))`, `yield* X` → `yield* delegate(X)`. */
function addYield(edits: Edit[], { start, argument, delegate }: YieldExpression): void {
  if (!argument) return
  if (!delegate) addImplied(edits, start, argument)
  else addCall(edits, `${DELEGATE}(`, argument, lastPlaceIn(argument) ?? start)
}

/** V8 shows a delegation at the last place it came by: of a call its name, of a property likewise. Others have none. */
function lastPlaceIn(argument: Expression): number | undefined {
  const named = argument.type === 'CallExpression' ? argument.callee : argument
  if (named.type === 'MemberExpression') return named.computed ? undefined : named.property.start
  return argument.type === 'CallExpression' && named.type === 'Identifier' ? named.start : undefined
}

/** An await that the language implies: of what an async generator yields and returns. */
function addImplied(edits: Edit[], shownAt: number, argument: Expression): void {
  if (!CAN_BE_PROMISE.has(argument.type)) return
  const [open, close] = parenthesesOf(argument)
  edits.push(
    { offset: argument.start, text: `${SETTLE}(await ${WATCH}(${open}`, shownAt },
    { offset: argument.end, text: `${close}))` },
  )
}

function addCall(edits: Edit[], call: string, argument: Expression, shownAt: number): void {
  const [open, close] = parenthesesOf(argument)
  edits.push({ offset: argument.start, text: `${call}${open}`, shownAt }, { offset: argument.end, text: `${close})` })
}

/** A sequence stands in parentheses that are not in the node. */
function parenthesesOf({ type }: Expression): readonly [string, string] {
  return type === 'SequenceExpression' ? ['(', ')'] : ['', '']
}

/** `of Y` → `of iterate(Y)`. The space: `of[1]` is legal. */
function addLoop(edits: Edit[], node: ForOfStatement): void {
  const [open, close] = parenthesesOf(node.right)
  edits.push({ offset: node.right.start, text: ` ${ITERATE}(${open}` }, { offset: node.right.end, text: `${close})` })
}

/** `next(X)` → `next(handOver(X))`, `emit('error', X)` likewise. A sequence stands in parentheses that are not in the node. */
function addHandOver(edits: Edit[], call: CallExpression): void {
  const handed = handedOver(call)
  if (handed === undefined || !CAN_BE_ERROR.has(handed.error.type)) return
  const { error, shownAt } = handed
  edits.push({ offset: error.start, text: `${HAND_OVER}(`, shownAt }, { offset: error.end, text: ')' })
}

/** The argument that may be an error, and where V8 says that such a call is. */
function handedOver(call: CallExpression): { error: AnyNode; shownAt: number } | undefined {
  const { callee } = call
  const [first, second] = call.arguments
  if (callee.type === 'Identifier') {
    return CALLBACK_NAMES.has(callee.name) && first ? { error: first, shownAt: callee.start } : undefined
  }
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined
  const shownAt = callee.property.start
  const onController = callee.object.type === 'Identifier' && callee.object.name === 'controller'
  const names = onController ? CONTROLLER_METHODS : METHOD_NAMES
  if (names.has(callee.property.name)) return first && { error: first, shownAt }
  const emitsError = callee.property.name === 'emit' && first?.type === 'Literal' && first.value === 'error'
  return emitsError && second ? { error: second, shownAt } : undefined
}

/** Expressions whose value may be an error; literals, functions and spread arguments are not worth a call. */
const CAN_BE_ERROR: ReadonlySet<string> = new Set<AnyNode['type']>([
  'Identifier',
  'MemberExpression',
  'NewExpression',
  'CallExpression',
  'AwaitExpression',
  'ConditionalExpression',
  'LogicalExpression',
])

/** Expressions whose value may be a promise. What was awaited already is none. */
const CAN_BE_PROMISE: ReadonlySet<string> = new Set<AnyNode['type']>([
  'Identifier',
  'MemberExpression',
  'NewExpression',
  'CallExpression',
  'ChainExpression',
  'ConditionalExpression',
  'LogicalExpression',
  'SequenceExpression',
  'AssignmentExpression',
  'TaggedTemplateExpression',
  'ImportExpression',
  'YieldExpression',
  'ThisExpression',
])

function isFunction(node: AnyNode): node is FunctionDeclaration | FunctionExpression | ArrowFunctionExpression {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  )
}

function shippedFunctions(call: CallExpression): readonly AnyNode[] | undefined {
  const { callee } = call
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined
  if (!SHIPS_FUNCTIONS.has(callee.property.name)) return undefined
  return call.arguments.filter((a) => a.type === 'ArrowFunctionExpression' || a.type === 'FunctionExpression')
}

function* childrenOf(node: AnyNode): Generator<AnyNode> {
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (isNode(item)) yield item
    } else if (isNode(value)) yield value
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}
