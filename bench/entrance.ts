/**
 * Whether the clock tells where the base path is, with the entrance by link: `node bench/entrance.ts [requests]`. Asks
 * the base path and a path beside it in turn, with a door and without, over one kept connection; 19 links are open.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../test/program.ts'

const LINKS = 19
const requests = Number(process.argv[2] ?? 2000)
const state = mkdtempSync(join(tmpdir(), 'inquest-entrance-'))
const program = await startProgram('test/programs/security/app.mjs', {
  unlock: false,
  env: { INQUEST_STATE: state, INQUEST_ENTRANCE: 'link' },
})
try {
  for (let n = 1; n < LINKS; n++) {
    execFileSync(process.execPath, ['src/server/cli/main.ts', 'link'], {
      env: { PATH: process.env['PATH'], HOME: state, INQUEST_STATE: state },
    })
  }
  for (const query of ['', `?door=${'d'.repeat(43)}`]) {
    const paths = [`/__inquest__/${query}`, `/__inquesu__/${query}`]
    const times: number[][] = [[], []]
    const ask = await open(program.origin)
    for (let n = -200; n < requests; n++) {
      for (const at of n % 2 === 0 ? [0, 1] : [1, 0]) {
        const us = await ask(paths[at] ?? '')
        if (n >= 0) times[at]?.push(us)
      }
    }
    const [ours = 0, beside = 0] = times.map((list) => list.sort((a, b) => a - b)[list.length >> 1] ?? 0)
    const shown = `${ours.toFixed(0)} µs, beside it ${beside.toFixed(0)} µs, ratio ${(ours / beside).toFixed(2)}`
    console.log(`${query === '' ? 'without a door' : 'with a wrong door'}: ${shown}`)
  }
} finally {
  await program.stop()
  rmSync(state, { recursive: true, force: true })
}

/** Asks one path at a time; microseconds until the answer begins. */
function open(origin: string): Promise<(path: string) => Promise<number>> {
  const { hostname, port, host } = new URL(origin)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true }).on('error', reject)
    let done = (): void => undefined
    socket.on('data', () => {
      done()
    })
    socket.on('connect', () => {
      resolve(async (path) => {
        const start = process.hrtime.bigint()
        await new Promise<void>((settle) => {
          done = settle
          socket.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\n\r\n`)
        })
        const us = Number(process.hrtime.bigint() - start) / 1000
        await new Promise((settle) => setTimeout(settle, 1))
        return us
      })
    })
  })
}
