import { setTimeout as sleep } from 'node:timers/promises'

class Connection {
  constructor(host) {
    this.host = host
  }
  async [Symbol.asyncDispose]() {
    const { host } = this
    await sleep(1)
    throw new Error(`cannot close ${host}`)
  }
}

export async function asynchronous() {
  const kind = 'async'
  await using connection = new Connection('db')
  return kind
}
