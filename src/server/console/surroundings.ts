import type { AnyNode, Program } from 'acorn'

/** Where in an input a node stands, by its ancestors: outermost first, the node itself last, as acorn-walk gives them. */

/** In a function or class member of its own, with an `await` of its own. */
export function insideFunction(ancestors: readonly AnyNode[]): boolean {
  return ancestors.some((node, index) => {
    const next = ancestors[index + 1]
    return next !== undefined && (/Function/.test(node.type) || isMemberBody(node, next))
  })
}

/** In something that has a `this` of its own: an arrow function has none. */
export function hasOwnThis(ancestors: readonly AnyNode[]): boolean {
  return ancestors.some((node, index) => {
    const next = ancestors[index + 1]
    if (next === undefined) return false
    return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || isMemberBody(node, next)
  })
}

export function isLoopHead(parent: AnyNode | Program | undefined, node: AnyNode): boolean {
  switch (parent?.type) {
    case 'ForStatement':
      return parent.init === node
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === node
    default:
      return false
  }
}

/** A field's value or a static block; a computed key belongs to the code around the class. */
function isMemberBody(node: AnyNode, next: AnyNode): boolean {
  return node.type === 'StaticBlock' || (node.type === 'PropertyDefinition' && node.value === next)
}
