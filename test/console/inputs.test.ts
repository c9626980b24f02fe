import { beforeAll, describe, expect, it } from 'vitest'
import { frameIn } from './live-frame.ts'
import type { LiveFrame } from './live-frame.ts'

const UNDECLARED = "Private field '#nope' must be declared in an enclosing class"
const MODULE = '`module` keyword is not supported. Use `namespace` instead.'
const DECORATOR = 'Decorators need a compiler, which a console does not have'

/** What is typed into a console, one input after the other in a console of its own, and what the last one prints. */
const PRINTS: readonly (readonly [...inputs: string[], printed: string])[] = [
  // expressions
  ['1 + 1', '2'],
  ['local', "'from the frame'"],
  ['local = 2; local', '2'],
  ['"😀\u2028".length', '3'],
  ['/a\\/[/]b/.test("a//b")', 'true'],
  ['2\n+ 3', '5'],
  ['`${\n`${1}`\n}`', "'1'"],
  ['typeof nowhere', "'undefined'"],
  ['a: for (;;) { break a }', 'undefined'],
  ['a: for (const x of [1, 2]) { if (x > 1) break a; x }', 'undefined'],
  ['"use strict"; (function () { return this })()', 'undefined'],
  ["'use strict'\nfunction f() { return typeof this }\nf()", "'undefined'"],
  ['#!/usr/bin/env node\n3', '3'],
  ['#!/usr/bin/env node\nfunction f() { return 4 }\nf()', '4'],
  ['(1, 2)', '2'],
  ['5 // five', '5'],
  ['/* five */ 5', '5'],
  ['({ get x() { return 7 } }).x', '7'],
  [
    'new.target === undefined',
    "syntax: SyntaxError: 'new.target' can only be used in functions and class static block",
  ],
  // objects
  ['{ a: 1 }', '{ a: 1 }'],
  ['{}', '{}'],
  ['{ a: 1 }.a', '1'],
  ['{ a: 1 }; 2', '2'],
  ['{ a: 1 };', '1'],
  ['{ let a = 3; a }', '3'],
  ['{ local }', "{ local: 'from the frame' }"],
  ['{ a: 1 } // why', '{ a: 1 }'],
  ['// why\n{ a: 1 }', '{ a: 1 }'],
  ['/* why */ { a: 1 }', '{ a: 1 }'],
  ['/* a */ local /* b */\n{ a: 1 }', '1'],
  // declarations
  ['let x = 5', 'undefined'],
  ['let x = 5', 'x', '5'],
  ['const x = 5, y = x + 1', 'y', '6'],
  ['let x', 'x', 'undefined'],
  ['let x = 1', 'let x = 2; x', '2'],
  ['let x = 1', 'let x; x', 'undefined'],
  ['var x = 1', 'var x; x', '1'],
  ['let { a, b: { c = 3 } = {}, ...rest } = { a: 1, d: 4 }; [a, c, rest]', '[ 1, 3, { d: 4 } ]'],
  ['const [first, , third = 9, ...more] = [1, 2, undefined, 4]', '[first, third, more]', '[ 1, 9, [ 4 ] ]'],
  ['let f = () => 1; f.name', "'f'"],
  ['if (true) { var inner = 4 } else var other', '[inner, other]', '[ 4, undefined ]'],
  ['for (var i = 0, n = 3; i < n; i++) var last = i', '[i, n, last]', '[ 3, 3, 2 ]'],
  ['for (var { k } of [{ k: 1 }, { k: 2 }]);', 'k', '2'],
  ['for (var key in { p: 1 });', 'key', "'p'"],
  ['for (let i = 0; i < 2; i++) i', '1'],
  ['for (let i = 0; i < 2; i++);', 'typeof i', "'undefined'"],
  ['try { var t = 1; throw 2 } catch (e) { var c = e }', '[t, c]', '[ 1, 2 ]'],
  ['switch (1) { case 1: var s = "one" }', 's', "'one'"],
  ['{ var deep = 1; { var deeper = 2 } };', 'deep + deeper', '3'],
  ['5; const x = 1', '5'],
  ['5; function f() {}', '5'],
  ['5; class A {}', '5'],
  ['5; var x = 1; ;', '5'],
  ['let x = 1\nlet y = 2\nx + y', '3'],
  ['const g = function () {}\nlet h = 1\nh', '1'],
  ['let local = 1; local', '1'],
  // eval, whose variables a frame that was entered does not take
  ['eval("var x = 1")', 'undefined'],
  ['eval("var x = 1")', 'x', '1'],
  ['eval("5; var x = 1;"); x', '1'],
  ['eval("5; var x = 1;")', '5'],
  ['eval("var x = 1; x + 1")', '2'],
  ['eval("function f() { return 1 } f()")', '1'],
  ['eval("function f() { return g() }; function g() { return 2 }")', 'f()', '2'],
  ['eval("var { p, q: [r] } = { p: 1, q: [2] }; [p, r]")', '[ 1, 2 ]'],
  ['eval("for (var i = 0; i < 2; i++); for (var k of [7]); i + k")', '9'],
  ['{ let b = 1; eval("var c = b + 1") }; c', '2'],
  ['eval("if (true) { var w = 2 } w")', '2'],
  ['eval("let y = 1; y")', 'typeof y', "'undefined'"],
  ['await 1; eval("var x = local")', 'x', "'from the frame'"],
  ['eval("\'use strict\'; var s = 1; s")', 'typeof s', "'undefined'"],
  ['(function () { eval("var z = 1"); return z })()', '1'],
  ['(() => { eval("var z = 1"); return z })()', 'typeof z', "'undefined'"],
  ['eval({ a: 1 })', '{ a: 1 }'],
  ['eval()', 'undefined'],
  ['eval(...["1 + 1"])', '2'],
  ['(0, eval)("1 + 1")', '2'],
  ['eval?.("1 + 1")', '2'],
  ['let f = (eval) => eval("var x = 1")', 'f((text) => text)', "'var x = 1'"],
  ['eval("var a = 1; eval(\'var b = 2\'); a + b")', '3'],
  ['eval("eval(\'var b = 2\')"); b', '2'],
  [
    'eval("{ function f() {} }")',
    "threw: Uncaught EvalError: This eval cannot declare 'f': a frame that is over takes no new variables. Declare it in the input itself",
  ],
  ['eval("var x = ")', 'threw: Uncaught SyntaxError: Unexpected end of input'],
  ['eval("var x = nowhere")', 'threw: Uncaught ReferenceError: nowhere is not defined'],
  // functions and classes
  ['twice(4); function twice(n) { return 2 * n }', '8'],
  ['function twice(n) { return 2 * n }', 'twice(4)', '8'],
  ['function f() { return 1 } function f() { return 2 } f()', '2'],
  ['function down(n) { return n === 0 ? "end" : down(n - 1) }', 'down(5)', "'end'"],
  ['function once() { once = () => "second"; return "first" }', 'once() + once()', "'firstsecond'"],
  ['function f() {}', 'f.name', "'f'"],
  ['function f() { return this === globalThis } f()', 'true'],
  ['const f = function () { return this === globalThis }', 'let y = 1\nlocal\nf()', 'true'],
  ['let tag = function (s) { "use strict"; return this + s[0] }', 'tag`x`', "'undefinedx'"],
  ['let f = (n) => n\nif (true)\nf(1)\nelse f(2)', '1'],
  ['function plus(a, b) { return a + b } plus(1, 2) * plus(3, 4)', '21'],

  ['async function f() { return 1 }', 'await f()', '1'],
  ['function* g() { yield 1; yield 2 }', '[...g()]', '[ 1, 2 ]'],
  ['async function* g() { yield 1 }', 'for await (const x of g()) var got = x', 'got', '1'],
  ['class A { static s = 3; #p = 4; p() { return this.#p } }', '[A.s, new A().p()]', '[ 3, 4 ]'],
  ['class A {}', 'class B extends A {}', 'new B() instanceof A', 'true'],
  ['class A { static { this.made = 1 } [local] = 2 }', "[A.made, new A()['from the frame']]", '[ 1, 2 ]'],
  ['function f() { return import("node:path") }', '(await f()).sep', "'/'"],
  ['function readsLocal() { return local }', 'readsLocal()', "'from the frame'"],
  // await
  ['await 5', '5'],
  ['await Promise.resolve(local)', "'from the frame'"],
  ['(await 5)', '5'],
  ['(await 5) + (await 6)', '11'],
  ['[await 1, await 2]', '[ 1, 2 ]'],
  ['await await 3', '3'],
  ['`${await 3}`', "'3'"],
  ['{ a: await 1 }', '{ a: 1 }'],
  ['const x = await 4', 'x', '4'],
  ['const { x } = await { x: 4 }; x', '4'],
  ['await 1;;', '1'],
  ['await 1; // done', '1'],
  ['if (await true) var yes = 1', 'yes', '1'],
  ['for (const n of [1, 2]) await n', 'undefined'],
  ['for (var sum = 0, i = 0; i < 3; i++) sum += await i', 'sum', '3'],
  ['for await (const x of [Promise.resolve(1)]) var seen = x', 'seen', '1'],
  ['let n = 0; while (n < 3) n += await 1; n', '3'],
  ['let n = 0; do { n += await 1 } while (n < 3); n', '3'],
  ['async () => { await 1 }', '[AsyncFunction (anonymous)]'],
  ['await (async () => { const inner = await 2; return inner })()', '2'],
  ['await 1; Promise.resolve(5)', 'Promise { 5 }'],
  ['await { then: (done) => done(6) }', '6'],
  ['await Promise.reject(new TypeError("no"))', 'threw: Uncaught TypeError: no'],
  ['f(await 1); function f(n) { return n }', '1'],
  ["'use strict'; await 1; (function () { return this })()", 'undefined'],
  // import
  ["import path from 'node:path'", 'path.sep', "'/'"],
  ["import { sep, posix as p } from 'node:path'; [sep, typeof p]", "[ '/', 'object' ]"],
  ["import def, { sep } from 'node:path'", 'def.sep === sep', 'true'],
  ["import * as all from 'node:path'", 'all.sep', "'/'"],
  ["import def, * as all from 'node:path'", 'all.default === def', 'true'],
  ["import 'node:path'", 'undefined'],
  ["import pack from '../../package.json' with { type: 'json' }", 'pack.name', "'inquest'"],
  ["(await import('../../package.json', { with: { type: 'json' } })).default.name", "'inquest'"],
  ["import { 'sep' as s } from 'node:path'; s", "'/'"],
  ['import.meta.filename.endsWith("/test/console/live-frame.ts")', 'true'],
  [
    "if (1) { import x from 'node:path' }",
    'syntax: SyntaxError: import belongs at the top level; elsewhere, use await import(…)',
  ],
  ['export const x = 1', 'x', '1'],
  ['export const x: number = 1', 'x', '1'],
  ['export let x = 1; x', '1'],
  ['export default 1', '1'],
  ['local\nexport default [1]', '[ 1 ]'],
  ['export default { a: 1 } satisfies object;', '{ a: 1 }'],
  ['export default function () { return 1 }', '[Function (anonymous)]'],
  ['export default async function named() { return 1 }', 'named.name', "'named'"],
  ['export class A { x = 1 }', 'new A().x', '1'],
  ['export function f() { return 1 }', 'f()', '1'],
  ['export async function f() { return 1 }\nexport const g = 2', 'await f() + g', '3'],
  ['const a = 1; export { a }; a', '1'],
  ["export { sep } from 'node:path'", 'syntax: SyntaxError: A console has nothing to export'],
  ['export type X = 1', ''],
  ["export * from 'node:path'", 'syntax: SyntaxError: A console has nothing to export'],
  // TypeScript
  ['const x: number = 5', 'x', '5'],
  ['local as any', "'from the frame'"],
  ['local satisfies string', "'from the frame'"],
  ['(local as string)!.length', '14'],
  ['function f<T>(x: T): T { return x }', 'f<number>(3)', '3'],
  ['new Map<string, number>([["a", 1]])', "Map(1) { 'a' => 1 }"],
  ['interface X { a: 1 }', ''],
  ['type X = 1', ''],
  ['const g = async <T,>(x: T): Promise<T> => await x; await g(2)', '2'],
  ['await (local as any)', "'from the frame'"],
  ['enum A { B, C }', '[A.C, A[0]]', "[ 1, 'B' ]"],
  ['enum A { B = 4 } A.B', '4'],
  ['const enum A { B = 4 }\nA.B', '4'],
  ['enum A { B = 4 }; await A.B', '4'],
  ['namespace N { export const q = "in N" } N.q', "'in N'"],
  ['namespace N { export const q = 1 } await N.q', '1'],
  ['class P { constructor(public a: number) {} } new P(3).a', '3'],
  ['<string>local', "'from the frame'"],
  ['import x = require("node:path"); x.sep', "'/'"],
  ['@dec class A {}', 'syntax: SyntaxError: Decorators need a compiler, which a console does not have'],
  [
    'class A { @dec method(): number { return 1 } }',
    'syntax: SyntaxError: Decorators need a compiler, which a console does not have',
  ],
  ['function f(): number\n{ return 5 } f()', '5'],
  ['interface Foo\n{ a: 1 }', ''],
  ['function f(): string;', ''],
  // wrong
  ['return 1', "syntax: SyntaxError: 'return' outside of function"],
  ['super.x', "syntax: SyntaxError: 'super' keyword outside a method"],
  ['let x = 1; let x = 2', "syntax: SyntaxError: Identifier 'x' has already been declared"],
  ['1 = 2', 'syntax: SyntaxError: Assigning to rvalue'],
  [')', "syntax: SyntaxError: Unexpected token ')'"],
  ['local local', "syntax: SyntaxError: Unexpected identifier 'local'"],
  ['local if', "syntax: SyntaxError: Unexpected token 'if'"],
  ['local 5', 'syntax: SyntaxError: Unexpected number'],
  ['local "5"', 'syntax: SyntaxError: Unexpected string'],
  ['5 +* 2', "syntax: SyntaxError: Unexpected token '*'"],
  [
    'function f() { await x }',
    'syntax: SyntaxError: await is only valid in async functions and the top level bodies of modules',
  ],
  ['"open', 'syntax: SyntaxError: Unterminated string constant'],
  ['/open', 'syntax: SyntaxError: Unterminated regular expression'],
  ['nowhere', 'threw: Uncaught ReferenceError: nowhere is not defined'],
  ['throw 5', 'threw: Uncaught 5'],
  ['let broken = (() => { throw new Error("no") })()', 'typeof broken', "'undefined'"],
  ['let local = nowhere', 'local', "'from the frame'"],
  ['x; { await using x = 1 }', 'threw: Uncaught ReferenceError: x is not defined'],
]

const INCOMPLETE = [
  'function f() {',
  '({ a: 1,',
  '{ "a": 1,',
  '{ get x() {',
  '{ ...local,',
  '[1,',
  'foo(',
  '1 +',
  'const x =',
  'if (local)',
  'while (true)',
  'x = `open',
  'x = `${',
  '/* open',
  'await',
  'a ? b :',
  'class A {',
  'class A extends',
  'try {',
  'for (const x of',
  'async () => {',
  'import { a, b',
  'const x: number =',
  'function f(x: number) {',
  'const x: Map<string, number> = new Map([',
  'const x: Foo |',
  'const x: Foo',
  'let z: Array<',
  'interface Foo',
  'function f(): string',
  'function f(a: string,',
  'enum A { B,',
  '// why\n{ "a": 1,',
  "'continued \\",
]

describe('an input prints what it would in a REPL', () => {
  it.each(PRINTS.map((row) => [row.slice(0, -1), row.at(-1)!] as const))('%j', async (inputs, printed) => {
    const { run } = frameIn("let local = 'from the frame'")
    let text = ''
    for (const source of inputs) {
      const evaluation = await run(source)
      const kind = evaluation.kind === 'refused' ? evaluation.code : evaluation.kind
      text = evaluation.kind === 'value' ? evaluation.text : `${kind}: ${evaluation.text.split('\n')[0]}`
    }
    expect(text).toBe(printed)
  })
})

describe('more is to come after', () => {
  it.each(INCOMPLETE)('%j', async (source) => {
    const { run } = frameIn('let local')
    expect(await run(source)).toMatchObject({ kind: 'refused', code: 'incomplete' })
  })
})

describe('nothing is made of', () => {
  it.each(['', '  \n', '// why', '/* why */', '#!/bin/sh'])('%j', async (source) => {
    expect(await frameIn('').run(source)).toMatchObject({ kind: 'value', text: '', output: [] })
  })
})

describe('size', () => {
  let frame: LiveFrame
  beforeAll(() => {
    frame = frameIn('')
  })
  it('takes an input of a megabyte', async () => {
    expect(await frame.text(`[${'1,'.repeat(500_000)}].length`)).toBe('500000')
  })
  it('refuses what is nested too deeply for the parser, and goes on', async () => {
    expect(await frame.text('['.repeat(100_000) + ']'.repeat(100_000))).toMatch(
      /^(refused: SyntaxError: .*(nested too deeply|Not enough stack)|100001$)/,
    )
    expect(await frame.text(`${'1+'.repeat(100_000)}1`)).toMatch(
      /^(refused: SyntaxError: .*(nested too deeply|Not enough stack)|100001$)/,
    )
    expect(await frame.text('1')).toBe('1')
  })
  it('does not break the compiler of TypeScript for the whole process', async () => {
    expect(await frame.text(`let x: number = ${'['.repeat(3000)}${']'.repeat(3000)}`)).toMatch(/^refused: SyntaxError/)
    expect(await frame.text('let x: number = 5; x')).toBe('5')
  })
  it('shows only the part of a long line that is wrong', async () => {
    const evaluation = await frame.run(`"${'x'.repeat(1e6)}" )`)
    expect(evaluation.kind === 'refused' && evaluation.text.length).toBeLessThan(300)
  })
  it.each([
    ['let a = 1\u2028let b = ]', "Unexpected token ']'", 'let b = ]', '        ^'],
    ['const n: number = 5 +* 2', "Unexpected token '*'", 'const n: number = 5 +* 2', '                     ^'],
    ['const a: number = 1\nlet b: string = )', "Unexpected token ')'", 'let b: string = )', '                ^'],
    ['const "日本語": number', 'Unexpected string', 'const "日本語": number', '      ^'],
    ['"日本語" x', "Unexpected identifier 'x'", '"日本語" x', '         ^'],
    [
      '"日本語"; let x: number = )',
      "Unexpected token ')'",
      '"日本語"; let x: number = )',
      '                          ^',
    ],
    ['"😀e\u0301" x', "Unexpected identifier 'x'", '"😀e\u0301" x', '      ^'],
    ['\t"a"\tx', "Unexpected identifier 'x'", '\t"a"\tx', '\t   \t^'],
    // what V8 alone finds, which names no place
    ['1 + this.#nope', UNDECLARED, '1 + this.#nope', '         ^'],
    [' { a: this.#nope }', UNDECLARED, ' { a: this.#nope }', '           ^'],
    ['let o = {}\nawait (#nope in o)', UNDECLARED, 'await (#nope in o)', '       ^'],
    ['class A { #nope; a = this.#nope }\nlocal.#nope', UNDECLARED, 'local.#nope', '      ^'],
    ['const n: number = this.#nope', UNDECLARED, 'const n: number = this.#nope', '                       ^'],
    ['enum E { A }\nE.#nope', UNDECLARED, 'E.#nope', '  ^'],
    // what has no code in JavaScript, and what is wrong with the code that is made
    ['let a = 1\n  module M {}', MODULE, '  module M {}', '  ^'],
    ['enum A { B }; module M {}', MODULE, 'enum A { B }; module M {}', '              ^'],
    ['"日本"; module M {}', MODULE, '"日本"; module M {}', '        ^'],
    ['enum A { B }\n@dec class D {}', DECORATOR, '@dec class D {}', '^'],
    [
      'class P { constructor(private a) {} @d m() {} }',
      DECORATOR,
      'class P { constructor(private a) {} @d m() {} }',
      `${' '.repeat(36)}^`,
    ],
    [
      'let a = 1\n; enum E { A } let E = 2',
      "Identifier 'E' has already been declared",
      '; enum E { A } let E = 2',
      '  ^',
    ],
  ])('marks the column in %j', async (source, message, line, mark) => {
    const evaluation = await frame.run(source)
    const [head, shown, below] = 'text' in evaluation ? evaluation.text.split('\n') : []
    expect([evaluation.kind, head, shown, below]).toEqual(['refused', `SyntaxError: ${message}`, line, mark])
  })
})
