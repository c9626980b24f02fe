import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A server under measurement, in a process of its own. */
export interface Child {
  /** Status, text and headers of a request over one of a few kept connections. */
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<{ status: number; body: string }>
  post(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: string }>
  unlock(): Promise<string>
  stop(): Promise<void>
}

export interface ChildOptions {
  readonly preload: boolean
  readonly env?: Readonly<Record<string, string>>
}

const PIN = '2468-1357-9'

/** Starts a program that prints `listening <port>`. */
export async function startChild(file: string, { preload, env = {} }: ChildOptions): Promise<Child> {
  const home = mkdtempSync(join(tmpdir(), 'inquest-bench-'))
  const args = ['--expose-gc', ...(preload ? ['--import', './src/server/register.ts'] : []), file]
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: home, INQUEST_STATE: join(home, 'state'), INQUEST_PIN: PIN, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const port = await new Promise<number>((resolve, reject) => {
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /listening (\d+)/.exec(said)?.[1]
      if (found !== undefined) resolve(Number(found))
    })
    child.on('exit', (code) => {
      reject(new Error(`${file} ended with ${String(code)}`))
    })
  })
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 })
  const send = (
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<{ status: number; body: string; cookie: string }> =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => {
          const cookie = response.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
          resolve({ status: response.statusCode ?? 0, body: text, cookie })
        })
      })
      request.on('error', reject).end(body)
    })
  return {
    get: (path, headers = {}) => send('GET', path, headers),
    post: (path, body, headers) =>
      send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body)),
    async unlock() {
      const type = { 'content-type': 'application/json' }
      return (await send('POST', '/__inquest__/api/unlock', type, JSON.stringify({ pin: PIN }))).cookie
    },
    async stop() {
      agent.destroy()
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.removeAllListeners('exit').once('exit', () => undefined)
      child.kill('SIGKILL')
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 200))])
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** `work` for 0 … `count - 1`, at most `width` at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) await work(next++)
    }),
  )
}
