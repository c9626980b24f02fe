import { isProxy } from 'node:util/types'
import type { NameValue } from '../../shared/traceback.ts'
import type { CapturedFrame } from '../capture/index.ts'

/**
 * Parameters of the route, as frameworks keep them in plain data: Express on Node's own request, for as long as a handler
 * runs; Fastify and Koa on objects of their own that lead to it; h3 on its event; Hono in private fields. Nothing of the
 * app's is called: where there is an accessor there are none.
 */
export type RouteParams = readonly NameValue[]

type PrivateFields = (instance: object, limit: number) => readonly { readonly name: string; readonly value: unknown }[]

const MAX_PARAMS = 50
/** Characters of one. */
const MAX_VALUE = 1000
const MAX_FRAMES = 20
/** Variables of one scope. */
const MAX_VARIABLES = 50
const MAX_FIELDS = 50

/** What Node's request holds right now: Express takes it away again when the handler is done. */
export function paramsOfRequest(request: object): RouteParams | undefined {
  return pairsOf(dataOf(request, 'params'))
}

/** From the variables of the frames, innermost first. `request`: Node's own, where a server of Node's received it. */
export function paramsInFrames(
  request: object | undefined,
  frames: Iterable<Pick<CapturedFrame, 'scopes'>>,
  privateFields: PrivateFields,
): RouteParams | undefined {
  let left = MAX_FRAMES
  const seen = new Set<object>()
  for (const { scopes } of frames) {
    if (left-- <= 0) return undefined
    for (const { kind, variables } of scopes) {
      if (kind === 'module' || isProxy(variables)) continue
      for (const name of Object.keys(variables).slice(0, MAX_VARIABLES)) {
        const value = dataOf(variables, name)
        if (!isPlainObject(value) || seen.has(value)) continue
        seen.add(value)
        const found = paramsOf(value, request, privateFields)
        if (found !== undefined) return found
      }
    }
  }
  return undefined
}

function paramsOf(value: object, request: object | undefined, privateFields: PrivateFields): RouteParams | undefined {
  if (request !== undefined) {
    if (value === request || dataOf(value, 'raw') === request || dataOf(value, 'req') === request)
      return paramsOfRequest(value)
    const node = dataOf(value, 'node')
    const context = dataOf(value, 'context')
    if (isPlainObject(node) && isPlainObject(context) && dataOf(node, 'req') === request)
      return paramsOfRequest(context)
  }
  return nameOfClass(value) === 'Context' ? paramsOfHono(value, privateFields) : undefined
}

/** The match of a request: for each handler its names, with values, or with places in the stash that stands behind. */
function paramsOfHono(context: object, privateFields: PrivateFields): RouteParams | undefined {
  const fields = privateFields(context, MAX_FIELDS)
  const named = (wanted: string): unknown => fields.find(({ name }) => name === wanted)?.value
  const match = named('#matchResult')
  const request = named('#req')
  const index = isPlainObject(request) ? dataOf(request, 'routeIndex') : 0
  const handler = dataOf(dataOf(match, 0), typeof index === 'number' ? index : 0)
  const names = dataOf(handler, 1)
  if (!isPlainObject(names)) return undefined
  const stash = dataOf(match, 1)
  const params: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const name of Object.keys(names).slice(0, MAX_PARAMS)) {
    const told = dataOf(names, name)
    const value = typeof told === 'number' ? dataOf(stash, told) : told
    if (typeof value === 'string') params[name] = decoded(value)
  }
  return pairsOf(params)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Undefined where there are none: an empty list would say no more. */
function pairsOf(params: unknown): RouteParams | undefined {
  if (!isPlainObject(params)) return undefined
  const pairs: NameValue[] = []
  for (const name of Object.keys(params).slice(0, MAX_PARAMS)) {
    const text = textOf(dataOf(params, name))
    if (text !== undefined) pairs.push([name, text.slice(0, MAX_VALUE)])
  }
  return pairs.length === 0 ? undefined : pairs
}

/** The parts of a path that a wildcard has taken are a list in Express 5. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (!isPlainObject(value) || !Array.isArray(value)) return undefined
  const parts: string[] = []
  for (let place = 0; place < Math.min(value.length, MAX_PARAMS); place++) {
    const part = dataOf(value, place)
    if (typeof part === 'string') parts.push(part)
  }
  return parts.join('/')
}

function nameOfClass(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  const maker = isPlainObject(prototype) ? dataOf(prototype, 'constructor') : undefined
  if (typeof maker !== 'function' || isProxy(maker)) return undefined
  const name: unknown = Object.getOwnPropertyDescriptor(maker, 'name')?.value
  return typeof name === 'string' ? name : undefined
}

function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isProxy(value)
}

/** Own data of an object; undefined for anything else. */
function dataOf(target: unknown, key: PropertyKey): unknown {
  if (!isPlainObject(target)) return undefined
  try {
    return Object.getOwnPropertyDescriptor(target, key)?.value as unknown
  } catch {
    return undefined // A variable that has no value yet.
  }
}
