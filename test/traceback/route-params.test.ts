import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { paramsInFrames, paramsOfRequest } from '../../src/server/traceback/index.ts'

const ran: string[] = []
const spy = (what: string) => (): never => {
  ran.push(what)
  throw new Error(`ran ${what}`)
}
const trap = (target: object): object =>
  new Proxy(target, new Proxy({}, { get: (_, name) => spy(`trap ${String(name)}`) }))
const withGetter = (key: string, target: object = {}): object =>
  Object.defineProperty(target, key, { get: spy(`getter ${key}`), enumerable: true })

const request = new IncomingMessage(new Socket())
const noFields = () => []
const inFrame = (variables: object, kind: 'local' | 'module' = 'local') =>
  paramsInFrames(request, [{ scopes: [{ kind, name: undefined, variables }] }], noFields)

describe('the parameters of a route', () => {
  it.each<[string, object, unknown]>([
    ['texts', { params: { id: '7', tag: 'a b' } }, [['id', '7'], ['tag', 'a b']]], // prettier-ignore
    ['what a wildcard took', { params: { splat: ['a', 'b'] } }, [['splat', 'a/b']]],
    ['a number', { params: { id: 7 } }, [['id', '7']]],
    ['what a prototype has is none', { params: Object.create({ id: '7' }) as object }, undefined],
    ['nothing', {}, undefined],
    ['an empty object', { params: {} }, undefined],
    ['a text', { params: 'id' }, undefined],
    ['a promise', { params: Promise.resolve({ id: '7' }) }, undefined],
    ['something else', { params: { id: { a: 1 }, f: () => 1 } }, undefined],
    ['a name that is no name', { params: JSON.parse('{"__proto__":"x"}') as object }, [['__proto__', 'x']]],
    ['behind a getter', withGetter('params'), undefined],
    ['with a getter', { params: withGetter('id', { name: 'tea' }) }, [['name', 'tea']]],
    ['a proxy', { params: trap({ id: '7' }) }, undefined],
    ['a list with a proxy in it', { params: { splat: [trap({}), 'b'], rest: trap([]) } }, [['splat', 'b']]],
  ])('are read from a request: %s', (_name, holder, pairs) => {
    expect(paramsOfRequest(holder)).toEqual(pairs)
    expect(ran).toEqual([])
  })

  it('are bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`p${index}`, 'x'.repeat(1e6)]))
    const pairs = paramsOfRequest({ params: many }) ?? []
    expect(pairs).toHaveLength(50)
    expect(pairs[0]?.[1]).toHaveLength(1000)
  })

  it.each<[string, object, unknown]>([
    ['a request of Fastify', { request: { raw: request, params: { id: '7' } } }, [['id', '7']]],
    ['a context of Koa', { n: 1, ctx: { req: request, params: { id: '7' } } }, [['id', '7']]],
    ['an event of h3', { event: { node: { req: request }, context: { params: { id: '7' } } } }, [['id', '7']]],
    ['another request', { other: { raw: new IncomingMessage(new Socket()), params: { id: '7' } } }, undefined],
    ['an object of the app', { order: { params: { id: '7' } } }, undefined],
    ['what has getters', { a: withGetter('raw'), b: withGetter('req'), c: withGetter('node') }, undefined],
    ['proxies', { a: trap({ raw: request, params: { id: '7' } }), b: Object.create(trap({})) as object }, undefined],
    ['a variable without a value', withGetter('later'), undefined],
    ['another Context', { c: new (class Context { params = { id: '7' } })() }, undefined], // prettier-ignore
  ])('are found in the frames: %s', (_name, variables, pairs) => {
    expect(inFrame(variables)).toEqual(pairs)
    expect(inFrame(trap(variables))).toBeUndefined()
    expect(inFrame(variables, 'module')).toBeUndefined()
    expect(ran).toEqual([])
  })

  it.each<[string, unknown, unknown]>([
    ['with values', [[['handler', { id: 'gr%C3%BCn' }]]], [['id', 'grün']]],
    ['with places', [[['handler', { id: 1, more: 2 }]], ['all', '7']], [['id', '7']]],
    ['that cannot be decoded', [[['handler', { id: '%' }]]], [['id', '%']]],
    ['of another making', [[]], undefined],
    ['behind traps', [[['handler', trap({ id: 1 })]], trap([])], undefined],
    ['with traps for handlers', trap([]), undefined],
  ])('are those of a match of Hono: %s', (_name, match, pairs) => {
    class Context {
      readonly env = {}
    }
    const fields = [
      { name: '#matchResult', value: match },
      { name: '#req', value: trap({}) },
    ]
    const frame = { scopes: [{ kind: 'local' as const, name: undefined, variables: { c: new Context() } }] }
    expect(paramsInFrames(undefined, [frame], () => fields)).toEqual(pairs)
    expect(ran).toEqual([])
  })
})
