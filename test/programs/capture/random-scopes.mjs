// Random programs, each of which throws somewhere in a nest of scopes: what capturing and reading must survive. Prints a
// summary; a check inside V8 that fails ends the process.
import { runInThisContext } from 'node:vm'
import { createCapturer, createScriptOrigins, keepVariablesInOptimisedCode, openInspectorSession } from '../../../src/server/capture/index.ts'

keepVariablesInOptimisedCode()
process.on('unhandledRejection', () => undefined)

function makeProgram(seed) {
  let st = seed >>> 0
  const rnd = () => { st = (st + 0x6d2b79f5) | 0; let t = Math.imul(st ^ (st >>> 15), 1 | st); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296 }
  const below = (n) => Math.floor(rnd() * n), pick = (a) => a[below(a.length)], chance = (p) => rnd() < p
  let id = 0
  const fresh = () => 'v' + id++
  const cap = (vars) => vars.length === 0 ? 'K' : pick(vars)
  const maybeClosure = (vars) => chance(0.5) ? `use(() => ${cap(vars)});` : chance(0.3) ? `use(${cap(vars)});` : ''
  const decls = (vars) => { let s = ''; for (let n = below(3); n > 0; n--) { const v = fresh(); s += `${pick(['let', 'const', 'var'])} ${v} = ${pick(['1', `'s'`, '{}', '[1]', cap(vars), `() => ${cap(vars)}`])};`; vars.push(v) } return s + maybeClosure(vars) }
  // statement list with a hole
  const stmt = (depth, vars0, ctx) => {
    const vars = [...vars0]
    const pre = decls(vars)
    if (depth === 0) return pre + pick(['boom();', `boom(() => ${cap(vars)});`, `return boom();`.replace('return ', ctx.fn ? 'return ' : ''), `throw new Error('x');`])+ maybeClosure(vars)
    const inner = (c = ctx, extra = []) => stmt(depth - 1, [...vars, ...extra], c)
    const expr = (c = ctx) => exprHole(depth - 1, vars, c)
    const after = chance(0.3) ? `let ${fresh()} = 1;` : ''
    const kinds = [
      () => `{ ${inner()} }`,
      () => { const v = fresh(); return `for (let ${v} = 0; ${v} < 2; ${v}++) { ${inner(ctx, [v])} }` },
      () => { const v = fresh(); return `for (const ${v} of [1, 2]) { ${inner(ctx, [v])} }` },
      () => { const v = fresh(); return `for (const ${v} in { a: 1 }) { ${inner(ctx, [v])} }` },
      () => { const v = fresh(); return `for (let ${v} = ${expr()}; ; ) { use(() => ${v}); break }` },
      () => { const v = fresh(); return `for (const ${v} of ${expr()}) { use(() => ${v}) }` },
      () => { const v = fresh(), w = fresh(); return `switch (${chance(0.5) ? '1' : expr()}) { case 1: let ${v} = 1; ${chance(0.7) ? `use(() => ${v});` : ''} ${inner(ctx, [v])} break; default: const ${w} = 2; use(() => ${w}) }` },
      () => { const v = fresh(), w = fresh(); return `switch (1) { case ${expr()}: let ${v} = 1; use(() => ${v}); break; default: const ${w} = 2; use(() => ${w}) }` },
      () => { const v = fresh(); return `try { ${inner()} } catch (${v}) { use(() => ${v}); throw ${v} }` },
      () => { const v = fresh(); return `try { throw { a: 1 } } catch ({ a: ${v}${chance(0.4) ? `, b = ${expr()}` : ''} }) { ${inner(ctx, [v])} }` },
      () => `try { use(1) } finally { ${inner()} }`,
      () => { const v = fresh(); return `L${v}: { ${inner()} }` },
      () => ctx.strict ? `{ ${inner()} }` : `with ({ ww: 1 }) { ${inner(ctx, ['ww'])} }`,
      () => { const v = fresh(); return `let ${v} = ${expr()}; use(() => ${v});` },
      () => { const v = fresh(), w = fresh(); return `const { ${v} = ${expr()}, ${w} = () => ${v} } = {};` },
      () => { const v = fresh(); return `function ${v}(p${v}) { ${inner({ ...ctx, fn: true }, ['p' + v])} } ${v}(1);` },
      () => `${expr()};`, () => `${expr()};`, () => `use(${expr()});`, () => `if (${expr()}) use(1);`,
    ]
    return pre + pick(kinds)() + after
  }
  const fnCtx = (ctx) => ({ ...ctx, fn: true })
  const params = (depth, vars) => {
    const a = fresh(), b = fresh()
    return pick([
      () => [a, [a]], () => [`${a}, ${b} = () => ${a}`, [a, b]], () => [`{ k: ${a} = 1 } = {}, ...${b}`, [a, b]],
      () => depth > 0 ? [`${a}, ${b} = ${exprHole(depth - 1, [...vars, a], { strict: true })}`, [a, b]] : [a, [a]],
    ])()
  }
  const exprHole = (depth, vars, ctx) => {
    if (depth <= 0) return pick(['boom()', `boom(() => ${cap(vars)})`])
    const n = fresh()
    const body = (extra = [], c = fnCtx(ctx)) => stmt(depth - 1, [...vars, ...extra], c)
    const e = () => exprHole(depth - 1, vars, ctx)
    const sc = { strict: true, fn: false }
    const member = () => pick([
      () => `static a${fresh()} = ${cap(vars)};`, () => `a${fresh()} = ${cap(vars)};`, () => `static { use(() => ${cap(vars)}) }`, () => `#p${fresh()} = 1;`,
      () => `m${fresh()}() { return ${cap(vars)} }`, () => `static #s${fresh()} = ${cap(vars)};`, () => `[use('k${fresh()}')] = 1;`, () => `static [use('q${fresh()}')]() {}`, () => `get g${fresh()}() { return 1 }`,
    ])()
    const members = (k) => Array.from({ length: below(k) }, member).join(' ')
    const hole = () => { const nm = 'h' + fresh(); const se = exprHole(depth - 1, [...vars], sc); const x = pick([
      [`static ${nm} = ${se};`, (c) => c], [`${nm} = ${se};`, (c) => `new (${c})()`], [`static { ${stmt(depth - 1, vars, sc)} }`, (c) => c],
      [`static [${se}] = 1;`, (c) => c], [`[${se}]() {}`, (c) => c], [`[${se}] = 2;`, (c) => c],
      [`#${nm} = ${se};`, (c) => `new (${c})()`], [`static #${nm} = ${se};`, (c) => c], [`static ${nm}() { ${stmt(depth - 1, vars, { strict: true, fn: true })} }`, (c) => `(${c}).${nm}()`],
      [`${nm}() { ${stmt(depth - 1, vars, { strict: true, fn: true })} }`, (c) => `new (${c})().${nm}()`], [`constructor(z) { ${stmt(depth - 1, [...vars, 'z'], { strict: true, fn: true })} }`, (c) => `new (${c})(1)`],
      [`get ${nm}() { ${stmt(depth - 1, vars, { strict: true, fn: true })} }`, (c) => `new (${c})().${nm}`], [`static set ${nm}(z) { ${stmt(depth - 1, [...vars, 'z'], { strict: true, fn: true })} }`, (c) => `(${c}).${nm} = 1`],
      [`static async ${nm}() { ${stmt(depth - 1, vars, { strict: true, fn: true })} }`, (c) => `(${c}).${nm}()`], [`static *${nm}() { ${stmt(depth - 1, vars, { strict: true, fn: true })} }`, (c) => `[...(${c}).${nm}()]`],
    ]); return x }
    return pick([
      () => { const [p, ps] = params(depth - 1, vars); return `(function ${chance(0.5) ? n : ''}(${p}) { ${body(ps)} })(1)` },
      () => { const [p, ps] = params(depth - 1, vars); return `((${p}) => { ${body(ps)} })(1)` },
      () => `(() => ${e()})()`,
      () => `[...(function* ${n}() { yield 1; ${body()} })()]`,
      () => `[1].map((${n}) => { ${body([n])} })`,
      () => `({ get ${n}() { ${body()} } }).${n}`,
      () => `({ ${n}() { ${body()} } }).${n}()`,
      () => `({ [${e()}]: 1 })`,
      () => `\`\${${e()}}\``,
      () => `new Proxy({}, { get(t, ${n}) { ${body([n])} } }).x`,
      () => `new (class { constructor(${n}) { ${stmt(depth - 1, [...vars, n], { strict: true, fn: true })} } })(1)`,
      () => `new (class extends Object { constructor(${n}) { ${chance(0.5) ? 'super();' : ''} ${stmt(depth - 1, [...vars, n], { strict: true, fn: true })} } })(1)`,
      () => { const [m, w] = hole(); return `(${w(`class ${chance(0.5) ? n : ''} ${chance(0.3) ? 'extends Object' : ''} { ${members(3)} ${m} ${members(3)} }`)})` },
      () => { const [m, w] = hole(); return `(${w(`class ${chance(0.5) ? n : ''} { ${members(3)} ${m} ${members(3)} }`)})` },
      () => `(class extends (() => ${e()})() { ${members(3)} })`,
      () => `eval(${JSON.stringify(stmt(depth - 1, vars, { strict: ctx.strict, fn: false }))})`,
      () => `new Function('boom', 'use', 'K', ${JSON.stringify(stmt(depth - 1, ['K'], { strict: false, fn: true }))})(boom, use, K)`,
      () => `[${e()}]`, () => `(${cap(vars)}, ${e()})`, () => `(async () => { ${chance(0.5) ? '' : ''}${body()} })()`,
    ])()
  }
  return () => { id = 0; return `(function top(arg) { ${chance(0.2) ? '"use strict";' : ''} ${stmt(2 + below(5), ['arg'], { strict: false, fn: true })} })` }
}

const [from, to] = process.argv.slice(2).map(Number)
const summary = { programs: 0, frames: 0, live: 0, withoutReason: 0, gone: 0, failures: 0 }
let captured
const capturer = createCapturer({
  session: openInspectorSession(),
  origins: createScriptOrigins(new URL('../../../src/server/', import.meta.url).href),
  limits: { errorsPerSecond: 1e9, pauseShare: 1e9, liveFrames: 30, chainFrames: 300 },
  settleNames: [],
  onCapture: (capture) => (captured ??= capture),
  onFailure: () => summary.failures++,
})
Object.assign(globalThis, {
  K: 5,
  use: (value) => (typeof value === 'string' ? value : 1),
  boom: () => {
    throw new Error('x')
  },
})

for (let seed = from; seed < to; seed++) {
  let program
  try {
    program = runInThisContext(makeProgram(seed)(), { filename: '/app/random.js' })
  } catch {
    continue // `with` in a strict function
  }
  process.stderr.write(`${seed}\n`)
  for (let call = 0; call < (seed % 7 === 0 ? 40 : 1); call++) {
    captured = undefined
    capturer.begin()
    try {
      program(1)
    } catch {
      // what it is for
    } finally {
      capturer.end()
    }
  }
  summary.programs++
  for (const frame of captured?.frames ?? []) {
    summary.frames++
    if (frame.entry === undefined && !frame.reason) summary.withoutReason++
    if (frame.origin !== 'app' || /random-scopes/.test(frame.position.url)) continue
    const scopes = frame.scopes.filter(({ kind }) => kind !== 'module')
    const names = scopes.flatMap(({ variables }) => Object.getOwnPropertyNames(variables))
    for (const { variables } of scopes) for (const name of Object.getOwnPropertyNames(variables)) look(variables, name)
    if (frame.entry === undefined) continue
    summary.live++
    for (const name of names.slice(0, 5)) {
      const source = `[typeof ${name}, () => ${name}]`
      const entered = capturer.enter(frame, { source, scratch: {}, peek: false, timeoutMs: 2000 })
      if (entered.kind === 'gone') summary.gone++
    }
  }
}
console.log(JSON.stringify(summary))

function look(variables, name) {
  try {
    return typeof Object.getOwnPropertyDescriptor(variables, name)?.value
  } catch {
    return 'uninitialised'
  }
}
