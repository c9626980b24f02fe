import { describe, expect, it } from 'vitest'
import { createOutputCapture, keepValue, runGetter } from '../../src/server/console/index.ts'
import { enterFrame, frameIn } from './live-frame.ts'

const output = createOutputCapture()
const view = (value: unknown): { type: string; preview: string } => ({ type: typeof value, preview: String(value) })

describe('a getter of the tree', () => {
  const { frame } = frameIn('const order = {}')
  const get = (read: () => unknown): ReturnType<typeof runGetter> => {
    const target = Object.defineProperty({ price: 3 }, 'total', { get: read })
    return runGetter({ enter: enterFrame(frame), output, view }, target, 'total')
  }

  it('is run on its object, and gives its value and what it printed', () => {
    const ran = get(function (this: { price: number }) {
      process.stdout.write('adding up\n')
      return this.price * 2
    })
    expect(ran).toMatchObject({
      kind: 'value',
      value: { preview: '6' },
      output: [{ stream: 'stdout', text: 'adding up\n' }],
    })
  })

  it('may throw', () => {
    expect(
      get(() => {
        throw new RangeError('no total')
      }),
    ).toMatchObject({ kind: 'threw', error: { name: 'RangeError', message: 'no total' } })
    expect(
      get(() => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- apps do
        throw 'just text'
      }),
    ).toMatchObject({ kind: 'threw', text: 'Uncaught just text' })
  })

  it('ends nothing by a promise that fails', async () => {
    expect(get(() => Promise.reject(new Error('later')))).toMatchObject({ kind: 'value' })
    await new Promise((resolve) => setTimeout(resolve, 10))
  })

  it('is stopped where it has no end', { timeout: 20_000 }, () => {
    expect(
      get(() => {
        for (;;);
      }),
    ).toMatchObject({ kind: 'timeout' })
  })
})

describe('a value of the tree, kept in the console', () => {
  it('gets a name that nobody has', async () => {
    const { frame, console, run } = frameIn('const temp2 = 2')
    const keep = (value: unknown): string | undefined =>
      keepValue({ enter: enterFrame(frame), scratch: console.scratch }, value)
    const value = { id: 7 }
    expect(keep(value)).toBe('temp1')
    expect(keep(3), 'temp2 is the frame’s').toBe('temp3')
    await run('let temp4 = 4')
    Reflect.set(globalThis, 'temp5', 5)
    try {
      expect(keep('x')).toBe('temp6')
    } finally {
      Reflect.deleteProperty(globalThis, 'temp5')
    }
    expect(await run('temp1.id + temp2 + temp3 + temp4')).toMatchObject({ text: '16' })
    expect(await run('temp1 = 1; const temp3 = 9; temp1 + temp3'), 'it is as if declared there').toMatchObject({
      text: '10',
    })
    expect(await frameIn('').text('typeof temp1'), 'it belongs to one console').toBe("'undefined'")
  })
})
