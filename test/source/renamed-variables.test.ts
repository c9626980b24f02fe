import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { createSourceReader, type FrameNames } from '../../src/server/source/index.ts'
import { parsableText, placesOfNames } from '../../src/server/source/renamed-variables.ts'
import { createSyntaxParser } from '../../src/server/source/syntax-tree.ts'
import { createScratch, positionOf } from './scratch.ts'

const scratch = await createScratch()

/** The columns at which each scope's names are written in a one-line function that begins at column `from`. */
async function columnsOf(
  text: string,
  at: string,
  scopes: FrameNames['scopes'],
  kind: FrameNames['kind'] = 'function',
  from = 1,
): Promise<Record<string, number[]>[]> {
  const frame: FrameNames = {
    text,
    start: { line: 1, column: from },
    position: { line: 1, column: text.indexOf(at) + from },
    kind,
    scopes,
  }
  const parsed = parsableText(frame)
  const tree = await createSyntaxParser().parse(parsed, 'jsx')
  if (tree === undefined) throw new Error('not parsed')
  return placesOfNames(frame, tree, parsed).map((names) =>
    Object.fromEntries([...names].map(([name, places]) => [name, places.map(({ column }) => column)])),
  )
}

const inside = (...names: string[]): FrameNames['scopes'][number] => ({ inside: true, names })
const outside = (...names: string[]): FrameNames['scopes'][number] => ({ inside: false, names })

describe('the places of a name', () => {
  it('are told apart by scope where inner ones hide outer ones', async () => {
    const text = '(e){let n=e;for(let e of n){let n=e;fail(n)}return n}'
    expect(await columnsOf(text, 'fail', [inside('n'), inside('e'), inside('e', 'n')])).toEqual([
      { n: [33, 42] },
      { e: [21, 35] },
      { e: [2, 11], n: [9, 26, 52] },
    ])
  })

  it('do not include another function’s, but do include uses in one', async () => {
    const text = '(e,t){const o=t.map(e=>e+t);fail(o)}'
    expect(await columnsOf(text, 'fail', [inside('e', 't', 'o')])).toEqual([{ e: [2], t: [4, 15, 26], o: [13, 34] }])
  })

  it('of an outer function are those that nothing inside declares', async () => {
    const text = '(e){{let t=1;use(t)}fail(t,n,e)}'
    expect(await columnsOf(text, 'fail', [inside('e'), outside('t'), outside('n', 't')])).toEqual([
      { e: [2, 30] },
      { t: [26] },
      { n: [28] },
    ])
  })

  it('count from where the function begins, `var` belongs to the function, a catch clause to itself', async () => {
    const text = 'e=>{try{if(e){var t=1}}catch(e){fail(e,t)}}'
    expect(await columnsOf(text, 'fail', [inside('e'), inside('e', 't')], 'arrow', 1001)).toEqual([
      { e: [1030, 1038] },
      { e: [1001, 1012], t: [1019, 1040] },
    ])
  })

  it('are none for the targets of an assignment that nothing declares here, and for damaged code', async () => {
    expect(await columnsOf('(){[a]=b;fail()}', 'fail', [inside('a'), outside('a')])).toEqual([{}, { a: [5] }])
    expect(await columnsOf('({{{', '{{', [inside('a')])).toEqual([{}])
  })
})

describe('original names', () => {
  it('of variables that a minifier has renamed', async () => {
    const source = `export function price(order, rates) {
  const found = []
  for (const line of order.lines) {
    const factor = rates.get(line.kind)
    if (factor === undefined) throw new RangeError(line.kind + found.length)
    found.push(line.amount * factor)
  }
  return found
}
export const every = (orders, rates) => orders.map((order) => price(order, rates))
`
    await scratch.write('shop.js', source)
    const { outputFiles } = await build({
      entryPoints: [`${scratch.root}/shop.js`],
      outdir: `${scratch.root}/out`,
      minify: true,
      sourcemap: 'inline',
      format: 'esm',
      bundle: true,
      write: false,
    })
    const code = outputFiles[0]!.text
    const path = await scratch.write('out/shop.js', code)
    const start = code.indexOf('(', code.indexOf('function'))
    const text = code.slice(start, code.indexOf('let', code.indexOf('return', start) - 1) + 1 || undefined)
    const thrown = positionOf(code, 'throw')
    const [, order, rates] = /^\((\w+),(\w+)\)/.exec(text)!
    const [, line] = /for\(let (\w+) of/.exec(text)!
    const reader = createSourceReader()
    const names = await reader.originalNames(
      { url: path },
      {
        text,
        start: { line: 1, column: start + 1 },
        position: thrown,
        kind: 'function',
        scopes: [inside(line!), inside(order!, rates!, 'this')],
      },
    )
    expect(names?.map((scope) => Object.fromEntries(scope))).toEqual([
      { [line!]: 'line' },
      { [order!]: 'order', [rates!]: 'rates' },
    ])
    reader.close()
  })

  it('are not known without a map', async () => {
    const path = await scratch.write('plain.js', 'function f(a){throw a}')
    const frame: FrameNames = {
      text: '(a){throw a}',
      start: { line: 1, column: 11 },
      position: { line: 1, column: 15 },
      kind: 'function',
      scopes: [inside('a')],
    }
    expect(await createSourceReader().originalNames({ url: path }, frame)).toBeUndefined()
  })
})
