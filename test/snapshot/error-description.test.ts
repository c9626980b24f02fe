import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { TracedError } from '../../src/shared/traceback.ts'
import {
  createRedactor,
  createValueTable,
  describeError,
  describeErrorChain,
  type ErrorDescription,
} from '../../src/server/snapshot/index.ts'

const describeIt = (thrown: unknown): ErrorDescription => describeError(thrown, createValueTable({ prefix: 'v' }))
const chain = (thrown: unknown): TracedError => describeErrorChain(thrown, createValueTable({ prefix: 'v' }), () => [])

class HttpError extends Error {
  status = 404
}
class NamedError extends Error {
  override name = 'Named'
}
class NotFound extends HttpError {}
Object.defineProperty(HttpError.prototype, 'name', { value: 'HttpError' })

describe('describeError', () => {
  it('tells name, message, stack and own properties', () => {
    const error = Object.assign(new TypeError('bad'), { code: 'E_BAD', detail: { a: 1 } })
    expect(describeIt(error)).toEqual({
      name: 'TypeError',
      message: 'bad',
      stack: error.stack,
      properties: [
        { name: 'code', value: { type: 'string', preview: "'E_BAD'", size: 5 } },
        { name: 'detail', value: { type: 'object', preview: '{ a: 1 }', ref: 'v0' } },
      ],
      causes: [],
    })
  })

  it.each<[string, unknown, Partial<ErrorDescription>]>([
    ['a class without a name of its own', new (class Gone extends Error {})('x'), { name: 'Gone', message: 'x' }],
    ['a named class', new HttpError('x'), { name: 'HttpError' }],
    ['an heir of a named class', new NotFound('x'), { name: 'NotFound' }],
    ['an instance with a name', new NamedError('x'), { name: 'Named' }],
    ['an error without a message', new Error(), { name: 'Error', message: '' }],
    ['a frozen error', Object.freeze(new RangeError('x')), { name: 'RangeError', message: 'x' }],
    ['an error of another realm', runInNewContext('new TypeError("far")'), { name: 'TypeError', message: 'far' }],
    ['an aborted request', new DOMException('stopped', 'AbortError'), { name: 'AbortError', message: 'stopped' }],
    ['an error without prototype', Object.setPrototypeOf(new Error('x'), null), { name: 'Error', message: 'x' }],
    [
      'a heir made by hand',
      Object.assign(Object.create(Error.prototype), { message: 'x' }),
      { name: 'Error', message: 'x', stack: 'Error: x' },
    ],
    [
      'an error by its looks',
      { name: 'DbError', message: 'x', stack: 'DbError: x\n    at y' },
      { name: 'DbError', message: 'x', stack: 'DbError: x\n    at y' },
    ],
    ['an own stack', Object.defineProperty(new Error('x'), 'stack', { value: 'mine' }), { stack: 'mine' }],
    ['a stack that is no text', Object.defineProperty(new Error('x'), 'stack', { value: 5 }), { message: 'x' }],
    ['a message that is no text', Object.assign(new Error('x'), { message: { a: 1 } }), { message: '{ a: 1 }' }],
    [
      'a message getter',
      Object.defineProperty(new Error('x'), 'message', {
        get: () => {
          throw new Error('ran')
        },
      }),
      { name: 'Error', message: '', stack: 'Error' },
    ],
    ['a string', 'boom', { name: 'Uncaught value', message: 'boom', stack: 'Uncaught value: boom', properties: [] }],
    ['undefined', undefined, { name: 'Uncaught value', message: 'undefined' }],
    ['null', null, { message: 'null' }],
    ['a number', 42, { message: '42' }],
    ['a symbol', Symbol('s'), { message: 'Symbol(s)' }],
    ['a plain object', { a: 1 }, { name: 'Uncaught value', message: '{ a: 1 }' }],
    [
      'an instance',
      new (class Reply {
        status = 500
      })(),
      { name: 'Uncaught Reply', message: 'Reply { status: 500 }' },
    ],
    ['an object without prototype', Object.create(null), { message: '[Object: null prototype] {}' }],
    ['a function', function oops() {}, { message: '[Function: oops]' }],
    [
      'a proxy',
      new Proxy(new Error('x'), {}),
      { name: 'Uncaught value', message: 'Proxy', properties: [], causes: [] },
    ],
  ])('describes %s', (_, thrown, expected) => {
    expect(describeIt(thrown)).toMatchObject(expected)
  })

  it('lists an own property of anything thrown', () => {
    expect(describeIt({ a: 1 }).properties).toEqual([{ name: 'a', value: { type: 'number', preview: '1' } }])
    const getter = Object.defineProperty(new Error('x'), 'info', { get: () => 1, enumerable: true })
    expect(describeIt(getter).properties).toEqual([{ name: 'info', missing: 'getter' }])
    expect(describeIt(Object.assign(new Error('x'), { errors: [{ path: 'a' }] })).properties).toMatchObject([
      { name: 'errors' },
    ])
  })

  it('bounds and masks', () => {
    const redactor = createRedactor()
    const table = createValueTable({ prefix: 'v', redactor })
    const error = Object.assign(new Error(`at postgres://u:hunter2@h ${'x'.repeat(50_000)}`), { password: 'hunter2' })
    for (let index = 0; index < 100; index++) Object.assign(error, { [`p${index}`]: index })
    const described = describeError(error, table)
    expect(JSON.stringify(described)).not.toContain('hunter2')
    expect(described.message.length).toBeLessThanOrEqual(10_000)
    expect(described.stack.length).toBeLessThanOrEqual(20_000)
    expect(described.properties).toHaveLength(51)
    expect(described.properties.at(-1)).toEqual({ name: '…', missing: 'budget' })
  })

  it('lives with an app that formats stacks itself', () => {
    const before = Error.prepareStackTrace
    try {
      Error.prepareStackTrace = () => {
        throw new Error('mine')
      }
      expect(describeIt(new Error('x'))).toMatchObject({ name: 'Error', message: 'x' })
      Error.prepareStackTrace = (_, sites) => sites
      expect(describeIt(new Error('y'))).toMatchObject({ stack: 'Error: y' })
    } finally {
      Error.prepareStackTrace = before
    }
  })
})

describe('describeErrorChain', () => {
  it('follows causes and members', () => {
    const inner = new Error('inner')
    const error = new AggregateError([new Error('one', { cause: inner }), 'two'], 'all', {
      cause: new TypeError('first'),
    })
    const seen: unknown[] = []
    const traced = describeErrorChain(error, createValueTable({ prefix: 'v' }), (thrown) => {
      seen.push(thrown)
      return []
    })
    expect(traced.causes.map(({ relation, error: { message } }) => [relation, message])).toEqual([
      ['cause', 'first'],
      ['member', 'one'],
      ['member', 'two'],
    ])
    expect(traced.causes[1]?.error.causes[0]?.error.message).toBe('inner')
    expect(seen).toHaveLength(4)
    expect(seen).toContain(inner)
    expect(traced.properties).toEqual([])
  })

  it('cuts cycles and ends', () => {
    const a = new Error('a')
    const b = new Error('b', { cause: a })
    a.cause = b
    expect(chain(a).causes[0]?.error.causes).toEqual([])
    const self = new Error('self')
    self.cause = self
    expect(chain(self).causes).toEqual([])

    let long = new Error('0')
    for (let index = 1; index < 1000; index++) long = new Error(`${index}`, { cause: long })
    expect(JSON.stringify(chain(long)).split('"relation"')).toHaveLength(30)
    const wide = new AggregateError(Array.from({ length: 500 }, (_, index) => new Error(`${index}`)))
    expect(chain(wide).causes).toHaveLength(20)
    expect(chain(wide).properties).toMatchObject([{ name: 'errors', value: { size: 500 } }])
  })

  it('takes any cause, and none from a getter', () => {
    expect(chain(new Error('x', { cause: 'why' })).causes).toMatchObject([
      { relation: 'cause', error: { message: 'why' } },
    ])
    expect(chain(new Error('x', { cause: null })).causes).toHaveLength(1)
    const error = new Error('x')
    Object.defineProperty(error, 'cause', {
      get: () => {
        throw new Error('ran')
      },
    })
    expect(chain(error)).toMatchObject({ causes: [], properties: [{ name: 'cause', missing: 'getter' }] })
  })
})
