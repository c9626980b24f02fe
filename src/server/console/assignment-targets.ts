import type { AnyNode, Identifier, Pattern, Program } from 'acorn'
import { ancestor } from 'acorn-walk'
import type MagicString from 'magic-string'
import { TARGET_NAME } from './scratch-names.ts'
import { declaredBy } from './scope-names.ts'

/** What happens to an assignment to a name that an input does not declare itself: what V8 does of itself, or an error. */
export type TargetKind = 'plain' | 'constant' | 'undeclared'

interface Target {
  readonly id: Identifier
  /** `{ name } = …` */
  readonly isShorthand: boolean
}

export interface TargetNames {
  kindOf(name: string): TargetKind
  /** In the console, which may take it back. */
  isDeclared(name: string): boolean
}

/** Lets those assignments throw what they would throw in the frame's own code, where V8 would let them pass. */
export function guardTargets(program: Program, text: MagicString, { kindOf, isDeclared }: TargetNames): void {
  const guard = (pattern: Pattern, ancestors: readonly AnyNode[]): void => {
    for (const { id, isShorthand } of targetsOf(pattern)) {
      const { name, start, end } = id
      const kind = kindOf(name)
      // What the program itself declares is in the scratch scope, and `kindOf` knows.
      if (kind === 'plain' || ancestors.slice(1).some((node) => declaredBy(node).has(name))) continue
      const target = `${TARGET_NAME}('${kind}', '${name}', () => ${name}).value`
      text.update(start, end, isShorthand ? `${name}: ${target}` : target)
    }
  }
  ancestor(program, {
    AssignmentExpression: (node, _state, ancestors) => guard(node.left, ancestors),
    UpdateExpression(node, _state, ancestors) {
      if (node.argument.type === 'Identifier') guard(node.argument, ancestors)
    },
    // V8 would take the frame's variable away.
    UnaryExpression({ operator, argument, start, end }, _state, ancestors) {
      if (operator !== 'delete' || argument.type !== 'Identifier') return
      const { name } = argument
      if (isDeclared(name) || ancestors.slice(1).some((node) => declaredBy(node).has(name))) return
      text.update(start, end, `${TARGET_NAME}('plain', '${name}', () => ${name}).remove()`)
    },
    ForInStatement(node, _state, ancestors) {
      if (node.left.type !== 'VariableDeclaration') guard(node.left, ancestors)
    },
    ForOfStatement(node, _state, ancestors) {
      if (node.left.type !== 'VariableDeclaration') guard(node.left, ancestors)
    },
  })
}

function targetsOf(pattern: Pattern, isShorthand = false): readonly Target[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ id: pattern, isShorthand }]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        property.type === 'RestElement' ? targetsOf(property.argument) : targetsOf(property.value, property.shorthand),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : targetsOf(element)))
    case 'RestElement':
      return targetsOf(pattern.argument)
    case 'AssignmentPattern':
      return targetsOf(pattern.left, isShorthand)
    case 'MemberExpression':
      return []
  }
}
