import type { Pattern } from 'acorn'

/** A name that an input declares. */
export interface Declared {
  readonly name: string
  /** By `let`, `const`, `class` or `import`: it cannot be read before it has its value. */
  readonly lexical: boolean
  /** By `const` or `import`: it can be declared again, but not assigned to. */
  readonly constant: boolean
}

/** The names that a pattern declares, in their order. */
export function namesOf(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesOf(property.type === 'RestElement' ? property.argument : property.value),
      )
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : namesOf(element)))
    case 'RestElement':
      return namesOf(pattern.argument)
    case 'AssignmentPattern':
      return namesOf(pattern.left)
    case 'MemberExpression':
      return []
  }
}
