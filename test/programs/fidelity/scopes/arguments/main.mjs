function joined() {
  const count = arguments.length
  throw new Error(`${count} given`)
}

function rest(first, ...others) {
  const last = others.at(-1)
  throw new Error(`${first} to ${last}`)
}

function viaArrow() {
  const inner = () => {
    const first = arguments[0]
    throw new Error(`first ${first}`)
  }
  return inner('not this')
}

function notMentioned(a) {
  const b = a
  throw new Error(`b ${b}`)
}

export const plain = () => joined('a', 'b', 'c')
export const more = () => rest(1, 2, 3)
export const arrow = () => viaArrow('outer')
export const extra = () => notMentioned(1, 2)
