import type { AnyNode, Function as AnyFunction, Statement } from 'acorn'
import type MagicString from 'magic-string'
import { HERE_NAME, TURN_NAME } from './scratch-names.ts'

/**
 * The functions of an input outlive it: a loop in one that a timer calls, or that goes on behind an `await`, would hold
 * the app with nobody to stop it. So their loops and awaits are guarded, too.
 */
export interface FunctionGuards {
  loop(body: Statement, ancestors: readonly AnyNode[], isForAwait: boolean): void
  await(start: number, end: number): void
  /** Something that calls a function later, in the same turn of the event loop: `then`, `queueMicrotask` and the like. */
  later(name: string, ancestors: readonly AnyNode[]): void
  write(text: MagicString): void
}

const LATER: ReadonlySet<string> = new Set(['then', 'catch', 'finally', 'queueMicrotask', 'nextTick'])

export function createFunctionGuards(source: string): FunctionGuards {
  const loops: { readonly body: Statement; readonly check: string }[] = []
  const awaits: (readonly [start: number, end: number])[] = []
  const looping = new Set<AnyFunction>()
  const entering = new Set<AnyFunction>()
  return {
    loop(body, ancestors, isForAwait) {
      const owner = ownerOf(ancestors)
      if (owner !== undefined) looping.add(owner)
      loops.push({ body, check: loopCheck(owner === undefined ? `${TURN_NAME}()` : HERE_NAME, 'keep', isForAwait) })
    },
    await: (start, end) => void awaits.push([start, end]),
    later(name, ancestors) {
      const owner = LATER.has(name) ? ownerOf(ancestors) : undefined
      if (owner !== undefined) entering.add(owner)
    },
    write(text) {
      for (const [start, end] of awaits) {
        text.appendLeft(start + 'await'.length, ` ${TURN_NAME}()(`).prependLeft(end, ')')
      }
      for (const { body, check } of loops) writeLoopCheck(text, body, check)
      for (const owner of new Set([...looping, ...entering])) {
        const { body } = owner
        if (body.type !== 'BlockStatement') {
          // What ends here, too, may have been closed already: this stands within it.
          text.prependRight(body.start, `(${TURN_NAME}().keep(), `).prependLeft(body.end, ')')
          continue
        }
        const directive = body.body.findLast((statement) => 'directive' in statement)
        const keep = entering.has(owner) ? `${HERE_NAME}.keep();` : ''
        const needsEnd = directive !== undefined && source[directive.end - 1] !== ';'
        text.appendLeft(
          directive?.end ?? body.start + 1,
          `${needsEnd ? ';' : ''}const ${HERE_NAME}=${TURN_NAME}();${keep}`,
        )
      }
    },
  }
}

/** What stands at the beginning of every round. The loops of `for await` wait anyway, so the app may have its turn. */
export function loopCheck(turn: string, method: 'check' | 'keep', isForAwait: boolean): string {
  const breath = isForAwait ? `if(${turn}.due())await ${turn}.breathe();` : ''
  return `{${turn}.${method}();${breath}`
}

export function writeLoopCheck(text: MagicString, { type, start, end }: Statement, check: string): void {
  if (type === 'BlockStatement') text.update(start, start + 1, check)
  else text.prependRight(start, check).appendLeft(end, '}')
}

/** The function around a node; undefined in a static block. */
function ownerOf(ancestors: readonly AnyNode[]): AnyFunction | undefined {
  for (const node of ancestors.slice(0, -1).reverse()) {
    switch (node.type) {
      case 'StaticBlock':
        return undefined
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return node
      default:
    }
  }
  return undefined
}
