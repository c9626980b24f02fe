import { parse } from 'acorn'
import type { AnyNode, Class, Expression, Function as AnyFunction } from 'acorn'
import { isProxy } from 'node:util/types'

/** How something is called, as its source has it. */
export interface Signature {
  /** `async total(items, { tax = 0 })`, `class Cart extends Base` */
  readonly head: string
  /** Of a class: its constructor and its members, in their order. */
  readonly members: readonly ClassMember[]
  readonly isNative: boolean
}

export interface ClassMember {
  readonly kind: 'constructor' | 'method' | 'accessor' | 'static' | 'field'
  readonly text: string
}

/** Characters of a function that are parsed; of longer ones only the name is told. */
const MAX_SOURCE = 200_000
const MAX_PARAMETERS = 300

const { toString: sourceOf } = Function.prototype

export function signatureOf(fn: (...args: never) => unknown): Signature {
  const name = isProxy(fn) ? '' : textProperty(fn, 'name')
  const source: string = Reflect.apply(sourceOf, fn, [])
  if (/\{\s*\[native code\]\s*\}$/.test(source)) {
    const count: unknown = isProxy(fn) ? 0 : Object.getOwnPropertyDescriptor(fn, 'length')?.value
    return { head: `${name || 'function'}(${argumentNames(Number(count))})`, members: [], isNative: true }
  }
  const node = source.length > MAX_SOURCE ? undefined : parseFunction(source)
  if (node === undefined) return { head: `${name || '(anonymous)'}(…)`, members: [], isNative: false }
  if ('params' in node.found) return { head: functionHead(node.found, node.text, name), members: [], isNative: false }
  return classSignature(node.found, node.text, name)
}

function argumentNames(count: number): string {
  return Array.from({ length: Math.min(count || 0, 10) }, (_, index) => String.fromCharCode(97 + index)).join(', ')
}

function textProperty(fn: object, key: string): string {
  const value: unknown = Object.getOwnPropertyDescriptor(fn, key)?.value
  return typeof value === 'string' ? value : ''
}

interface Parsed {
  readonly found: AnyFunction | Class
  readonly text: string
}

/** A function's text is an expression, or a method out of its class or object. */
function parseFunction(source: string): Parsed | undefined {
  for (const text of [
    `(${source}\n)`,
    `({${source}\n})`,
    `(class{${source}\n})`,
    `(class extends Object{${source}\n})`,
  ]) {
    try {
      const options = { ecmaVersion: 'latest', checkPrivateFields: false, allowSuperOutsideMethod: true } as const
      const [statement] = parse(text, options).body
      const found = statement?.type === 'ExpressionStatement' ? functionIn(statement.expression) : undefined
      if (found !== undefined) return { found, text }
    } catch {
      // another form, then
    }
  }
  return undefined
}

function functionIn(expression: Expression): AnyFunction | Class | undefined {
  switch (expression.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return expression
    case 'ClassExpression': {
      const only = expression.id === null || expression.id === undefined ? expression.body.body : []
      const [member] = only
      return only.length === 1 && member?.type === 'MethodDefinition' && member.kind !== 'constructor'
        ? member.value
        : expression
    }
    case 'ObjectExpression': {
      const [property] = expression.properties
      const value = property?.type === 'Property' ? property.value : undefined
      return value?.type === 'FunctionExpression' ? value : undefined
    }
    default:
      return undefined
  }
}

function functionHead({ async, generator, params }: AnyFunction, text: string, name: string): string {
  return `${async ? 'async ' : ''}${generator ? '*' : ''}${name || '(anonymous)'}(${parameterText(params, text)})`
}

/** As written, on one line, without the comments. */
function parameterText(params: readonly AnyNode[], text: string): string {
  const [first, last] = [params[0], params.at(-1)]
  if (first === undefined || last === undefined) return ''
  const written = text
    .slice(first.start, last.end)
    .replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
  return written.length <= MAX_PARAMETERS ? written : `${written.slice(0, MAX_PARAMETERS)}…`
}

function classSignature({ superClass, body }: Class, text: string, name: string): Signature {
  const parent = superClass == null ? '' : ` extends ${text.slice(superClass.start, superClass.end)}`
  const members = body.body.flatMap((member): ClassMember[] => {
    if (member.type === 'StaticBlock') return []
    const key = text.slice(member.key.start, member.key.end)
    const written = member.computed ? `[${key}]` : key
    const isStatic = member.static ? 'static ' : ''
    if (member.type === 'PropertyDefinition')
      return [{ kind: member.static ? 'static' : 'field', text: isStatic + written }]
    const signature = `${written}(${parameterText(member.value.params, text)})`
    switch (member.kind) {
      case 'constructor':
        return [{ kind: 'constructor', text: `new ${name || 'class'}(${parameterText(member.value.params, text)})` }]
      case 'get':
      case 'set':
        return [{ kind: member.static ? 'static' : 'accessor', text: `${isStatic}${member.kind} ${written}` }]
      case 'method': {
        const prefix = `${isStatic}${member.value.async ? 'async ' : ''}${member.value.generator ? '*' : ''}`
        return [{ kind: member.static ? 'static' : 'method', text: prefix + signature }]
      }
    }
  })
  return { head: `class ${name || '(anonymous)'}${parent}`, members, isNative: false }
}
