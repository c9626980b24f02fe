const promised = (schedule, work) =>
  new Promise((resolve, reject) => {
    schedule(() => {
      try {
        resolve(work())
      } catch (error) {
        reject(error)
      }
    })
  })

function work(kind) {
  const label = `in ${kind}`
  throw new Error(label)
}

export async function microtask() {
  const kind = 'microtask'
  return await promised(queueMicrotask, () => work(kind))
}

export async function immediate() {
  const kind = 'immediate'
  return await promised(setImmediate, () => work(kind))
}

export async function tick() {
  const kind = 'tick'
  return await promised(process.nextTick, () => work(kind))
}

export async function interval() {
  let turns = 0
  return await new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      turns++
      if (turns === 2) {
        clearInterval(timer)
        reject(new Error(`after ${turns} turns`))
      }
    }, 1)
  })
}
