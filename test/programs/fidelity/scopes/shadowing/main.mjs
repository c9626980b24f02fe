const name = 'module'

export function fail() {
  const name = 'function'
  const kept = 1
  {
    const name = 'block'
    const inner = 2
    for (const name of ['loop']) {
      try {
        JSON.parse(name)
      } catch (name) {
        const kind = name.constructor.name
        throw new Error(`${kind} ${kept + inner}`)
      }
    }
  }
}

export function parameters(name, other = () => name) {
  var name = 'var'
  throw new Error(`${name} and ${other()}`)
}
