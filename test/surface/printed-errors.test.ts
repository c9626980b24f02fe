import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Capture } from '../../src/server/capture/index.ts'
import { coverNodeServers, watchPrintedErrors } from '../../src/server/surface/index.ts'
import { ask, listen, surfaceBench } from './surface-bench.ts'

const late: unknown[] = []
const bench = surfaceBench()
const surfacer = { ...bench.surfacer, late: (_: unknown, { thrown }: Capture) => void late.push(thrown) }
let undo: (() => void)[] = []

beforeEach(() => {
  late.length = 0
  undo = [coverNodeServers(surfacer), watchPrintedErrors(surfacer)]
})
afterEach(() => {
  for (const step of undo) step()
})

async function respond(handle: (response: ServerResponse) => void): Promise<unknown[]> {
  const port = await listen(createServer((_, response) => handle(response)))
  await ask(port)
  await setTimeout(20)
  return late
}

describe('an error that is printed', () => {
  const error = new Error('amid the stream')

  it.each([
    ['itself', error],
    ['by its message', 'failed: amid the stream'],
    ['as the cause of another', new Error('failed', { cause: new Error('request', { cause: error }) })],
  ])('surfaces when the response has begun (%s)', async (_how, printed) => {
    const found = await respond((response) => {
      response.write('one')
      bench.threw(error)
      console.error(printed)
      response.end()
    })
    expect(found).toEqual([error])
  })

  it.each([
    ['before the response has begun', false, error],
    ['and is not the one that was thrown', true, new Error('another')],
    ['as some other text', true, 'all is well'],
  ])('is left alone %s', async (_when, begins, printed) => {
    const found = await respond((response) => {
      if (begins) response.write('one')
      bench.threw(error)
      console.error(printed)
      response.end()
    })
    expect(found).toEqual([])
  })

  it('runs no code of the app’s to know it', async () => {
    const trap = new Error('x')
    const read = vi.fn(() => 'amid the stream')
    Object.defineProperty(trap, 'message', { get: read })
    const found = await respond((response) => {
      response.write('one')
      bench.threw(trap)
      console.error('amid the stream')
      response.end()
    })
    expect([found, read.mock.calls]).toEqual([[], []])
  })
})
