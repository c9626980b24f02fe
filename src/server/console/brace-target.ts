import { tokTypes } from 'acorn'
import type { AnyNode, AssignmentProperty, Expression, Pattern, Property, Token } from 'acorn'
import { parse } from 'acorn-loose'
import type { CompletionTarget } from './completion-target.ts'
import { pairBrackets } from './receiver-start.ts'
import { childrenOf } from './scope-names.ts'

/** Longer inputs are not parsed for what their braces mean. */
const MAX_CHARACTERS = 10_000

/** Stands where the cursor is. */
const MARK = '__inquest_here__'

/** A name there is none of the scope's. */
const NEW_NAMES: ReadonlySet<string> = new Set(['ClassBody', 'PropertyDefinition', 'ImportSpecifier'])

const NOTHING: CompletionTarget = { kind: 'nothing', typed: '' }

export interface Surrounded {
  /** Up to what is being typed. */
  readonly before: string
  readonly typed: string
  readonly after: string
}

/**
 * Where a name begins between braces: in `const { | } = cart` it is a member of `cart`, in an object or a block one of the
 * names in scope. `tokens`: of `before`. Undefined for all other places.
 */
export function braceTarget(tokens: readonly Token[], text: Surrounded): CompletionTarget | undefined {
  const innermost = tokens[pairBrackets(tokens).unclosed.at(-1) ?? -1]
  const last = tokens.at(-1)?.type
  if (innermost?.type !== tokTypes.braceL || (last !== tokTypes.braceL && last !== tokTypes.comma)) return undefined
  const { before, typed } = text
  const rest = text.after.replace(/^[\p{ID_Continue}$]+/u, '')
  if (before.length + rest.length > MAX_CHARACTERS) return undefined
  const around = nodesAround(before + MARK + rest, before.length)
  const parent = around.at(-2)
  if (parent === undefined || NEW_NAMES.has(parent.type)) return NOTHING
  const pattern = around.findLastIndex(({ type }) => type === 'ObjectPattern')
  const property = around[pattern + 1]
  const isKey = property?.type === 'Property' && property.key.type === 'Identifier' && property.key.name === MARK
  if (!isKey) return { kind: 'names', typed }
  const object = matched(around.slice(0, pattern + 1), before + MARK + rest)
  return object === undefined ? NOTHING : { kind: 'members', object, typed, except: keysIn(around[pattern]) }
}

/** Outermost first. */
function nodesAround(source: string, offset: number): readonly AnyNode[] {
  const nodes: AnyNode[] = []
  try {
    let node: AnyNode | undefined = parse(source, { ecmaVersion: 'latest', allowAwaitOutsideFunction: true })
    while (node !== undefined) {
      nodes.push(node)
      node = childrenOf(node).find(({ start, end }) => start <= offset && offset < end)
    }
    return nodes
  } catch {
    return [] // nested too deeply for the parser
  }
}

/** What the innermost pattern, the last of `around`, takes apart; undefined where the input does not tell. */
function matched(around: readonly AnyNode[], source: string): string | undefined {
  const textOf = ({ start, end }: Expression | Pattern): string => source.slice(start, end)
  let path = ''
  for (let index = around.length - 1; index > 0; index--) {
    const [node, parent] = [around[index], around[index - 1]]
    if (node === undefined || parent === undefined) return undefined
    switch (parent.type) {
      case 'Property':
        path = memberText(parent, source) + path
        break
      case 'ObjectPattern':
        break
      case 'ArrayPattern':
        path = `[${parent.elements.findIndex((element) => element === node)}]${path}`
        break
      case 'AssignmentPattern': {
        const holder = around[index - 2]?.type
        if (holder !== 'Property' && holder !== 'ArrayPattern') return `(${textOf(parent.right)}\n)${path}`
        break
      }
      case 'AssignmentExpression':
        return `(${textOf(parent.right)}\n)${path}`
      case 'VariableDeclarator': {
        if (parent.init != null) return `(${textOf(parent.init)}\n)${path}`
        const loop = around[index - 3]
        return loop?.type === 'ForOfStatement' ? `(${textOf(loop.right)}\n)[0]${path}` : undefined
      }
      case 'ForOfStatement':
        return `(${textOf(parent.right)}\n)[0]${path}`
      default:
        return undefined
    }
  }
  return undefined
}

function memberText({ key, computed }: Property | AssignmentProperty, source: string): string {
  const text = source.slice(key.start, key.end)
  return computed || key.type !== 'Identifier' ? `[${text}]` : `.${text}`
}

function keysIn(pattern: AnyNode | undefined): readonly string[] {
  if (pattern?.type !== 'ObjectPattern') return []
  return pattern.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  )
}
