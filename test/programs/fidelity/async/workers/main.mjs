import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export async function throws() {
  const job = { id: 5 }
  const worker = new Worker(new URL('./job.mjs', import.meta.url), { workerData: job })
  const [message] = await once(worker, 'message')
  return message
}

export async function replies() {
  const job = { id: -1 }
  const worker = new Worker(new URL('./job.mjs', import.meta.url), { workerData: job })
  const [message] = await once(worker, 'message')
  if (message.failed) throw message.failed
  return message
}
