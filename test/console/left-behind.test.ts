import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'

describe('what an input leaves to a timer', () => {
  it.each([
    'setTimeout(() => cart.retry(), 5); 1',
    'setTimeout(cart.retry, 5); 1',
    'setTimeout(new Function("while(true);"), 5); 1',
    'setImmediate((0, cart.retry)); 1',
    'queueMicrotask(() => { cart.retry() }); 1',
    'const later = () => { setTimeout(function () { this.unref(); cart.retry() }) }; later(); 1',
    'const timer = setInterval(() => { clearInterval(timer); cart.retry() }, 1); 1',
    'await 1; setTimeout(await cart.retry, 5); 1',
  ])('ends, after %s', async (source) => {
    const frame = frameIn('const cart = { retry() { while (true); } }')
    const first = await frame.run(source, { timeoutMs: 60 })
    expect(first).toMatchObject({ text: '1' })
    await sleep(100)
    const next = await frame.run('2')
    expect(next).toMatchObject({ text: '2' })
    // What runs before the first result is made comes with that one.
    expect(JSON.stringify([first, next])).toContain('held the app for more than 60 ms')
  })

  it.each([
    ['let got; setTimeout((1, function (...all) { got = [typeof this, ...all] }), 1, 2, 3)', "[ 'object', 2, 3 ]"],
    ['let got; const f = (n) => () => { got = n }; setImmediate(f(4))', '4'],
    ['let got; const setTimeout = (f) => { got = f }, mine = () => 1; setTimeout(mine); got = got === mine', 'true'],
    ['let got; try { setTimeout(5) } catch (e) { got = e.code }', "'ERR_INVALID_ARG_TYPE'"],
    ['let got; setTimeout(...[() => { got = 6 }, 1])', '6'],
    ['let got = await new Promise((done) => setTimeout(done, 1, 7))', '7'],
  ])('is called as ever: %s', async (source, printed) => {
    const frame = frameIn('')
    await frame.run(source)
    await sleep(20)
    expect(await frame.text('got')).toBe(printed)
  })
})
