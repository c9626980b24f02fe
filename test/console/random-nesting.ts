/** Random inputs in which as much as possible begins and ends at the same places; none is wrong. */
export function createNesting(seed: number): { next(): string } {
  let state = seed
  const below = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % n
  }
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  let count = 0

  const expression = (depth: number, awaits: boolean): string => {
    if (depth === 0) return pick(['x', 'known', 'known(1)', 'a.then', '`${a.then}`', 'this', '1'])
    const sub = (): string => expression(depth - 1, awaits)
    return pick([
      () => `() => ${body(depth - 1, false)}`,
      () => `async () => ${body(depth - 1, true)}`,
      () => `async y => ${body(depth - 1, true)}`,
      () => `known(${sub()})`,
      () => `x.then(${sub()})`,
      () => `known.catch(${sub()}).finally`,
      () => `queueMicrotask(${sub()})`,
      () => `y = ${sub()}`,
      () => `[${sub()}]`,
      () => `known\`\${${sub()}}\``,
      () => `(${sub()})`,
      () => (awaits ? `await (${sub()})` : sub()),
      () => (awaits ? `await ${expression(0, awaits)}` : sub()),
      () => `function () { ${statement(depth - 1, false)} }`,
      () => `class { f = ${expression(depth - 1, false)}; static { ${statement(depth - 1, false)} } }`,
    ])()
  }
  const body = (depth: number, awaits: boolean): string =>
    below(3) === 0 ? `{ ${statement(depth, awaits)} }` : expression(depth, awaits)
  const statement = (depth: number, awaits: boolean): string => {
    const name = `n${count++}`
    const end = pick([';', '\n'])
    const sub = (): string => (depth === 0 ? `y = x${end}` : statement(depth - 1, awaits))
    return pick([
      () => `y = ${expression(depth, awaits)}${end}`,
      () => `var ${name} = ${expression(depth, awaits)}${end}`,
      () => `var ${name}, [${name}a = ${expression(depth, awaits)}] = []${end}`,
      () => `for (const q of list) ${sub()}`,
      () => `for (;;) ${sub()}`,
      () => `for (var ${name} = ${expression(depth, false)};;) { ${sub()} }`,
      () => `while (x) ${sub()}`,
      () => `do ${sub()} while (x)${end}`,
      () => (awaits ? `for await (const q of list) ${sub()}` : sub()),
      () => `if (x) ${sub()} else ${sub()}`,
      () => `{ ${sub()} }`,
      () => `{ ${sub()} function ${name}() { ${statement(0, false)} } ${sub()} }`,
      () => `while (x) { function ${name}() { ${statement(0, false)} } }`,
      () => `l${name}: ${sub()}`,
      () => `try { ${sub()} } catch { ${sub()} }`,
    ])()
  }
  const top = (): string => {
    const name = `n${count++}`
    const awaits = below(2) === 0
    return pick([
      () => `const ${name} = ${expression(3, awaits)}${pick([';', '\n'])}`,
      () => `let ${name} = ${expression(2, awaits)}, { ${name}b } = ${expression(2, awaits)}${pick([';', '\n'])}`,
      () => `function ${name}(p = ${expression(1, false)}) { ${statement(2, false)} }`,
      () => `async function ${name}() { ${statement(2, true)} }`,
      () => `class ${name} { m() { ${statement(2, false)} } }`,
      () => statement(2, awaits),
      () => statement(3, awaits),
    ])()
  }
  return { next: () => Array.from({ length: 1 + below(3) }, top).join(pick(['', ' ', '\n'])) }
}
