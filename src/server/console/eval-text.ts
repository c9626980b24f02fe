import { parse } from 'acorn'
import type { AnyNode, CallExpression, Identifier, Program, VariableDeclaration } from 'acorn'
import { ancestor } from 'acorn-walk'
import MagicString from 'magic-string'
import { namesOf } from './declared-names.ts'
import { EVAL_NAME, VOID_NAME } from './scratch-names.ts'
import { shielded } from './shield.ts'
import { insideFunction, isLoopHead } from './surroundings.ts'

const ownEval: unknown = globalThis.eval

/**
 * What an input's own `eval(text)` is given in place of the text: a frame that was entered takes no `var` and no function
 * from there, so they become assignments to names that `declare` makes, as those of the input itself do. Anything else
 * stays as it is.
 */
export function evalText(given: unknown, text: unknown, declare: (names: readonly string[]) => void): unknown {
  if (given !== ownEval || typeof text !== 'string') return text
  return shielded(() => {
    const program = parsed(text)
    if (program === undefined || program.body.some((one) => 'directive' in one && one.directive === 'use strict'))
      return text
    const { names, source } = withoutVariables(text, program)
    if (names.length > 0) declare(names)
    return source
  })
}

function parsed(text: string): Program | undefined {
  try {
    return parse(text, { ecmaVersion: 'latest', sourceType: 'script', checkPrivateFields: false })
  } catch {
    return undefined // V8 says why
  }
}

function withoutVariables(
  source: string,
  program: Program,
): { readonly names: readonly string[]; readonly source: string } {
  const text = new MagicString(source)
  const names = new Set<string>()
  const functions: { readonly id: Identifier; readonly start: number; readonly end: number }[] = []
  ancestor(program, {
    VariableDeclaration(node, _state, ancestors) {
      if (node.kind !== 'var' || insideFunction(ancestors)) return
      for (const { id } of node.declarations) for (const name of namesOf(id)) names.add(name)
      assign(text, source, node, isLoopHead(ancestors.at(-2), node), ancestors.at(-2))
    },
    CallExpression(node, _state, ancestors) {
      if (!insideFunction(ancestors)) guardEval(text, node)
    },
  })
  for (const statement of program.body) {
    if (statement.type !== 'FunctionDeclaration') continue
    names.add(statement.id.name)
    functions.push(statement)
  }
  const head = functions.map(({ id, start, end }) => `{let ${VOID_NAME}=(${id.name} = ${text.slice(start, end)})}\n`)
  for (const { start, end } of functions) text.remove(start, end)
  return { names: [...names], source: head.join('') + text.toString() }
}

/** A declaration completes without a value, and so does a block with nothing but a declaration. */
function assign(
  text: MagicString,
  source: string,
  { declarations, start, end }: VariableDeclaration,
  isHead: boolean,
  parent: AnyNode | undefined,
): void {
  const [first] = declarations
  if (first === undefined) return
  text.remove(start, first.start)
  if (isHead) {
    // `for (async of …)` would be something else.
    if (parent?.type === 'ForOfStatement' && first.id.type === 'Identifier')
      text.appendRight(first.id.start, '(').appendLeft(first.id.end, ')')
    return
  }
  for (const { id, start: from, end: to } of declarations)
    if (id.type !== 'Identifier') text.appendRight(from, '(').appendLeft(to, ')')
  text.prependRight(first.start, `{let ${VOID_NAME}=(`)
  const semicolon = source[end - 1] === ';'
  if (semicolon) text.remove(end - 1, end)
  text.appendLeft(semicolon ? end - 1 : end, ')}')
}

/** Has an `eval` of the input itself go through here: functions take the variables of theirs as ever. */
export function guardEval(text: MagicString, { callee, arguments: [first], optional }: CallExpression): void {
  if (optional || callee.type !== 'Identifier' || callee.name !== 'eval') return
  if (first === undefined || first.type === 'SpreadElement') return
  text.prependRight(first.start, `${EVAL_NAME}(eval, `).appendLeft(first.end, ')')
}
