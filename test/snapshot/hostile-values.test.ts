import { describe, expect, it } from 'vitest'
import { inspect } from 'node:util'
import { createRedactor, createValueTable, describeError, previewOf } from '../../src/server/snapshot/index.ts'

/* eslint-disable @typescript-eslint/no-extraneous-class -- classes as values */
/** Everything the app could have run when one of its values is looked at. */
const ran: string[] = []
const spy = (what: string) => (): never => {
  ran.push(what)
  throw new Error(`ran ${what}`)
}

const everyTrap = new Proxy({}, { get: (_, trap) => spy(`trap ${String(trap)}`) })
const trap = (target: object): object => new Proxy(target, everyTrap)

function armed(target: object): object {
  for (const key of [
    'toString',
    'toJSON',
    'valueOf',
    'constructor',
    'name',
    'message',
    'cause',
    'errors',
    'then',
    'size',
  ]) {
    Object.defineProperty(target, key, { get: spy(`getter ${key}`), configurable: true, enumerable: true })
  }
  for (const key of [Symbol.toStringTag, Symbol.toPrimitive, Symbol.iterator, Symbol.hasInstance, inspect.custom]) {
    Object.defineProperty(target, key, { get: spy(`getter ${String(key)}`), configurable: true, enumerable: true })
  }
  return target
}

class Tagged {
  get [Symbol.toStringTag](): string {
    return spy('toStringTag')()
  }
  get id(): number {
    return spy('id')()
  }
  toString = spy('toString')
  toJSON = spy('toJSON');
  [inspect.custom] = spy('inspect.custom')
}
class Named {
  static get [Symbol.hasInstance](): never {
    return spy('hasInstance')()
  }
}
Object.defineProperty(Named, 'name', { get: spy('static name') })
const proxiedClass = Object.create({ constructor: trap(class A {}) }) as object
const flagged = Object.defineProperties(/x/g, { flags: { get: spy('flags') }, global: { get: spy('global') } })
const dated = Object.assign(new Date(0), { toISOString: spy('toISOString'), getTime: spy('getTime') })
const mapped = Object.defineProperties(new Map([[1, 2]]), {
  entries: { value: spy('entries') },
  size: { get: spy('size') },
  [Symbol.iterator]: { value: spy('iterator') },
})
const typed = Object.defineProperties(new Uint8Array(3), { length: { get: spy('length') } })
const elements = Object.defineProperty([1, 2], '0', { get: spy('element') })
const thrower = new Error('kept')
Object.defineProperty(thrower, 'stack', { get: spy('stack') })
Object.defineProperty(thrower, 'extra', { get: spy('extra'), enumerable: true })
const longArguments = (function (this: unknown, ..._: unknown[]) {
  // eslint-disable-next-line prefer-rest-params -- the object itself is wanted
  return Object.defineProperty(arguments, 'length', { value: 1e9 })
})(1)

const hostile: readonly (readonly [string, unknown])[] = [
  ['proxy', trap({ a: 1 })],
  ['proxied function', trap(() => 1)],
  ['proxied array', trap([1])],
  ['proxied error', trap(new Error('x'))],
  ['revoked proxy', (({ proxy, revoke }) => (revoke(), proxy))(Proxy.revocable({}, {}))],
  ['proxy as prototype', Object.create(trap({}))],
  ['proxy far up the prototypes', Object.create(Object.create(trap({})) as object)],
  ['array over a proxy', Object.setPrototypeOf([1], trap([]))],
  ['error over a proxy', Object.setPrototypeOf(new Error('x'), trap({}))],
  ['map over a proxy', Object.setPrototypeOf(new Map([[1, 2]]), trap({}))],
  ['class over a proxy', Object.setPrototypeOf(class B {}, trap(class C {}))],
  ['object with getters', armed({})],
  ['array with getters', armed([1, 2])],
  ['map with getters', armed(new Map([[1, 2]]))],
  ['error with getters', armed(new Error('x'))],
  ['promise with getters', armed(Promise.resolve(1))],
  ['function with getters', armed(() => 1)],
  ['heir of getters', Object.create(armed({}))],
  ['tagged class', new Tagged()],
  ['class with a name getter', new Named()],
  ['class itself', Named],
  ['proxied constructor', proxiedClass],
  ['patched regexp', flagged],
  ['patched date', dated],
  ['patched map', mapped],
  ['patched typed array', typed],
  ['getter in an array', elements],
  ['error with a stack getter', thrower],
  ['arguments with a false length', longArguments],
  ['fulfilled with getters', Promise.resolve([armed({})])],
  ['frozen', Object.freeze(armed({}))],
  ['pretended URL', Object.create(URL.prototype)],
  ['pretended Map', Object.create(Map.prototype)],
  ['pretended DOMException', Object.create(DOMException.prototype)],
]

describe('hostile values', () => {
  it.each(hostile)('%s: nothing of the app runs, nothing throws', (_, value) => {
    ran.length = 0
    for (const redactor of [undefined, createRedactor()]) {
      expect(previewOf(value, { redactor })).not.toBe('')
      expect(previewOf({ inside: [value], map: new Map([[value, value]]) }, { redactor })).not.toBe('')
      const table = createValueTable({ prefix: 'v', redactor })
      const { ref } = table.view({ value, list: [value], set: new Set([value]) })
      table.variable('value', value)
      if (typeof value === 'object' && value !== null) table.variablesOf(value)
      describeError(value, table)
      describeError(new Error('outer', { cause: value }), table)
      table.capture(performance.now() + 1000)
      for (const entry of table.toJSON().entries) table.expand(entry.ref, 0, 1000)
      expect(table.expand(ref!)?.total).toBe(3)
      JSON.stringify(table)
    }
    expect(ran).toEqual([])
  })

  it('leaves the values as they were', () => {
    const value = { a: 1, list: [1], map: new Map([[1, 2]]), regexp: /x/g }
    value.regexp.lastIndex = 3
    const iterator = value.map.keys()
    const before = inspect(value)
    const table = createValueTable({ prefix: 'v' })
    table.view(value)
    table.view(iterator)
    table.capture(performance.now() + 1000)
    expect(inspect(value)).toBe(before)
    expect(value.regexp.lastIndex).toBe(3)
    expect(iterator.next()).toEqual({ value: 1, done: false })
  })

  it('reads getters as getters', () => {
    const table = createValueTable({ prefix: 'v' })
    const { ref } = table.view(new Tagged())
    expect(table.expand(ref!)?.children.map(({ name }) => name)).toEqual([
      'toString',
      'toJSON',
      'Symbol(nodejs.util.inspect.custom)',
      'id',
    ])
    expect(table.expand(table.view(elements).ref!)?.children).toEqual([
      { name: '0', missing: 'getter' },
      { name: '1', value: { type: 'number', preview: '2' } },
    ])
  })

  it('gives the stack of an error whose own stack getter it does not call', () => {
    ran.length = 0
    const { stack, message, properties } = describeError(thrower, createValueTable({ prefix: 'v' }))
    expect(stack).toMatch(/^Error: kept\n {4}at /)
    expect(message).toBe('kept')
    expect(properties).toContainEqual({ name: 'extra', missing: 'getter' })
    expect(ran).toEqual([])
  })
})
