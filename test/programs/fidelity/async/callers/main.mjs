import { setTimeout as sleep } from 'node:timers/promises'

const steps = {
  async load(id) {
    await sleep(1)
    return { id }
  },
  parse: async ({ id }) => {
    await sleep(1)
    const key = `k${id}`
    throw new Error(`cannot parse ${key}`)
  },
}

class Pipeline {
  static #runs = 0
  static async run(id) {
    Pipeline.#runs++
    const loaded = await steps.load(id)
    return await steps.parse(loaded)
  }
}

export async function notAwaited() {
  const id = 1
  return Pipeline.run(id)
}

export async function iife() {
  const id = 2
  return await (async () => {
    const inner = id + 1
    return await Pipeline.run(inner)
  })()
}

export async function inArguments() {
  const prefix = 'p'
  return [prefix, await Pipeline.run(3)].concat(await steps.load(4))
}

export async function conditional() {
  const ok = true
  const value = ok ? await Pipeline.run(5) : await steps.load(6)
  return value
}

export async function template() {
  const unit = 'EUR'
  return `${await Pipeline.run(7)} ${unit}`
}

export async function optional() {
  const maybe = { run: Pipeline.run }
  return await maybe?.run?.(8)
}
