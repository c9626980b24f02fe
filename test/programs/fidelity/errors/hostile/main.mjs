let calls = 0

class Getter extends Error {
  get message() {
    calls++
    throw new Error('no message for you')
  }
}
class Texts extends Error {
  toString() {
    calls++
    throw new Error('no text for you')
  }
  toJSON() {
    calls++
    throw new Error('no json for you')
  }
  [Symbol.for('nodejs.util.inspect.custom')]() {
    calls++
    throw new Error('no inspection for you')
  }
}

export function getter() {
  const kind = 'getter'
  throw new Getter()
}
export function texts() {
  const kind = 'texts'
  throw new Texts('hostile texts')
}
export function name() {
  const error = new Error('hostile name')
  Object.defineProperty(error, 'name', {
    get() {
      calls++
      throw new Error('no name for you')
    },
  })
  throw error
}
export function cause() {
  const error = new Error('hostile cause')
  Object.defineProperty(error, 'cause', {
    get() {
      calls++
      throw new Error('no cause for you')
    },
  })
  throw error
}
export function count() {
  return calls
}
