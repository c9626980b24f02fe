const strict = {
  get(target, key, receiver) {
    const known = Object.keys(target)
    if (!Reflect.has(target, key)) throw new ReferenceError(`no ${String(key)} among ${known.join(', ')}`)
    return Reflect.get(target, key, receiver)
  },
  apply(target, self, args) {
    const count = args.length
    throw new TypeError(`called with ${count}`)
  },
}

export function get() {
  const config = new Proxy({ port: 80, host: 'a' }, strict)
  const port = config.port
  return port + config.prot
}

export function apply() {
  const callable = new Proxy(() => 1, strict)
  const first = 'one'
  return callable(first, 'two')
}
