import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { bench, directory, request } from './guard-bench.ts'

const GUARD = new URL('../../src/server/guard/index.ts', import.meta.url).href

/** What each of several processes that start at once says of one state directory. */
const PROGRAM = `
  const { createGuard } = await import(${JSON.stringify(GUARD)})
  const [stateDirectory, startAt] = process.argv.slice(1)
  const problems = []
  const onProblem = (message) => problems.push(message)
  while (Date.now() < Number(startAt)) {}
  const guard = createGuard({ stateDirectory, hosts: [], trustProxy: [], evaluate: true, onProblem })
  const headers = [['host', 'localhost'], ['content-type', 'application/json']]
  const common = { method: 'POST', path: '/', headers, encrypted: false, httpVersion: '1.1' }
  const own = guard.unlock({ ...common, remoteAddress: '192.0.2.' + (process.pid % 250) }, { pin: guard.pin })
  const statuses = Array.from({ length: 20 }, () => guard.unlock({ ...common, remoteAddress: '198.51.100.1' }, { pin: 'wrong' }).status)
  console.log(JSON.stringify({ pin: guard.pin, cookie: own.cookie.split(';')[0], statuses, problems }))
`

it('processes that start together agree on the PIN, share sessions and share the limits', async () => {
  const path = directory()
  const startAt = String(Date.now() + 1500)
  const run = promisify(execFile)
  const outputs = await Promise.all(
    Array.from({ length: 4 }, () => run(process.execPath, ['--input-type=module', '-e', PROGRAM, path, startAt])),
  )
  const said = outputs.map(
    ({ stdout }) => JSON.parse(stdout) as { pin: string; cookie: string; statuses: number[]; problems: string[] },
  )
  const { guard } = bench({ stateDirectory: path, now: Date.now })
  expect(said.flatMap(({ problems }) => problems)).toEqual([])
  expect(new Set(said.map(({ pin }) => pin))).toEqual(new Set([guard.pin]))
  expect(new Set(said.map(({ cookie }) => cookie.split('=')[0])).size).toBe(1)
  for (const { cookie } of said) expect(guard.session(request({ cookie }))).toBeDefined()
  const compared = said.flatMap(({ statuses }) => statuses).filter((status) => status === 401)
  expect(compared.length).toBeLessThanOrEqual(5)
}, 20_000)
