class Shape {
  constructor(sides) {
    const least = 3
    if (sides < least) throw new RangeError(`${sides} sides`)
    this.sides = sides
  }
}

class Line extends Shape {
  constructor(length) {
    const sides = length > 0 ? 2 : 1
    super(sides)
    this.length = length
  }
}

class Early extends Shape {
  constructor(reason) {
    const text = `before super: ${reason}`
    throw new Error(text)
    super(4)
  }
}

class Forgets extends Shape {
  constructor(colour) {
    const shade = `dark ${colour}`
    this.colour = shade
  }
}

class Late extends Shape {
  #secret = 'late'
  constructor() {
    super(5)
    const doubled = this.sides * 2
    throw new Error(`after super ${doubled}`)
  }
}

function Old(name) {
  this.name = name
  const upper = name.toUpperCase()
  throw new Error(`old ${upper}`)
}

export const base = () => new Line(9)
export const early = () => new Early('too soon')
export const forgets = () => new Forgets('red')
export const late = () => new Late()
export const old = () => new Old('style')
