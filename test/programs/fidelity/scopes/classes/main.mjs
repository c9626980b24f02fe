class Base {
  #secret = 'base secret'
  kind = 'base'
  describe(prefix) {
    const text = `${prefix} ${this.kind} ${this.#secret}`
    throw new Error(text)
  }
  static make(kind) {
    const made = new this()
    made.kind = kind
    return made
  }
}

class Derived extends Base {
  #own = 7
  kind = 'derived'
  describe() {
    const mine = 'derived says'
    return super.describe(mine)
  }
  #hidden(factor) {
    const product = this.#own * factor
    throw new RangeError(`product ${product}`)
  }
  reveal() {
    return this.#hidden(3)
  }
  get level() {
    return (() => {
      const arrow = this.#own + 1
      throw new Error(`level ${arrow}`)
    })()
  }
  static #registry = new Map([['a', 1]])
  static lookup(key) {
    const known = this.#registry.size
    if (!this.#registry.has(key)) throw new Error(`no ${key} among ${known}`)
  }
}

function Target(name) {
  const asNew = new.target !== undefined
  throw new Error(`${name} ${asNew}`)
}

const plain = {
  unit: 'kg',
  weigh(amount) {
    const shown = `${amount} ${this.unit}`
    throw new Error(shown)
  },
}

export const superCall = () => Derived.make('made').describe()
export const privateMethod = () => new Derived().reveal()
export const accessor = () => new Derived().level
export const statics = () => Derived.lookup('b')
export const newTarget = () => new Target('target')
export const method = () => plain.weigh(3)
export const lost = () => {
  const { weigh } = plain
  return weigh(4)
}
export const notMine = () => Derived.prototype.reveal.call({ other: 1 })
