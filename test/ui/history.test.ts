import { describe, expect, it } from 'vitest'
import { createHistory, ENTRY_LIMIT, HISTORY_LIMIT } from '../../src/ui/console/history.ts'

const createStorage = () => {
  const values = new Map<string, string>()
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  }
}

describe('console history', () => {
  it('survives a reload, per project', () => {
    const storage = createStorage()
    createHistory('shop', storage).append('a')
    expect(createHistory('shop', storage).entries()).toEqual(['a'])
    expect(createHistory('other', storage).entries()).toEqual([])
  })

  it('keeps the newest, each once', () => {
    const history = createHistory('shop', createStorage())
    for (let index = 0; index < HISTORY_LIMIT + 10; index++) history.append(`line ${index}`)
    history.append('line 400')
    expect(history.entries()).toHaveLength(HISTORY_LIMIT)
    expect(history.entries().at(-1)).toBe('line 400')
    expect(history.entries().filter((entry) => entry === 'line 400')).toHaveLength(1)
  })

  it('takes in what another tab has written meanwhile', () => {
    const storage = createStorage()
    const [one, other] = [createHistory('shop', storage), createHistory('shop', storage)]
    one.append('from one')
    other.append('from the other')
    expect(other.entries()).toEqual(['from one', 'from the other'])
  })

  it('remembers neither nothing nor whole files', () => {
    const history = createHistory('shop', createStorage())
    history.append('  ')
    history.append('x'.repeat(ENTRY_LIMIT + 1))
    expect(history.entries()).toEqual([])
  })

  it('lives without a storage, with one that throws, and with nonsense in it', () => {
    const fail = (): never => {
      throw new Error('denied')
    }
    for (const storage of [undefined, { getItem: fail, setItem: fail }]) {
      const history = createHistory('shop', storage)
      history.append('a')
      expect(history.entries()).toEqual(['a'])
    }
    for (const text of ['{', '{"a":1}', '[1,null,"kept"]']) {
      const storage = createStorage()
      storage.values.set('inquest:history:shop', text)
      expect(createHistory('shop', storage).entries()).toEqual(text.includes('kept') ? ['kept'] : [])
    }
  })
})
