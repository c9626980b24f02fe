import { describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'

/** As in Node's REPL: what a block declares with `function` is a variable of the whole input. */
describe('a function in a block', () => {
  it.each([
    [['if (true) { function bf() { return 1 } }', 'bf()'], '1'],
    [['{ function f() { return 2 } f() };'], '2'],
    [['{ f(); function f() { return 2 } };', 'f()'], '2'],
    [['for (const x of [1, 2]) { function q() { return x } }', 'q()'], '2'],
    [['try { function t() { return 3 } t() } catch {}', 't()'], '3'],
    [['try { throw 1 } catch (e) { function c() { return e } }', 'c()'], '1'],
    [['l: function q() { return 4 }', 'q()'], '4'],
    [['l: m: { function q() { return 4 } break l }', 'q()'], '4'],
    [['if (true) function w() { return 5 }', 'w()'], '5'],
    [['if (false) ; else function w() { return 5 }', 'w()'], '5'],
    [['switch (1) { case 1: function s() { return 6 } }', 's()'], '6'],
    [['{ { { function deep() { return 7 } } function other() { return deep() } } }', 'other()'], '7'],
    [['{ function f() { return 1 } } { function f() { return 2 } }', 'f()'], '2'],
    [['{ function named() {} };', 'named.name'], "'named'"],
    [['{ let f = 1; { function f() {} } f };'], '1'],
    [['await 1; { function late() { return 8 } }', 'late()'], '8'],
    [['{ async function a() { return 1 } a() };'], 'Promise { 1 }'],
    [['{ function* g() { yield 1 } [...g()] };'], '[ 1 ]'],
    [['5; { function after() {} }'], '5'],
    [['for (;;) { function once() { return 9 } break }', 'once()'], '9'],
    [['for (let i = 0; i < 2; i++) { function loops() { for (const x of [1]) return x } }', 'loops()'], '1'],
    [['await 1; for (;;) { function once() { return 9 } break }', 'once()'], '9'],
    [['(() => { { function inner() { return 10 } } return inner() })()'], '10'],
    [['local = () => { { function inner() { return 10 } } return inner() }; local()'], '10'],
    [['"use strict"; { function f() { return 11 } f() };'], '11'],
  ])('%j', async (inputs, printed) => {
    const { text } = frameIn('let local')
    let last = ''
    for (const source of inputs) last = await text(source)
    expect(last).toBe(printed)
  })
})
