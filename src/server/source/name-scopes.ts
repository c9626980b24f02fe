import type { SyntaxNode, Tree } from '@lezer/common'

/** A function, block, loop head or catch clause, or the whole text: where names are declared. Offsets in the text. */
export interface NameScope {
  readonly from: number
  readonly to: number
  readonly parent: NameScope | undefined
  readonly isFunction: boolean
  /** By name: where it is written, declarations and uses. */
  readonly occurrences: Map<string, number[]>
  readonly declared: Set<string>
}

export interface NameScopes {
  readonly root: NameScope
  innermost(offset: number): NameScope
  /** Where a name is used that no scope of the text declares. */
  readonly free: ReadonlyMap<string, readonly number[]>
}

interface Written {
  readonly name: string
  readonly at: number
  readonly scope: NameScope
}

/** Each costs a look into the source map. */
const MAX_OCCURRENCES = 12
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunction', 'MethodDeclaration'])
const BLOCKS = new Set(['Block', 'ForStatement', 'CatchClause', 'SwitchBody', 'StaticBlock'])

/** Who declares what in a text, as far as variables go. */
export function readNameScopes(tree: Tree, text: string): NameScopes {
  const root = makeScope(0, text.length, undefined, false)
  const scopes: NameScope[] = [root]
  const used: Written[] = []
  let current = root
  tree.iterate({
    enter({ node }) {
      if (isFunction(node) || isBlock(node)) {
        current = makeScope(node.from, node.to, current, isFunction(node))
        scopes.push(current)
      }
      if (node.name !== 'VariableDefinition' && node.name !== 'VariableName') return
      const name = text.slice(node.from, node.to)
      const owner = node.name === 'VariableDefinition' ? ownerOf(node, current) : undefined
      if (owner === undefined) used.push({ name, at: node.from, scope: current })
      else {
        owner.declared.add(name)
        note(owner.occurrences, name, node.from)
      }
    },
    leave({ node }) {
      if (current.parent !== undefined && (isFunction(node) || isBlock(node))) current = current.parent
    },
  })
  const free = new Map<string, number[]>()
  for (const { name, at, scope } of used) note(declarer(scope, name)?.occurrences ?? free, name, at)
  return {
    root,
    free,
    // Scopes are in the order of the text, the outer before the inner.
    innermost: (offset) => scopes.findLast(({ from, to }) => from <= offset && offset < to) ?? root,
  }
}

function makeScope(from: number, to: number, parent: NameScope | undefined, isFunctionScope: boolean): NameScope {
  return { from, to, parent, isFunction: isFunctionScope, occurrences: new Map(), declared: new Set() }
}

function note(into: Map<string, number[]>, name: string, at: number): void {
  const places = into.get(name)
  if (places === undefined) into.set(name, [at])
  else if (places.length < MAX_OCCURRENCES) places.push(at)
}

function declarer(scope: NameScope, name: string): NameScope | undefined {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.parent) if (at.declared.has(name)) return at
  return undefined
}

function isFunction(node: SyntaxNode): boolean {
  return FUNCTIONS.has(node.name) || (node.name === 'Property' && node.getChild('ParamList') !== null)
}

/** The body of a function is no scope of its own. */
function isBlock(node: SyntaxNode): boolean {
  return BLOCKS.has(node.name) && !(node.name === 'Block' && node.parent !== null && isFunction(node.parent))
}

/** Undefined for what only looks like a definition: the targets of a destructuring assignment. */
function ownerOf(node: SyntaxNode, innermost: NameScope): NameScope | undefined {
  for (let at = node.parent; at !== null; at = at.parent) {
    switch (at.name) {
      case 'AssignmentExpression':
        return undefined
      case 'FunctionDeclaration':
        return innermost.parent ?? innermost
      case 'VariableDeclaration':
      case 'ForSpec':
      case 'ForOfSpec':
      case 'ForInSpec':
        return at.getChild('var') === null ? innermost : functionOf(innermost)
      case 'ObjectPattern':
      case 'ArrayPattern':
      case 'PatternProperty':
        break
      default:
        return innermost
    }
  }
  return innermost
}

function functionOf(scope: NameScope): NameScope {
  let at = scope
  while (!at.isFunction && at.parent !== undefined) at = at.parent
  return at
}
