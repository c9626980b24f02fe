const needed = (name) => {
  const text = `${name} is needed`
  throw new TypeError(text)
}

class User {
  id = 1
  name = needed('name')
  constructor(role) {
    this.role = role
  }
}

class Counter {
  #count = 41
  next = this.#count + 1
  broken = this.missing.value
}

export function initialiser() {
  const role = 'admin'
  return new User(role)
}

export const own = () => new Counter()
