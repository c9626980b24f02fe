// One function for each shape of scope that a frame may have; each throws. Sloppy code, so that `with` can be there.
const { createServer } = require('node:http')
const vm = require('node:vm')

const boom = (message = 'boom') => {
  throw new Error(message)
}
const pause = () => new Promise((done) => setTimeout(done, 1))

const shapes = {
  switchDiscriminant(n) {
    switch (boom()) {
      case 1:
        let captured = n
        return () => captured
      default:
        const other = 2
        return () => other
    }
  },
  switchCase(n) {
    switch (n) {
      case 1:
        let inside = n + 1
        ;(() => inside)()
        boom()
    }
  },
  fieldInitialiser(n) {
    return new (class {
      a = n + 1
      b = boom()
    })()
  },
  staticField(n) {
    return class {
      static a = n + 1
      static b = boom()
    }
  },
  staticBlock(n) {
    return class {
      static {
        const inside = n + 2
        boom(inside)
      }
    }
  },
  staticInLoop(n) {
    for (let i = 0; i < 2; i++) {
      const doubled = 2 * i
      class Kept {
        static a = [i, doubled, n]
        static b = boom()
      }
      void Kept
    }
  },
  staticNamed(n) {
    {
      let m = n + 1
      return class Named {
        static a = m
        static b = boom(Named)
      }
    }
  },
  staticNested(n) {
    return class {
      static inner = class {
        static a = n
        static b = boom()
      }
    }
  },
  staticArrow(n) {
    return class {
      static a = [2].map((p) => boom(p + n))
    }
  },
  computedKey(n) {
    const key = 'k' + n
    return class {
      static a = n
      static [boom(() => key)]() {}
      static b = n
    }
  },
  computedKeyOfField(n) {
    const key = 'k' + n
    return class {
      a = n;
      [boom(() => key)] = 1
      b = n
    }
  },
  heritage(n) {
    const wanted = n + 1
    return class extends boom(wanted) {
      static a = n
      static b = wanted
    }
  },
  privateNames(n) {
    return new (class {
      #secret = n + 41
      static #shared = 7
      #method() {
        return this.#secret
      }
      run() {
        const got = this.#method()
        boom(got)
      }
    })().run()
  },
  privateAccessor(n) {
    return new (class {
      #value = n
      get #double() {
        return this.#value * 2
      }
      run() {
        boom(this.#double)
      }
    })().run()
  },
  deadZone(n) {
    boom(n)
    let late = 1
    const later = () => late
    return later
  },
  deadZoneInDefault(n) {
    return ((a = b, b = 1) => a + b)()
  },
  defaultParameter(n) {
    return ((a = n + 1, b = boom(a)) => a + b)()
  },
  defaultParameterAndVar(n) {
    return ((a, f = () => a) => {
      var a = 5
      boom(f() + a)
    })(n)
  },
  directEval(n) {
    return eval('var made = n + 3; boom(made)')
  },
  strictEval(n) {
    return eval('"use strict"; let made = n + 4; boom(made)')
  },
  indirectEval(n) {
    globalThis.shapesBoom = boom
    return (0, eval)('((m) => { let made = m + 5; shapesBoom(made) })')(n)
  },
  newFunction(n) {
    return new Function('boom', 'm', 'let made = m + 6; boom(made)')(boom, n)
  },
  label(n) {
    outer: for (const x of [n, 2]) {
      inner: for (let y = 0; y < 3; y++) {
        if (y === 1) continue outer
        if (x === 2) boom(x)
      }
    }
  },
  generator(n) {
    function* numbers(limit) {
      for (let i = 0; i < limit; i++) {
        const doubled = yield i
        if (i === 1) boom(doubled)
      }
    }
    const running = numbers(n + 3)
    running.next()
    running.next('first')
    return running.next('second')
  },
  async asyncGenerator(n) {
    async function* numbers(limit) {
      const half = limit / 2
      yield 1
      await pause()
      boom(half)
    }
    for await (const value of numbers(n + 3)) void value
  },
  async forAwait(n) {
    const seen = []
    for await (const value of [pause(), n]) {
      seen.push(value)
      if (seen.length === 2) boom(value)
    }
  },
  async afterAwait(n) {
    const before = n + 1
    await pause()
    {
      const between = before + 1
      boom(between)
    }
  },
  throughProxy(n) {
    const handler = {
      get(target, name) {
        const asked = String(name)
        boom(asked)
      },
    }
    return new Proxy({ n }, handler).wanted
  },
  getter(n) {
    const owner = {
      n,
      get value() {
        const twice = this.n * 2
        boom(twice)
      },
    }
    return owner.value
  },
  setter(n) {
    const owner = {
      set value(given) {
        const kept = given + 1
        boom(kept)
      },
    }
    owner.value = n
  },
  otherRealm(n) {
    const context = vm.createContext({ boom, n })
    return vm.runInContext('(() => { let inThere = n + 1; boom(inThere) })()', context)
  },
  scriptInThisRealm(n) {
    globalThis.shapesBoom = boom
    return vm.runInThisContext('((m) => { let made = m + 7; shapesBoom(made) })', { filename: '/app/made.js' })(n)
  },
  catchDestructuring(n) {
    try {
      throw { code: n, detail: { text: 'why' } }
    } catch ({ code, detail: { text }, missing = 'none' }) {
      boom(code + text)
    }
  },
  finallyBlock(n) {
    try {
      return n
    } finally {
      const cleanup = n + 9
      boom(cleanup)
    }
  },
  superCall(n) {
    class Base {
      constructor(given) {
        this.given = given
      }
      run(extra) {
        const sum = this.given + extra
        boom(sum)
      }
    }
    return new (class extends Base {
      run() {
        return super.run(2)
      }
    })(n).run()
  },
  beforeSuper(n) {
    return new (class extends Object {
      constructor(given) {
        const early = given + 1
        boom(early)
        super()
      }
    })(n)
  },
  afterSuper(n) {
    return new (class extends Array {
      constructor(given) {
        super(3)
        boom(given)
      }
    })(n)
  },
  constructorTarget(n) {
    function Made(given) {
      this.given = given
      boom(new.target.name)
    }
    return new Made(n)
  },
  withStatement(n) {
    const object = { inWith: n + 1 }
    with (object) {
      let block = inWith + 1
      boom(block)
    }
  },
  closureInLoop(n) {
    const made = []
    for (let i = 0; i < 3; i++) {
      made.push(() => i)
      if (i === 2) boom(i)
    }
  },
  arrowThis(n) {
    this.mark = n
    return [1].map((item) => {
      const sum = item + this.mark
      boom(sum)
    })
  },
  arrowArguments(n) {
    return (() => {
      const count = arguments.length
      boom(count)
    })()
  },
  argumentsShadowed(n) {
    return ((arguments) => boom(arguments))('mine')
  },
  manyArguments(n) {
    return ((...rest) => boom(rest.length))(...Array.from({ length: 1000 }, (_, i) => i))
  },
  replacer(n) {
    return 'a1'.replace(/\d/, (digit) => {
      const number = Number(digit) + n
      boom(number)
    })
  },
  toPrimitive(n) {
    const owner = {
      [Symbol.toPrimitive](hint) {
        const asked = hint
        boom(asked)
      },
    }
    return `${owner}`
  },
  taggedTemplate(n) {
    const tag = (strings, value) => {
      const text = strings.raw.join('|') + value
      boom(text)
    }
    return tag`a${n}b`
  },
  frozen(n) {
    const held = Object.freeze({ n })
    throw Object.freeze(Object.assign(new Error('frozen'), { held }))
  },
  primitive(n) {
    const why = 'a number'
    throw n
  },
  nobody(n) {
    return (function () {
      'use strict'
      boom(typeof this)
    })()
  },
  sloppyNobody(n) {
    return (function () {
      boom(this === globalThis)
    })()
  },
}

const server = createServer(async (request, response) => {
  const name = request.url.slice(1)
  if (!Object.hasOwn(shapes, name)) return void response.end(JSON.stringify(Object.keys(shapes)))
  try {
    await shapes[name].call({}, 1, 'second')
  } catch (error) {
    response.statusCode = 500
  }
  response.end('done')
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`))
