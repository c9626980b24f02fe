import { setTimeout as sleep } from 'node:timers/promises'
const connect = async (host) => {
  await sleep(1)
  const port = 5432
  throw new Error(`${host}:${port} refused`)
}
const host = 'db'
const connection = await connect(host)
export default connection
