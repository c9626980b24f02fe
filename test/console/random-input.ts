/** Random programs that a REPL takes, one after the other. */
export interface Inputs {
  next(): string
  /** Everything declared so far. */
  names(): readonly string[]
}

export function createInputs(seed: number): Inputs {
  const random = mulberry(seed)
  const below = (n: number): number => Math.floor(random() * n)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  const values: string[] = [] // names that hold values
  const callables: string[] = []
  let count = 0
  const fresh = (): string => `n${count++}`

  const atom = (): string =>
    pick([
      () => String(below(9)),
      () => `'${pick(['a', 'b', 'c'])}'`,
      () => pick(['true', 'false', 'null', 'undefined']),
      () => (values.length === 0 ? '0' : pick(values)),
    ])()
  const expression = (depth = 2): string => {
    if (depth === 0) return atom()
    const sub = (): string => expression(depth - 1)
    return pick([
      atom,
      () => `(${sub()} ${pick(['+', '-', '*', '===', '<', '&&', '||', '??', ','])} ${sub()})`,
      () => `[${sub()}, ...[${sub()}]]`,
      () => `({ k: ${sub()}, ['m']: ${sub()} })`,
      () => `(${sub()} ? ${sub()} : ${sub()})`,
      () => `\`<\${${sub()}}>\``,
      () => (callables.length === 0 ? sub() : `${pick(callables)}(${sub()})`),
      () => `((p = ${sub()}) => p)(${sub()})`,
      () => `(function () { return ${sub()} })()`,
      () => `typeof ${sub()}`,
    ])()
  }
  const assignable = (): string => (values.length === 0 ? 'globalThis.spare' : pick(values))

  const pattern = (): [text: string, names: string[], init: string] => {
    const [a, b, c] = [fresh(), fresh(), fresh()]
    return pick<() => [string, string[], string]>([
      () => [`[${a}, ${b} = ${atom()}, ...${c}]`, [a, b, c], `[${expression()}, undefined, ${atom()}]`],
      () => [
        `{ k: ${a}, m: { q: ${b} = ${atom()} } = {}, ...${c} }`,
        [a, b, c],
        `{ k: ${expression()}, z: ${atom()} }`,
      ],
    ])()
  }
  const declaration = (kinds: readonly string[]): string => {
    const kind = pick(kinds)
    if (below(3) === 0) {
      const [text, names, init] = pattern()
      const source = `${kind} ${text} = ${init}${pick([';', '\n'])}`
      if (kind !== 'const') values.push(...names)
      return source
    }
    const name = kind === 'var' && values.length > 0 && below(3) === 0 ? reusable() : fresh()
    const init = kind === 'const' || below(4) > 0 ? ` = ${expression()}` : ''
    if (kind === 'var') variables.add(name)
    if (kind !== 'const' && !values.includes(name)) values.push(name)
    return `${kind} ${name}${init}${pick([';', '\n'])}`
  }
  const variables = new Set<string>()
  const reusable = (): string => (variables.size === 0 ? fresh() : pick([...variables]))

  const statement = (depth: number): string => {
    const sub = (): string => (depth === 0 ? `0, ${expression(1)};` : statement(depth - 1))
    return pick([
      () => `0, ${expression()}${pick([';', '\n;'])}`,
      () => `${assignable()} = ${expression()};`,
      () => declaration(['var']),
      () => `if (${expression(1)}) { ${sub()} } else { ${sub()} }`,
      () => `{ let inner = ${expression(1)}; ${sub()} inner; }`,
      () => {
        const name = fresh()
        const text = `for (var ${name} = 0; ${name} < ${below(4)}; ${name}++) { ${sub()} }`
        values.push(name)
        return text
      },
      () => {
        const [one, two] = [fresh(), fresh()]
        const text = `for (var [${one}, ${two} = 1] of [[${atom()}], [${atom()}, ${atom()}]]) { ${sub()} }`
        values.push(one, two)
        return text
      },
      () => `for (const item of [1, 2]) { if (item > 1) break; ${sub()} }`,
      () => `label${depth}: { ${sub()} if (${expression(1)}) break label${depth}; ${sub()} }`,
      () => `try { ${sub()} throw ${atom()} } catch (caught) { ${sub()} } finally { ${sub()} }`,
      () => `switch (${below(3)}) { case 0: ${sub()} case 1: ${sub()} break; default: ${sub()} }`,
      () => `do { ${sub()} } while (false);`,
      () => ';',
    ])()
  }
  const topLevel = (): string =>
    pick([
      () => declaration(['let', 'const', 'var']),
      () => {
        const name = fresh()
        const text = `function ${name}(p) { var own = p; return [own, ${expression(1)}] }`
        callables.push(name)
        return text
      },
      () => {
        const name = fresh()
        values.push(name)
        return `class ${name} { static s = ${atom()}; m() { return ${name} } }`
      },
      () => statement(2),
      () => statement(1),
      () => `0, ${expression()};`,
    ])()

  return {
    // What throws comes last: a console takes back names that never got their value, so that no failed input hides a
    // variable of the frame; in `vm` they stay for ever, and cannot even be assigned to.
    next: () => {
      const parts = Array.from({ length: 1 + below(4) }, topLevel)
      if (below(8) === 0) parts.push(`throw new ${pick(['TypeError', 'RangeError'])}();`)
      return parts.join(pick([' ', '\n']))
    },
    names: () => [...values, ...callables],
  }
}

function mulberry(seed: number): () => number {
  let state = seed * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
