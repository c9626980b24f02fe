import { parentPort, workerData } from 'node:worker_threads'

function work({ id }) {
  const squared = id * id
  throw new Error(`job ${id} makes ${squared}`)
}

if (workerData.id > 0) work(workerData)
else {
  try {
    work(workerData)
  } catch (failed) {
    parentPort.postMessage({ failed })
  }
}
