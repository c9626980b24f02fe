import type { AnyNode, ImportDeclaration, Pattern, Program, VariableDeclaration } from 'acorn'
import { ancestor } from 'acorn-walk'
import MagicString from 'magic-string'

export type Translation =
  | {
      readonly kind: 'translated'
      readonly source: string
      readonly declares: readonly string[]
      readonly awaits: boolean
    }
  | { readonly kind: 'syntax'; readonly message: string; readonly line: number; readonly column: number }

/**
 * Rewrites a console input so that it can be evaluated inside a frame: declarations at its top level become assignments
 * to names of the scratch scope, `import` becomes a call, and an input that awaits becomes an async function whose
 * promise is the result.
 */
export function translate(source: string, program: Program, importName: string): Translation {
  const text = new MagicString(source)
  const declares: string[] = []
  const hoisted: string[] = []
  let awaits = false

  const assign = (node: VariableDeclaration, inLoop: boolean): void => {
    for (const { id } of node.declarations) declares.push(...namesOf(id))
    if (inLoop) {
      text.remove(node.start, node.declarations[0]?.start ?? node.end)
      return
    }
    // `let x` gives undefined; `let { a } = o` has to stand in parentheses.
    const [first] = node.declarations
    if (first === undefined) return
    text.overwrite(node.start, first.start, 'void (')
    for (const { id, init, start, end } of node.declarations) {
      if (init == null && id.type === 'Identifier') text.appendLeft(end, ' = undefined')
      if (id.type !== 'Identifier') text.appendRight(start, '(').appendLeft(end, ')')
    }
    const last = node.declarations.at(-1) ?? first
    text.appendLeft(last.end, ')')
  }

  for (const statement of program.body) {
    switch (statement.type) {
      case 'VariableDeclaration':
        if (statement.kind !== 'var') assign(statement, false)
        break
      case 'FunctionDeclaration':
        declares.push(statement.id.name)
        hoisted.push(`${statement.id.name} = ${source.slice(statement.start, statement.end)};`)
        text.overwrite(statement.start, statement.end, 'void 0;')
        break
      case 'ClassDeclaration':
        declares.push(statement.id.name)
        text.appendRight(statement.start, `${statement.id.name} = `)
        text.appendLeft(statement.end, ';void 0;')
        break
      case 'ImportDeclaration':
        awaits = true
        for (const { local } of statement.specifiers) declares.push(local.name)
        text.overwrite(statement.start, statement.end, importAssignment(statement, importName))
        break
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
      case 'ExportAllDeclaration': {
        const { line, column } = positionAt(source, statement.start)
        return { kind: 'syntax', message: 'A console has nothing to export', line, column }
      }
      default:
    }
  }

  ancestor(program, {
    VariableDeclaration(node, _state, ancestors) {
      if (node.kind !== 'var' || insideFunction(ancestors)) return
      const parent = ancestors.at(-2)
      assign(node, parent !== undefined && isLoopHead(parent, node))
    },
    AwaitExpression(_node, _state, ancestors) {
      if (!insideFunction(ancestors)) awaits = true
    },
    ForOfStatement(node, _state, ancestors) {
      if (node.await && !insideFunction(ancestors)) awaits = true
    },
    ImportExpression(node) {
      text.overwrite(node.start, node.start + 'import'.length, importName)
    },
  })

  const last = program.body.at(-1)
  if (awaits) {
    if (last?.type === 'ExpressionStatement') {
      text.appendRight(last.start, 'return (')
      text.appendLeft(last.expression.end, '\n)')
    }
    text.prepend('(async () => {').append('\n})()')
  }
  if (hoisted.length > 0) text.prepend(hoisted.join(''))
  return { kind: 'translated', source: text.toString(), declares: [...new Set(declares)], awaits }
}

function importAssignment({ specifiers, source }: ImportDeclaration, importName: string): string {
  const call = `await ${importName}(${source.raw ?? JSON.stringify(source.value)})`
  const parts = specifiers.map((specifier) => {
    switch (specifier.type) {
      case 'ImportNamespaceSpecifier':
        return `${specifier.local.name} = $`
      case 'ImportDefaultSpecifier':
        return `${specifier.local.name} = $.default`
      case 'ImportSpecifier': {
        const { imported } = specifier
        const key = imported.type === 'Identifier' ? imported.name : String(imported.value)
        return `${specifier.local.name} = $[${JSON.stringify(key)}]`
      }
    }
  })
  return `void (($) => { ${parts.join('; ')} })(${call});`
}

function insideFunction(ancestors: readonly AnyNode[]): boolean {
  return ancestors
    .slice(0, -1)
    .some(({ type }) => /Function/.test(type) || type === 'PropertyDefinition' || type === 'StaticBlock')
}

function isLoopHead(parent: AnyNode, node: VariableDeclaration): boolean {
  switch (parent.type) {
    case 'ForStatement':
      return parent.init === node
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left === node
    default:
      return false
  }
}

function namesOf(pattern: Pattern): string[] {
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

function positionAt(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
