import type { SyntaxNode, Tree } from '@lezer/common'

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunction', 'MethodDeclaration'])
const NAMES = new Set(['VariableDefinition', 'PropertyDefinition', 'PrivatePropertyDefinition', 'PropertyName'])
const MAX_NAME = 200

/**
 * Offsets of a function in its text, and the name it has there: its own, that of what it is assigned to, or for a callback
 * the call that it is given to: `app.get('/cart')`.
 */
export interface EnclosingFunction {
  readonly from: number
  readonly to: number
  readonly name?: string
}

/** The innermost function around an offset; undefined at the top level. */
export function functionAround(tree: Tree, text: string, offset: number): EnclosingFunction | undefined {
  for (let node: SyntaxNode | null = tree.resolveInner(offset, 1); node !== null; node = node.parent) {
    // Methods in object literals are plain properties with a parameter list.
    if (FUNCTIONS.has(node.name) || (node.name === 'Property' && node.getChild('ParamList') !== null)) {
      const named = nameNode(node)
      const name = named === undefined ? callOf(node, text) : text.slice(named.from, named.to)
      const range = { from: node.from, to: node.to }
      return name === undefined || name.length > MAX_NAME ? range : { ...range, name }
    }
  }
  return undefined
}

function nameNode(node: SyntaxNode): SyntaxNode | undefined {
  const own = firstNameBefore(node, 'ParamList')
  if (own !== undefined) return own
  const parent = node.parent
  if (parent === null) return undefined
  if (parent.name === 'VariableDeclaration') return definitionBefore(node)
  if (parent.name === 'Property' || parent.name === 'PropertyDeclaration') return firstNameBefore(parent, node.name)
  if (parent.name !== 'AssignmentExpression') return undefined
  const target = parent.firstChild
  if (target === null || target.from === node.from) return undefined
  return target.name === 'VariableName' ? target : (target.getChild('PropertyName') ?? undefined)
}

/** Characters of a callee that still read as a name. */
const MAX_CALLEE = 60

function callOf({ parent }: SyntaxNode, text: string): string | undefined {
  const call = parent?.name === 'ArgList' ? parent.parent : null
  const callee = call?.firstChild
  if (parent === null || call?.name !== 'CallExpression' || callee == null) return undefined
  const name = text.slice(callee.from, callee.to)
  if (name.length > MAX_CALLEE || /[\n(){}]/.test(name)) return undefined
  const first = parent.firstChild?.nextSibling
  return first?.name === 'String' ? `${name}(${text.slice(first.from, first.to)})` : `${name} callback`
}

/** `const a = 1, b = () => …` is one node: the name is the nearest definition in front. */
function definitionBefore(node: SyntaxNode): SyntaxNode | undefined {
  for (let before = node.prevSibling; before !== null; before = before.prevSibling) {
    if (before.name === 'VariableDefinition') return before
    if (before.name === ',') return undefined
  }
  return undefined
}

function firstNameBefore(node: SyntaxNode, end: string): SyntaxNode | undefined {
  for (let child = node.firstChild; child !== null && child.name !== end; child = child.nextSibling) {
    if (NAMES.has(child.name)) return child
  }
  return undefined
}
