import type { AnyNode, AwaitExpression, CallExpression, ForOfStatement, Program } from 'acorn'
import { HAND_OVER, ITERATE, SETTLE, WATCH } from './names.ts'

/** Text to put in at an offset of the source. Edits at one offset go in in their order in the list. */
export interface Edit {
  readonly offset: number
  readonly text: string
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
 * that it becomes a response the frame that handed it over has returned.
 */
const CALLBACK_NAMES: ReadonlySet<string> = new Set(['next', 'done', 'cb', 'callback'])

/** Whether a source may have anything to rewrite; a look at the text, before it is parsed. */
export function mayHaveSites(source: string): boolean {
  return source.includes('await') || /\b(?:next|done|cb|callback)\s*\(/.test(source)
}

/** The edits that make every await and every handing over of an error observable, sorted by offset, outer ones first. */
export function findSites(program: Program): readonly Edit[] {
  const edits: Edit[] = []
  // An explicit stack: generated code nests deeper than the call stack allows. Parents always come before children.
  const pending: AnyNode[] = [program]
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === 'AwaitExpression') addAwait(edits, node)
    else if (node.type === 'ForOfStatement' && node.await) addLoop(edits, node)
    else if (node.type === 'CallExpression') addHandOver(edits, node)
    const skipped = node.type === 'CallExpression' ? shippedFunctions(node) : undefined
    for (const child of childrenOf(node)) {
      if (skipped?.includes(child) !== true) pending.push(child)
    }
  }
  // Stable, so an outer edit stays before an inner one at the same offset: `for await (x of await y)`.
  return edits.sort((a, b) => a.offset - b.offset)
}

/** `await X` → `settle(await watch( X))`; what stands between keyword and operand, and its parentheses, stays. */
function addAwait(edits: Edit[], node: AwaitExpression): void {
  edits.push(
    { offset: node.start, text: `${SETTLE}(` },
    { offset: node.start + 'await'.length, text: ` ${WATCH}(` },
    { offset: node.end, text: '))' },
  )
}

/** `of Y` → `of iterate(Y)`. The space: `of[1]` is legal. A sequence stands in parentheses that are not in the node. */
function addLoop(edits: Edit[], node: ForOfStatement): void {
  const sequence = node.right.type === 'SequenceExpression'
  edits.push(
    { offset: node.right.start, text: sequence ? ` ${ITERATE}((` : ` ${ITERATE}(` },
    { offset: node.right.end, text: sequence ? '))' : ')' },
  )
}

/** `next(X)` → `next(handOver(X))`. A sequence stands in parentheses that are not in the node. */
function addHandOver(edits: Edit[], { callee, arguments: [first] }: CallExpression): void {
  if (callee.type !== 'Identifier' || !CALLBACK_NAMES.has(callee.name)) return
  if (first === undefined || !CAN_BE_ERROR.has(first.type)) return
  edits.push({ offset: first.start, text: `${HAND_OVER}(` }, { offset: first.end, text: ')' })
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
