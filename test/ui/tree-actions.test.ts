import { signal } from '@preact/signals'
import { describe, expect, it, vi } from 'vitest'
import type { Expansion, Frame, TreePlace, Variable } from '../../src/shared/traceback.ts'
import type { ApiClient } from '../../src/ui/client/api.ts'
import { jsonOfPreview } from '../../src/ui/tree/preview-json.ts'
import { createTreeActions } from '../../src/ui/tree/tree-actions.ts'
import { createTree } from '../../src/ui/tree/tree-model.ts'
import { childPath, resultPath } from '../../src/ui/tree/tree-path.ts'

describe('the path of a value', () => {
  it.each<[string, string, string, string, string]>([
    ['order', 'object', '{}', 'id', 'order.id'],
    ['order', 'object', '{}', 'a-b', "order['a-b']"],
    ['order', 'object', '{}', "it's", "order['it\\'s']"],
    ['order', 'object', '{}', '#total', 'order.#total'],
    ['order', 'object', '{}', 'Symbol(kind)', 'order[Symbol(kind)]'],
    ['order.lines', 'array', '[]', '0', 'order.lines[0]'],
    ['order.lines', 'array', '[]', '007', "order.lines['007']"],
    ['rates', 'map', 'Map(1) {}', "'EUR'", "rates.get('EUR')"],
    ['rates', 'map', 'Map(1) {}', '7', 'rates.get(7)'],
    ['rates', 'map', 'Map(1) {}', 'true', 'rates.get(true)'],
    ['rates', 'map', 'Map(1) {}', 'source', 'rates.source'],
    ['rates', 'map', 'Map(1) {}', '{ id: 1 }', 'rates.get(/* { id: 1 } */)'],
    ['rates', 'map', 'Map(1) {}', "'long'…", "rates.get(/* 'long'… */)"],
    ['seen', 'set', 'Set(1) {}', '3', '[...seen][3]'],
    ['bytes', 'buffer', '<Buffer>', '000001f0', 'bytes.subarray(0x1f0, 0x200)'],
    ['text', 'string', "'…'", '0…9999', 'text.slice(0, 9999)'],
    ['later', 'promise', 'Promise', '[[PromiseResult]]', '(await later)'],
    ['weak', 'weakref', 'WeakRef', '[[WeakRefTarget]]', 'weak.deref()'],
    ['sly', 'proxy', 'Proxy', '[[Target]]', 'sly/* [[Target]] */'],
    ['headers', 'object', "Headers { accept: 'x' }", 'accept', "headers.get('accept')"],
    ['timer', 'object', 'Timeout { delay: 5 }', 'delay', 'timer._idleTimeout'],
    ['timer', 'object', 'Timeout { delay: 5 }', '_idleNext', 'timer._idleNext'],
    ['stream', 'object', "ReadableStream { state: 'readable' }", 'state', 'stream/* state */'],
    ['stream', 'object', "ReadableStream { state: 'readable' }", 'locked', 'stream.locked'],
    ['format', 'object', "Intl.NumberFormat { locale: 'de' }", 'locale', 'format.resolvedOptions().locale'],
    ['locale', 'object', "Intl.Locale { baseName: 'de' }", 'baseName', 'locale.baseName'],
    ['file', 'object', "File { name: 'a.txt' }", 'size', 'file.size'],
    ['order', 'object', '{ delay: 5 }', 'delay', 'order.delay'],
    ['memory', 'arraybuffer', 'ArrayBuffer { }', '[[Bytes]]', 'new Uint8Array(memory)'],
    ['part', 'dataview', 'DataView { }', '[[Bytes]]', 'new Uint8Array(part.buffer, part.byteOffset, part.byteLength)'],
    ['query', 'searchparams', "URLSearchParams '?a'", 'a', "query.get('a')"],
    ['rates.get(/* { id: 1 } */)', 'string', "''", 'value', 'rates.get(/* { id: 1 } */)'],
    ['rates.get(/* { id: 1 } */)', 'string', "''", 'key', 'rates.keys()/* { id: 1 } */'],
  ])('%s of type %s %s: %s', (parent, type, preview, name, path) => {
    expect(childPath(parent, { type, preview }, name)).toBe(path)
  })

  it('starts with what was typed', () => {
    expect(['order.lines[0]', 'this', 'a + b', '{ a: 1 }'].map(resultPath)).toEqual([
      'order.lines[0]',
      'this',
      '(a + b)',
      '({ a: 1 })',
    ])
  })
})

it.each([
  ['number', '-1.5e+21', -1.5e21],
  ['number', 'NaN', '[NaN]'],
  ['boolean', 'true', true],
  ['null', 'null', null],
  ['undefined', 'undefined', '[undefined]'],
  ['bigint', '10n', '[10n]'],
  ['string', "'it\\'s\\n\\x1b\\u202e \"x\"'", 'it\'s\n\u001b\u202e "x"'],
  ['string', '`\'"`', '\'"'],
  ['date', '1970-01-01T00:00:00.000Z', '[1970-01-01T00:00:00.000Z]'],
])('a %s of which only the preview %s is there is copied as JSON', (type, preview, value) => {
  expect(JSON.parse(jsonOfPreview({ type, preview }))).toEqual(value)
})

const order: Variable = { name: 'order', value: { type: 'object', preview: '{}', ref: 's1' } }
const inside: Expansion = {
  children: [
    { name: 'id', value: { type: 'number', preview: '7' } },
    { name: 'total', missing: 'getter' },
    { name: 'password', missing: 'redacted' },
  ],
  places: [0, 2, 3],
  total: 4,
}

async function open({ evaluates = true, ran = {} } = {}) {
  const asked: unknown[] = []
  const copied: string[] = []
  const told: string[] = []
  const local = {
    key: 'local',
    label: 'Local',
    variables: [order, { name: 'n', value: { type: 'number', preview: '3' } }],
    openAtFirst: true,
  }
  const tree = createTree(
    signal([local]),
    () => Promise.resolve({ ok: true, value: inside }),
    (place, path) => {
      asked.push(['getter', place, path])
      const value = { type: 'object', preview: '{ sum: 9 }', ref: 'v5' }
      return Promise.resolve({
        ok: true,
        value: { kind: 'value', value, text: '', output: [], durationMs: 1, ...ran },
      })
    },
  )
  const client = {
    copy: (_id: string, place: TreePlace) => {
      asked.push(['copy', place])
      return Promise.resolve({ ok: true, value: { text: '{"id":7}', cut: false } })
    },
    keep: (_id: string, frame: number, place: TreePlace, path: string) => {
      asked.push(['keep', frame, place, path])
      return Promise.resolve({ ok: true, value: { name: 'temp1', value: { type: 'object', preview: '{}' } } })
    },
  } as unknown as ApiClient
  const actions = createTreeActions({
    client,
    tracebackId: 't',
    frame: signal({ index: 4, state: 'live' } as Frame),
    canEvaluate: () => evaluates,
    copyText: (text) => Promise.resolve(copied.push(text) > 0),
    runGetter: tree.run,
    tell: (frame, { name }) => void told.push(`${frame} ${name}`),
    noteFailure: vi.fn(),
  })
  tree.press('ArrowDown')
  tree.press('ArrowRight')
  await settle()
  const row = (name: string) => {
    const found = tree.rows.value.find((one) => one.kind === 'variable' && one.variable.name === name)
    if (found?.kind !== 'variable') throw new Error(`no row ${name}`)
    return found
  }
  const choose = async (name: string, label: string): Promise<void> => {
    actions
      .itemsOf(row(name))
      .find((item) => item.label === label)
      ?.run()
    await settle()
  }
  const labels = (name: string) => actions.itemsOf(row(name)).map(({ label }) => label)
  const notes = () => tree.rows.value.flatMap((one) => (one.kind === 'note' ? [one.text] : []))
  return { tree, actions, asked, copied, told, row, choose, labels, notes }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the actions of a row', () => {
  it('are those that mean something there', async () => {
    const { labels, actions, tree } = await open()
    expect(labels('order')).toEqual(['Copy path', 'Copy value as JSON', 'Store as variable'])
    expect(labels('n'), 'a number of the frame is a variable there').toEqual(['Copy path', 'Copy value as JSON'])
    expect(labels('id')).toEqual(['Copy path', 'Copy value as JSON', 'Store as variable'])
    expect(labels('total')).toEqual(['Run the getter', 'Copy path'])
    expect(labels('password')).toEqual(['Copy path', 'Store as variable'])
    expect(actions.itemsOf(tree.rows.value[0]!)).toEqual([])
  })

  it('run nothing where the console is switched off', async () => {
    const { labels } = await open({ evaluates: false })
    expect(labels('order')).toEqual(['Copy path', 'Copy value as JSON'])
    expect(labels('total')).toEqual(['Copy path'])
  })

  it('name what they are about by its place', async () => {
    const { choose, asked, copied, told, actions } = await open()
    await choose('id', 'Copy path')
    await choose('n', 'Copy value as JSON')
    await choose('order', 'Copy value as JSON')
    await choose('password', 'Store as variable')
    expect(copied).toEqual(['order.id', '3', '{"id":7}'])
    expect(asked).toEqual([
      ['copy', { ref: 's1' }],
      ['keep', 4, { ref: 's1', place: 3, name: 'password' }, 'order.password'],
    ])
    expect(told).toEqual(['4 temp1'])
    expect(actions.said.value).toBe('Stored as temp1')
  })

  it('run a getter once somebody says so, and show what it gave', async () => {
    const { tree, row, asked, choose } = await open()
    expect(asked).toEqual([])
    tree.focus(row('total').key)
    tree.press('Enter')
    await settle()
    expect(asked).toEqual([['getter', { ref: 's1', place: 2, name: 'total' }, 'order.total']])
    expect(row('total')).toMatchObject({ ref: 'v5', variable: { value: { preview: '{ sum: 9 }' } } })
    await choose('total', 'Copy value as JSON')
    expect(asked.at(-1)).toEqual(['copy', { ref: 'v5' }])
  })

  it('say that a getter failed, and may run it again', async () => {
    const text = 'Uncaught Error: no\n    at get total (/app/order.ts:3:9)'
    const { row, choose, labels, notes } = await open({ ran: { kind: 'threw', text } })
    await choose('total', 'Run the getter')
    expect(row('total').getter).toEqual({ kind: 'failed', text, output: [] })
    expect(notes()).toEqual(['at get total (/app/order.ts:3:9)'])
    expect(labels('total')).toContain('Run the getter')
  })

  it('tell what a getter printed, a long output shortened', async () => {
    const some = await open({ ran: { output: [{ stream: 'stdout', text: 'adding\nup\n' }] } })
    await some.choose('total', 'Run the getter')
    expect(some.notes()).toEqual(['printed: adding', 'printed: up'])
    expect(some.row('total')).toMatchObject({ variable: { value: { preview: '{ sum: 9 }' } } })
    const much = await open({ ran: { output: [{ stream: 'stderr', text: 'x\n'.repeat(1000) }] } })
    await much.choose('total', 'Run the getter')
    expect(much.notes()).toHaveLength(21)
    expect(much.notes().at(-1)).toBe('… 980 more lines')
  })
})
