import type { AnyNode, Program } from 'acorn'
import { fullAncestor } from 'acorn-walk'
import type MagicString from 'magic-string'
import { ARGUMENTS_NAME, HERE_NAME, TURN_NAME } from './scratch-names.ts'
import { hasOwnThis } from './surroundings.ts'

/**
 * How an input awaits at its own level: as a generator, which is let go on step by step, each within a limit, or, where
 * it means something that no generator could, as an async function.
 */
export interface AwaitText {
  await(start: number, end: number, ancestors: readonly AnyNode[]): void
  /** `for await`, or an `await using` in a block: nothing that could be yielded. */
  cannotYield(): void
  /** Whether the input can be a generator. */
  yields(program: Program): boolean
  write(text: MagicString, yields: boolean): void
}

/** Where the frame's `arguments` may be read by a call in its stead. */
const READS: ReadonlySet<AnyNode['type'] | undefined> = new Set([
  'MemberExpression',
  'SpreadElement',
  'CallExpression',
  'ArrayExpression',
  'VariableDeclarator',
  'ExpressionStatement',
])

export function createAwaitText(): AwaitText {
  const awaits: { readonly start: number; readonly end: number; readonly startsStatement: boolean }[] = []
  const reads: (readonly [start: number, end: number])[] = []
  let possible = true
  return {
    await(start, end, ancestors) {
      const startsStatement = ancestors.some((node) => node.type === 'ExpressionStatement' && node.start === start)
      awaits.push({ start, end, startsStatement })
    },
    cannotYield: () => void (possible = false),
    yields(program) {
      fullAncestor(program, (node, _state, ancestors) => {
        if (node.type === 'LabeledStatement' && node.label.name === 'yield') possible = false
        if (node.type !== 'Identifier') return
        if (node.name === 'yield') possible = false
        if (node.name !== 'arguments' || hasOwnThis(ancestors)) return
        if (READS.has(ancestors.at(-2)?.type)) reads.push([node.start, node.end])
        else possible = false
      })
      return possible
    },
    write(text, yields) {
      for (const { start, end, startsStatement } of awaits) {
        const keyword = start + 'await'.length
        if (!yields) {
          text.appendLeft(keyword, ` ${HERE_NAME}(`).prependLeft(end, ')')
          continue
        }
        // Not a parenthesis at the start of a statement: it would call what stands before.
        text.update(start, keyword, `${startsStatement ? 'void 0, ' : ''}(yield ${HERE_NAME}(`).prependLeft(end, '))')
      }
      if (yields) for (const [start, end] of reads) text.update(start, end, `${ARGUMENTS_NAME}()`)
      if (!yields) text.prepend(`(async (${HERE_NAME}) => {`).append(`\n})(${TURN_NAME}())`)
      else {
        const readArguments = reads.length > 0 ? '() => arguments' : 'undefined'
        text.prepend(`[function* (${HERE_NAME}, ${ARGUMENTS_NAME}) {`).append(`\n}, ${readArguments}]`)
      }
    },
  }
}
