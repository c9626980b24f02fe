export function block() {
  const settings = { retries: 0 }
  return class Client {
    static retries = settings.retries
    static {
      const least = 1
      if (this.retries < least) throw new RangeError(`${this.name} needs ${least}`)
    }
  }
}

export function field() {
  const table = undefined
  return class Model {
    static columns = table.columns
  }
}

export function computed() {
  const key = Symbol('key')
  return class {
    [`a ${key}`]() {}
  }
}

export function heritage() {
  const Parent = { not: 'a class' }
  return class Child extends Parent {}
}
