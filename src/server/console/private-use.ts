import type { AnyNode, ClassBody, PrivateIdentifier, Program } from 'acorn'
import { ancestor } from 'acorn-walk'

/** What V8 says of a `#name` that neither the input nor the class around the frame declares: it names no place. */
const UNDECLARED = /^Private field '(#[^']+)' must be declared in an enclosing class$/

export function undeclaredName(error: unknown): string | undefined {
  if (!Error.isError(error) || !(error instanceof SyntaxError)) return undefined
  const message: unknown = Object.getOwnPropertyDescriptor(error, 'message')?.value
  return typeof message === 'string' ? UNDECLARED.exec(message)?.[1] : undefined
}

/** Where a program uses a `#name` outside of all classes of its own that declare it; undefined where it nowhere does. */
export function privateUse(program: Program, name: string): number | undefined {
  let first: number | undefined
  const look = (node: AnyNode | PrivateIdentifier, ancestors: readonly AnyNode[]): void => {
    if (node.type !== 'PrivateIdentifier' || `#${node.name}` !== name) return
    if (ancestors.some((around) => around.type === 'ClassBody' && declares(around, name))) return
    if (first === undefined || node.start < first) first = node.start
  }
  ancestor(program, {
    MemberExpression: (node, _state, ancestors) => look(node.property, ancestors),
    BinaryExpression: (node, _state, ancestors) => look(node.left, ancestors),
  })
  return first
}

function declares({ body }: ClassBody, name: string): boolean {
  return body.some(
    (member) => 'key' in member && member.key.type === 'PrivateIdentifier' && `#${member.key.name}` === name,
  )
}
