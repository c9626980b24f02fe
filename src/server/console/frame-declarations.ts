import { parse } from 'acorn'
import type { AnyNode, Program } from 'acorn'
import { childrenOf, declaredBy, isFunction } from './scope-names.ts'
import type { Binding } from './scope-names.ts'
import { offsetAt } from './text-position.ts'
import type { TextPosition } from './text-position.ts'

/**
 * What the text of a frame's script says of names. V8 lets assign to constants that it keeps on the stack, and does not know
 * variables around a function that no function mentions (Node 24.21).
 */
export interface FrameDeclarations {
  readonly isStrict: boolean
  /** The declaration that a name means at the frame's place; undefined where the text has none. */
  find(name: string): FoundDeclaration | undefined
  /** Of the classes around the frame's place, innermost first; a name that is hidden by another is left out. */
  readonly privateNames: readonly PrivateName[]
}

export interface PrivateName {
  /** Without the `#`. */
  readonly name: string
  /** `value`: a field or a method. `setter`: one without a getter. */
  readonly kind: 'value' | 'getter' | 'setter'
}

export interface FoundDeclaration {
  readonly binding: Binding
  /** Around the frame's function, not in it. */
  readonly isOutside: boolean
}

/** Characters; parsing takes about 50 ms for a million. */
const MAX_SCRIPT = 2_000_000

/** `place` is 1-based, in the running text. Undefined where that is too long, or cannot be parsed. */
export function readDeclarations(
  source: string,
  place: TextPosition,
  isModule: boolean,
): FrameDeclarations | undefined {
  const program = source.length > MAX_SCRIPT ? undefined : parsed(source, isModule)
  if (program === undefined) return undefined
  const around = nodesAround(program, offsetAt(source, place)).reverse()
  const ownFunction = around.findIndex(isFunction)
  const scopes = around.map(declaredBy)
  return {
    isStrict: isModule || around.some(isStrictItself),
    privateNames: privateNamesOf(around),
    find(name) {
      const index = scopes.findIndex((declared) => declared.has(name))
      const binding = scopes[index]?.get(name)
      return binding && { binding, isOutside: ownFunction !== -1 && index > ownFunction }
    },
  }
}

function parsed(source: string, isModule: boolean): Program | undefined {
  try {
    return parse(source, {
      ecmaVersion: 'latest',
      sourceType: isModule ? 'module' : 'script',
      allowReturnOutsideFunction: true,
      allowHashBang: true,
      checkPrivateFields: false,
    })
  } catch {
    return undefined // newer than the parser, or nested too deeply for it
  }
}

/** Outermost first. */
function nodesAround(program: Program, offset: number): AnyNode[] {
  const nodes: AnyNode[] = []
  for (let node: AnyNode | undefined = program; node !== undefined;) {
    nodes.push(node)
    node = childrenOf(node).find(({ start, end }) => start <= offset && offset < end)
  }
  return nodes
}

/** `around`: innermost first. */
function privateNamesOf(around: readonly AnyNode[]): readonly PrivateName[] {
  const found = new Map<string, PrivateName>()
  for (const node of around) {
    if (node.type !== 'ClassBody') continue
    const own = new Map<string, PrivateName>()
    for (const member of node.body) {
      if (member.type === 'StaticBlock' || member.key.type !== 'PrivateIdentifier') continue
      const { name } = member.key
      const isAccessor = member.type === 'MethodDefinition' && (member.kind === 'get' || member.kind === 'set')
      const kind = !isAccessor ? 'value' : member.kind === 'get' || own.has(name) ? 'getter' : 'setter'
      own.set(name, { name, kind })
    }
    for (const [name, declared] of own) if (!found.has(name)) found.set(name, declared)
  }
  return [...found.values()]
}

function isStrictItself(node: AnyNode): boolean {
  if (node.type === 'ClassBody') return true
  const body = isFunction(node) && 'body' in node ? (node.body as AnyNode) : node
  if (body.type !== 'BlockStatement' && body.type !== 'Program') return false
  return body.body.some((statement) => 'directive' in statement && statement.directive === 'use strict')
}
