import { setTimeout as sleep } from 'node:timers/promises'

const load = (id) => sleep(1).then(() => ({ id, rows: null }))

export async function awaited() {
  const id = 7
  const count = await load(id).then((page) => {
    const label = `page ${page.id}`
    return page.rows.length
  })
  return count
}

export function returned() {
  const id = 8
  return load(id).then((page) => {
    const kind = 'returned'
    throw new Error(`${kind} ${page.id}`)
  })
}

export async function handled() {
  const id = 9
  return await load(id)
    .then(({ rows }) => rows[0])
    .catch((error) => {
      const seen = error.name
      throw new Error(`seen ${seen}`, { cause: error })
    })
    .finally(() => {
      const ended = true
    })
}

export async function rejected() {
  const reason = 'at once'
  return await Promise.reject(new Error(reason))
}

export async function executor() {
  const size = -5
  return await new Promise((resolve) => resolve(new Array(size)))
}
