import type { AnyNode, FunctionDeclaration } from 'acorn'
import type MagicString from 'magic-string'
import { VOID_NAME } from './scratch-names.ts'
import { declaredBy } from './scope-names.ts'

/** Functions that an input declares in its blocks, which are variables of the whole input, as sloppy code has it. */
export interface BlockFunctions {
  /** Whether it is one of them. */
  add(node: FunctionDeclaration, ancestors: readonly AnyNode[]): boolean
  /** To be called when all else in them has been written. */
  write(text: MagicString): void
}

export function createBlockFunctions(): BlockFunctions {
  const found: { readonly node: FunctionDeclaration; readonly parent: AnyNode }[] = []
  return {
    add(node, ancestors) {
      const parent = ancestors.at(-2)
      if (parent === undefined || parent.type === 'Program' || node.async || node.generator) return false
      const isHidden = ancestors
        .slice(1, parent.type === 'SwitchCase' ? -3 : -2)
        .some((around) => declaredBy(around).has(node.id.name))
      if (!isHidden) found.push({ node, parent })
      return !isHidden
    },
    write(text) {
      for (const { node, parent } of found) {
        const { id, start, end } = node
        text.remove(id.start, id.end)
        const [head, tail] = [`{let ${VOID_NAME}=(${id.name} = `, ')}']
        if (parent.type === 'BlockStatement') {
          // It is there from the beginning of the block.
          text.appendLeft(parent.start + 1, head + text.slice(start, end) + tail)
          text.remove(start, end)
        } else text.prependRight(start, head).appendLeft(end, tail)
      }
    },
  }
}
