class Cart {
  constructor(items) {
    this.items = items
  }
  get total() {
    const sum = this.items.length * 10
    if (sum > 20) throw new RangeError(`total ${sum}`)
    return sum
  }
  set coupon(code) {
    const upper = code.toUpperCase()
    throw new TypeError(`no such coupon: ${upper}`)
  }
  static get vat() {
    const country = 'DE'
    throw new Error(`no rate for ${country}`)
  }
}

export function getter() {
  const cart = new Cart(['tea', 'mug', 'pot'])
  return cart.total
}

export function setter() {
  const cart = new Cart([])
  cart.coupon = 'spring'
}

export function staticGetter() {
  const net = 5
  return net * Cart.vat
}

export function defined() {
  const target = Object.defineProperty({}, 'lazy', {
    get: function () {
      const tries = 3
      throw new Error(`lazy after ${tries}`)
    },
  })
  return target.lazy
}
