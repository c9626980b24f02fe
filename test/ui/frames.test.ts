import { describe, expect, it } from 'vitest'
import type { ErrorChainLink, Excerpt, Frame, Scope, TracedError } from '../../src/shared/traceback.ts'
import { chainTabs, TABS_SHOWN } from '../../src/ui/traceback/error-chain.ts'
import { firstFrame, foldFrames, foldOf, visibleFrames } from '../../src/ui/traceback/frame-groups.ts'
import { inlineValues } from '../../src/ui/traceback/inline-values.ts'
import { markLine } from '../../src/ui/traceback/marked-line.ts'

const frame = (index: number, origin: Frame['origin'] = 'app', packageName?: string): Frame => ({
  index,
  functionName: `f${index}`,
  async: false,
  origin,
  location: { file: '/app/a.ts', line: 2, column: 3 },
  scopes: [],
  state: 'live',
  ...(packageName === undefined ? {} : { package: packageName }),
})

describe('folding frames', () => {
  const frames = [
    frame(0, 'dependency', 'zod 4.0'),
    frame(1),
    frame(2, 'dependency', 'express 5.3'),
    frame(3, 'dependency', 'express 5.3'),
    frame(4, 'node'),
    frame(5),
  ]

  it('folds each run of frames that are not the app’s and names where they are', () => {
    const items = foldFrames(frames)
    expect(items.map((item) => (item.kind === 'fold' ? item.label : item.frame.index))).toEqual([
      '1 frame in zod',
      1,
      '3 frames in express, node',
      5,
    ])
  })

  it('names three packages at most', () => {
    const many = ['a 1', '@b/b 1', 'c 1', 'd 1', 'e 1'].map((name, index) => frame(index, 'dependency', name))
    expect(foldFrames(many)).toMatchObject([{ label: '5 frames in a, @b/b, c and 2 more' }])
  })

  it('steps over closed folds and through open ones', () => {
    const items = foldFrames(frames)
    expect(visibleFrames(items, new Set()).map(({ index }) => index)).toEqual([1, 5])
    expect(visibleFrames(items, new Set([foldOf(items, 3) ?? ''])).map(({ index }) => index)).toEqual([1, 2, 3, 4, 5])
  })

  it('begins at the innermost frame of the app, else at the innermost', () => {
    expect(firstFrame(frames)?.index).toBe(1)
    expect(firstFrame(frames.slice(2, 5))?.index).toBe(2)
    expect(firstFrame([])).toBeUndefined()
  })
})

describe('the error chain', () => {
  const error = (name: string, causes: readonly ErrorChainLink[] = []): TracedError => ({
    name,
    message: '',
    stack: '',
    properties: [],
    causes,
  })
  const link = (relation: ErrorChainLink['relation'], of: TracedError): ErrorChainLink => ({
    relation,
    error: of,
    frames: [],
  })

  it('is one tab per error, nested ones behind the one that names them', () => {
    const inner = error('AggregateError', [link('member', error('A')), link('member', error('B'))])
    const tabs = chainTabs({ error: error('Outer', [link('cause', inner)]), frames: [frame(0)] })
    expect(tabs.map(({ label, depth }) => [label, depth])).toEqual([
      ['Outer', 0],
      ['caused by AggregateError', 1],
      ['1 of 2: A', 2],
      ['2 of 2: B', 2],
    ])
  })

  it('ends somewhere', () => {
    const members = Array.from({ length: 1000 }, () => link('member', error('E')))
    expect(chainTabs({ error: error('AggregateError', members), frames: [] })).toHaveLength(TABS_SHOWN)
  })
})

describe('inline values', () => {
  const number = (name: string, preview: string) => ({ name, value: { type: 'number', preview } })
  const scopes: readonly Scope[] = [
    { kind: 'block', variables: [number('rate', '2')] },
    { kind: 'local', variables: [number('rate', '1'), number('id', '7'), { name: 'key', missing: 'redacted' }] },
    { kind: 'module', variables: [{ name: 'run', value: { type: 'function', preview: '[Function: run]' } }] },
  ]
  const excerpt: Excerpt = {
    startLine: 1,
    lines: ['let rate = id', 'throw rate + id + key', 'rate', "run; 'id'"],
  }
  const at = (line: number) => inlineValues({ scopes, location: { file: '', line, column: 1 } }, excerpt)

  it('stand where a name comes first and on the failing line, inner scopes first, below it nowhere', () => {
    expect(at(2)).toEqual(['rate = 2, id = 7', 'rate = 2, id = 7', '', ''])
  })

  it('leave out repetitions, functions, names in strings and what is hidden', () => {
    expect(at(4)).toEqual(['rate = 2, id = 7', '', '', ''])
  })

  it('stay within the function of the frame', () => {
    const inner = { ...excerpt, functionLines: [2, 3] as const }
    expect(inlineValues({ scopes, location: { file: '', line: 3, column: 1 } }, inner)).toEqual([
      '',
      'rate = 2, id = 7',
      'rate = 2',
      '',
    ])
  })

  it('are short and without control characters', () => {
    const hostile = [{ kind: 'local' as const, variables: [number('id', `\u001b[2J\n${'x'.repeat(500)}`)] }]
    const [line] = inlineValues({ scopes: hostile, location: { file: '', line: 1, column: 1 } }, excerpt)
    expect(line).toMatch(/^id = \\x1b\[2J\\x0ax+…$/)
    expect(line!.length).toBeLessThan(60)
  })
})

describe('the mark on the failing line', () => {
  const marked = (text: string, column: number): string =>
    markLine(
      [
        [text.slice(0, 4), 'keyword'],
        [text.slice(4), ''],
      ],
      column,
    )
      .filter((run) => run.marked)
      .map((run) => run.text)
      .join('')

  it.each([
    [1, 'a'],
    [3, 'foobar'],
    [9, '('],
    [99, ''],
    [0, ''],
  ])('at column %i is %j', (column, expected) => {
    expect(marked('a foobar()', column)).toBe(expected)
  })

  it('does not lose the rest of the line, and cuts one that has no end', () => {
    expect(
      markLine([['a foobar()', '']], 3)
        .map((run) => run.text)
        .join(''),
    ).toBe('a foobar()')
    const long = markLine(
      [
        ['x'.repeat(5000), 'name'],
        [';'.repeat(100_000), ''],
      ],
      1,
    )
    expect(long.map((run) => run.text).join('').length).toBeLessThan(7000)
  })
})
