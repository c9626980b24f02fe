import { parse } from 'acorn-loose'
import type { AnyNode, Pattern, Program } from 'acorn'

/** Characters of a block that is looked at; parsing costs about a millisecond in ten thousand. */
const MAX_BLOCK = 20_000

/**
 * Names that a block declares with `let`, `const` or `class` behind `offset`, or in a declaration around it: control goes
 * only forward in a block, so these are not initialised while it is there. In a loop V8 leaves the value of the turn
 * before in them. `block` is the text of a block from brace to brace.
 */
export function deadNames(block: string, offset: number): ReadonlySet<string> {
  const dead = new Set<string>()
  if (!block.startsWith('{') || block.length > MAX_BLOCK || !/\b(?:let|const|class)\b/.test(block)) return dead
  const head = 'async function* f() '
  const place = head.length + offset
  for (const statement of statementsOf(parse(head + block, { ecmaVersion: 'latest' }))) {
    if (statement.type === 'ClassDeclaration' && statement.end > place) addNames(statement.id, dead)
    if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') continue
    for (const { id, end } of statement.declarations) if (end > place) addNames(id, dead)
  }
  return dead
}

function statementsOf({ body: [first] }: Program): readonly AnyNode[] {
  return first?.type === 'FunctionDeclaration' ? first.body.body : []
}

function addNames(pattern: Pattern | null, names: Set<string>): void {
  if (pattern?.type === 'Identifier') names.add(pattern.name)
  else if (pattern?.type === 'AssignmentPattern') addNames(pattern.left, names)
  else if (pattern?.type === 'RestElement') addNames(pattern.argument, names)
  else if (pattern?.type === 'ArrayPattern') for (const element of pattern.elements) addNames(element, names)
  else if (pattern?.type === 'ObjectPattern') {
    for (const property of pattern.properties) {
      addNames(property.type === 'RestElement' ? property.argument : property.value, names)
    }
  }
}
