import { describe, expect, it } from 'vitest'
import { createRedactor, createValueTable, describeError, previewOf } from '../../src/server/snapshot/index.ts'

const redactor = createRedactor()
const secret = Symbol('password')
const held: readonly (readonly [what: string, value: object])[] = [
  ['a symbol for a name', { [secret]: 'hunter2', tea: 1 }],
  ['a symbol as the key of a Map', new Map([[secret, 'hunter2']])],
  ['a field and its value', { name: 'password', value: 'hunter2', tea: 1 }],
  ['a value before its name', { value: 'hunter2', tea: 1, name: 'password' }],
  ['a key and its value', { key: 'apiKey', value: ['hunter2'] }],
  ['what a validator complains of', { type: 'field', value: 'hunter2', msg: 'too short', path: 'password' }],
  ['a pair', ['password', 'hunter2']],
  ['the words of a command', ['node', 'x.js', '-v', '--password', 'hunter2']],
  ['symbols of an array', Object.assign([1], { [secret]: 'hunter2' })],
  ['symbols of a function', Object.assign(() => 1, { [secret]: 'hunter2' })],
]

describe('a member that is secret by what stands beside it', () => {
  it.each(held)('is hidden: %s', (_, value) => {
    const table = createValueTable({ prefix: 'v', redactor })
    const { ref } = table.view(value)
    expect(ref).toBeDefined()
    table.capture(performance.now() + 5000)
    const { children = [], places } = table.expand(ref!) ?? {}
    expect(children.some((child) => 'missing' in child && child.missing === 'redacted')).toBe(true)
    const told = [previewOf(value, { redactor }), previewOf([value], { redactor }), JSON.stringify(table)]
    told.push(JSON.stringify(children), table.copy({ ref: ref! })?.text ?? '')
    children.forEach(({ name }, index) => {
      told.push(table.copy({ ref: ref!, place: places?.[index] ?? index, name })?.text ?? '')
    })
    expect(told.join('\n')).not.toContain('hunter2')
    expect(told.join('\n')).toMatch(/redacted/)
  })

  it('is hidden among the variables of a scope and the properties of an error', () => {
    const table = createValueTable({ prefix: 'v', redactor })
    expect(JSON.stringify(table.variablesOf({ key: 'password', value: 'hunter2', tea: 1 }))).not.toContain('hunter2')
    const error = Object.assign(new Error('bad'), { param: 'password', value: 'hunter2', [secret]: 'hunter2' })
    const { properties } = describeError(error, table)
    expect(properties.filter((property) => 'missing' in property && property.missing === 'redacted')).toHaveLength(2)
    expect(JSON.stringify(properties)).not.toContain('hunter2')
  })

  it('is shown where nothing says that it is one', () => {
    for (const value of [
      { name: 'tea', value: 'green' },
      { value: 'green' },
      { name: 'password', text: 'green' },
      { path: ['a'], value: 'green' },
      ['tea', 'green'],
      { [Symbol('tea')]: 'green' },
    ]) {
      expect(previewOf(value, { redactor })).toContain('green')
      const table = createValueTable({ prefix: 'v', redactor })
      expect(table.copy({ ref: table.view(value).ref! })?.text).toContain('green')
    }
  })

  it('is found without running code of the app', () => {
    let ran = 0
    const trap = (): never => {
      ran++
      throw new Error('app code ran')
    }
    const accessors = Object.defineProperty({ value: 1 }, 'name', { get: trap, enumerable: true })
    const proxy = new Proxy({ value: 1 }, { getOwnPropertyDescriptor: trap, get: trap, has: trap })
    for (const value of [accessors, proxy]) {
      const table = createValueTable({ prefix: 'v', redactor })
      const { ref } = table.view(value)
      table.capture(performance.now() + 5000)
      if (ref !== undefined) table.copy({ ref })
      table.variablesOf(value)
    }
    expect(ran).toBe(0)
  })
})
