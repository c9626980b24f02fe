import type { Program } from 'acorn'
import { full } from 'acorn-walk'

const READING: ReadonlySet<string> = new Set([
  'Program',
  'ExpressionStatement',
  'EmptyStatement',
  'Literal',
  'TemplateLiteral',
  'TemplateElement',
  'Identifier',
  'PrivateIdentifier',
  'ThisExpression',
  'MemberExpression',
  'ChainExpression',
  'UnaryExpression',
  'BinaryExpression',
  'LogicalExpression',
  'ConditionalExpression',
  'SequenceExpression',
  'ParenthesizedExpression',
  'ArrayExpression',
])

/** Whether an input can change nothing by itself: no call, no assignment, nothing that it makes. What it reads may be a getter of the app's. */
export function onlyReads(program: Program): boolean {
  let only = true
  full(program, (node) => {
    if (!READING.has(node.type) || ('operator' in node && node.operator === 'delete')) only = false
  })
  return only
}
