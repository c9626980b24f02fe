import { signal } from '@preact/signals'
import { describe, expect, it } from 'vitest'
import type { Variable } from '../../src/shared/traceback.ts'
import type { Result } from '../../src/ui/client/failure-words.ts'
import { createTree, PAGE_SIZE } from '../../src/ui/tree/tree-model.ts'
import type { TreeGroup } from '../../src/ui/tree/tree-rows.ts'

const number = (name: string): Variable => ({ name, value: { type: 'number', preview: '1' } })
const object = (name: string, ref: string): Variable => ({ name, value: { type: 'object', preview: '{}', ref } })
const local: TreeGroup = { key: 'local', label: 'Local', variables: [object('a', 'r'), number('b')], openAtFirst: true }
const module: TreeGroup = { key: 'module', label: 'Module', variables: [number('c')], openAtFirst: false }

const noGetters = () => Promise.reject(new Error('nobody asked for a getter'))

const open = (total: number, fail = false) => {
  const asked: [string, number, number][] = []
  const tree = createTree(
    signal([local, module]),
    (ref, from, count) => {
      asked.push([ref, from, count])
      const children = Array.from({ length: Math.min(count, total - from) }, (_, index) =>
        object(String(from + index), 'r'),
      )
      const failure = { code: 'gone', message: '', status: 404 } as const
      return Promise.resolve<Result<{ children: Variable[]; total: number }>>(
        fail ? { ok: false, failure } : { ok: true, value: { children, total } },
      )
    },
    noGetters,
  )
  const keys = () => tree.rows.value.map((row) => row.key)
  return { tree, asked, keys }
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

describe('the tree of scopes', () => {
  it('shows open groups and closed ones', () => {
    expect(open(0).keys()).toEqual(['local', 'local/0', 'local/1', 'module'])
  })

  it('is gone through by arrows', () => {
    const { tree } = open(0)
    const walk = (keys: string[]) => keys.map((key) => (tree.press(key), tree.focusKey.value))
    expect(walk(['ArrowDown', 'ArrowDown', 'ArrowLeft', 'End', 'ArrowRight', 'ArrowRight', 'Home'])).toEqual([
      'local/0',
      'local/1',
      'local',
      'module',
      'module',
      'module/0',
      'local',
    ])
    expect(tree.press('q')).toBe(false)
  })

  it('loads once, page by page, also through cycles', async () => {
    const { tree, asked, keys } = open(PAGE_SIZE + 5)
    tree.press('ArrowDown')
    tree.press('ArrowRight')
    await settle()
    expect(keys()).toContain(`local/0/${PAGE_SIZE - 1}`)
    const more = tree.rows.value.find((row) => row.kind === 'more')
    expect(more).toMatchObject({ remaining: 5 })
    tree.toggle(more!)
    await settle()
    expect(tree.focusKey.value).toBe(`local/0/${PAGE_SIZE}`)
    tree.press('Enter')
    await settle()
    expect(keys()).toContain(`local/0/${PAGE_SIZE}/0`)
    expect(asked).toEqual([
      ['r', 0, PAGE_SIZE],
      ['r', PAGE_SIZE, PAGE_SIZE],
    ])
  })

  it('says in place what could not be loaded, and tries again when opened again', async () => {
    const { tree, asked } = open(1, true)
    tree.press('ArrowDown')
    for (const key of ['Enter', 'Enter', 'Enter']) {
      tree.press(key)
      await settle()
    }
    expect(tree.rows.value.flatMap((row) => (row.kind === 'note' ? [row.text] : []))).toEqual([
      'This value can no longer be opened: it was not kept, or the app has restarted.',
    ])
    expect(asked).toHaveLength(2)
  })

  it('opens the way to a row that is to be shown', () => {
    const { tree, keys } = open(0)
    tree.reveal('module/0')
    expect(keys()).toContain('module/0')
    expect(tree.focusKey.value).toBe('module/0')
  })
})
