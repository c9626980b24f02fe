import { isPromise } from 'node:util/types'

/** What neither app nor console go on without, whoever has replaced it; told by what it does with values of our own. */
export interface Vital {
  readonly holder: object
  readonly key: PropertyKey
  readonly name: string
  /** Whether what stands in its place does its work. May throw where it does not. */
  works(replacement: unknown): boolean
}

type Loose = (...args: readonly unknown[]) => unknown

const { apply, construct } = Reflect
const saved = { Map, WeakMap, Set, Promise }
const { get: mapGet, set: mapSet } = Map.prototype as unknown as Record<'get' | 'set', Loose>
const { get: weakGet, set: weakSet } = WeakMap.prototype as unknown as Record<'get' | 'set', Loose>
const { has: setHas, add: setAdd } = Set.prototype as unknown as Record<'has' | 'add', Loose>
const resolve = Promise.resolve.bind(Promise)
const noop = (): void => undefined

const run = (replacement: unknown, self: unknown, ...args: readonly unknown[]): unknown =>
  apply(replacement as Loose, self, args)

function filled(make: new () => object, set: Loose, key: unknown): object {
  const made: object = construct(make, [])
  apply(set, made, [key, 1])
  return made
}

function ofMap(make: new () => object, name: string, get: Loose, set: Loose, key: unknown): readonly Vital[] {
  const holder = make.prototype as object
  return [
    { holder, key: 'get', name: `${name}.get`, works: (given) => run(given, filled(make, set, key), key) === 1 },
    { holder, key: 'has', name: `${name}.has`, works: (given) => run(given, filled(make, set, key), key) === true },
    {
      holder,
      key: 'set',
      name: `${name}.set`,
      works(given) {
        const empty: object = construct(make, [])
        return run(given, empty, key, 1) === empty && apply(get, empty, [key]) === 1
      },
    },
  ]
}

export const STANDARD: readonly Vital[] = [
  ...ofMap(saved.Map, 'Map.prototype', mapGet, mapSet, 'key'),
  ...ofMap(saved.WeakMap, 'WeakMap.prototype', weakGet, weakSet, saved),
  {
    holder: Set.prototype,
    key: 'has',
    name: 'Set.prototype.has',
    works: (given) => run(given, filled(saved.Set, setAdd, 1), 1) === true,
  },
  {
    holder: Set.prototype,
    key: 'add',
    name: 'Set.prototype.add',
    works(given) {
      const empty: object = construct(saved.Set, [])
      return run(given, empty, 1) === empty && apply(setHas, empty, [1]) === true
    },
  },
  {
    holder: globalThis,
    key: 'Promise',
    name: 'Promise',
    works(given) {
      const made = construct(given as new (run: Loose) => unknown, [noop])
      return isPromise(made) || typeof (made as { readonly then?: unknown }).then === 'function'
    },
  },
  {
    holder: Promise.prototype,
    key: 'then',
    name: 'Promise.prototype.then',
    works(given) {
      const promise = resolve(1)
      const next = run(given, promise, noop, noop)
      return next !== promise && typeof next === 'object' && next !== null
    },
  },
  {
    holder: JSON,
    key: 'stringify',
    name: 'JSON.stringify',
    works: (given) => run(given, JSON, { a: [1, 'x'] }) === '{"a":[1,"x"]}',
  },
  {
    holder: JSON,
    key: 'parse',
    name: 'JSON.parse',
    works: (given) => (run(given, JSON, '{"a":[1]}') as { readonly a: readonly unknown[] }).a[0] === 1,
  },
  {
    holder: Array.prototype,
    key: Symbol.iterator,
    name: 'Array.prototype.[Symbol.iterator]',
    works(given) {
      const steps = run(given, [1, 2]) as Iterator<unknown>
      const first = steps.next()
      const second = steps.next()
      return first.value === 1 && first.done !== true && second.value === 2 && steps.next().done === true
    },
  },
]
