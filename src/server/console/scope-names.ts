import type { AnyNode, Pattern, Statement, ModuleDeclaration } from 'acorn'
import { namesOf } from './declared-names.ts'

/** Whether what a name stands for may be assigned to. */
export type Binding = 'constant' | 'variable'

/** What a function, block, loop head, catch clause, class or whole text declares by itself; nothing for other nodes. */
export function declaredBy(node: AnyNode): ReadonlyMap<string, Binding> {
  const found = new Map<string, Binding>()
  switch (node.type) {
    case 'Program':
      addVars(node, found)
      addStatements(node.body, found)
      break
    case 'StaticBlock':
      addVars(node, found)
      addStatements(node.body, found)
      break
    case 'BlockStatement':
      addStatements(node.body, found)
      break
    case 'SwitchStatement':
      for (const { consequent } of node.cases) addStatements(consequent, found)
      break
    case 'ForStatement':
      addLexical(node.init, found)
      break
    case 'ForInStatement':
    case 'ForOfStatement':
      addLexical(node.left, found)
      break
    case 'CatchClause':
      add(node.param, 'variable', found)
      break
    case 'ClassDeclaration':
    case 'ClassExpression':
      add(node.id, 'constant', found)
      break
    case 'FunctionExpression':
    case 'FunctionDeclaration':
    case 'ArrowFunctionExpression':
      if (node.type === 'FunctionExpression') add(node.id, 'variable', found)
      if (node.type !== 'ArrowFunctionExpression') found.set('arguments', 'variable')
      for (const param of node.params) add(param, 'variable', found)
      addVars(node.body, found)
      break
    default:
  }
  return found
}

export function isFunction({ type }: AnyNode): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
}

/** The nodes directly inside of a node, in no certain order. */
export function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]).filter(isNode))
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

function addStatements(statements: readonly (Statement | ModuleDeclaration)[], found: Map<string, Binding>): void {
  for (const statement of statements) {
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const { local } of statement.specifiers) found.set(local.name, 'constant')
        break
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration':
        addLexical(statement.declaration, found)
        break
      default:
        addLexical(statement, found)
    }
  }
}

function addLexical(node: AnyNode | null | undefined, found: Map<string, Binding>): void {
  switch (node?.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      add(node.id, 'variable', found)
      break
    case 'VariableDeclaration':
      if (node.kind === 'var') return
      for (const { id } of node.declarations) add(id, node.kind === 'let' ? 'variable' : 'constant', found)
      break
    default:
  }
}

function addVars(node: AnyNode, found: Map<string, Binding>): void {
  if (node.type === 'VariableDeclaration' && node.kind === 'var') {
    for (const { id } of node.declarations) add(id, 'variable', found)
  }
  for (const child of childrenOf(node)) {
    if (!isFunction(child) && child.type !== 'StaticBlock') addVars(child, found)
  }
}

function add(pattern: Pattern | null | undefined, binding: Binding, found: Map<string, Binding>): void {
  if (pattern != null) for (const name of namesOf(pattern)) found.set(name, binding)
}
