import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { clientFor } from './clients.ts'
import { COMPILE_CACHE } from './compile-cache.ts'

/** A real program in a process of its own, with or without the preload, driven over HTTP. */
export interface Program {
  /** `http://127.0.0.1:port`, or `https:` */
  readonly origin: string
  stderr(): string
  stdout(): string
  /** A request as an unlocked client. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The text report of a failing request. */
  report(path: string): Promise<string>
  post(path: string, body: unknown): Promise<Response>
  /** Exit code, or the signal's name. */
  readonly exited: Promise<number | string | null>
  /** Default SIGKILL. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface ProgramOptions {
  /** Default true. */
  readonly preload?: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly nodeArgs?: readonly string[]
  readonly args?: readonly string[]
  /** False: the debugger is off, there is nothing to unlock. */
  readonly unlock?: boolean
  /** The binary; default: that of `TEST_NODE`, else the one that runs the test. */
  readonly node?: string
}

export const PIN = '2468-1357-9'
const PRELOAD = './src/server/register.ts'
const START_MS = 60_000
const NODE = process.env['TEST_NODE'] ?? process.execPath

/** Starts a program that prints `listening <port>` once it listens, with `https` or `http2` behind it where it is one. */
export async function startProgram(file: string, options: ProgramOptions = {}): Promise<Program> {
  const { preload = true, env = {}, nodeArgs = [], args = [], unlock = true, node = NODE } = options
  const state = mkdtempSync(join(tmpdir(), 'inquest-test-'))
  const child = spawn(node, [...nodeArgs, ...(preload ? ['--import', PRELOAD] : []), file, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: state,
      INQUEST_STATE: join(state, 'state'),
      INQUEST_PIN: PIN,
      ...COMPILE_CACHE,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const exited = new Promise<number | string | null>((resolve) => {
    // Not `exit`: what it printed last may still be on its way then.
    child.on('close', (code, signal) => resolve(code ?? signal))
  })
  const [, port, protocol] = await waitFor(
    () => /listening (\d+)(?: (https|http2))?\n/.exec(stdout) ?? undefined,
    exited,
    () => `${file} did not listen:\n${stderr}`,
  ).catch((failure: unknown) => {
    child.kill('SIGKILL')
    throw failure
  })
  const origin = `${protocol === undefined ? 'http' : 'https'}://127.0.0.1:${port ?? ''}`
  const send = clientFor(protocol)
  let cookie = ''
  const program: Program = {
    origin,
    exited,
    stderr: () => stderr,
    stdout: () => stdout,
    fetch: (path, init = {}) =>
      send(origin + path, {
        redirect: 'manual',
        ...init,
        headers: { ...(init.headers as Record<string, string>), cookie },
      }),
    post: (path, body) =>
      program.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    async report(path) {
      const response = await program.fetch(path, { headers: { accept: 'text/plain' } })
      return response.text()
    },
    async stop(signal = 'SIGKILL') {
      child.kill(signal)
      await exited
    },
  }
  if (unlock) {
    const response = await program.post('/__inquest__/api/unlock', { pin: PIN })
    if (response.status !== 204) throw new Error(`unlocking answered ${response.status}: ${await response.text()}`)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  }
  return program
}

async function waitFor<T>(look: () => T | undefined, exited: Promise<unknown>, complaint: () => string): Promise<T> {
  const deadline = performance.now() + START_MS
  const state = { gone: false }
  void exited.then(() => (state.gone = true))
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    if (state.gone || performance.now() > deadline) throw new Error(complaint())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Runs a program to its end. */
export async function runProgram(
  file: string,
  options: Omit<ProgramOptions, 'unlock'> = {},
): Promise<{ code: number | string | null; stdout: string; stderr: string }> {
  const { preload = true, env = {}, nodeArgs = [], args = [], node = NODE } = options
  const state = mkdtempSync(join(tmpdir(), 'inquest-test-'))
  const child = spawn(node, [...nodeArgs, ...(preload ? ['--import', PRELOAD] : []), file, ...args], {
    env: {
      PATH: process.env['PATH'],
      HOME: state,
      INQUEST_STATE: join(state, 'state'),
      INQUEST_PIN: PIN,
      ...COMPILE_CACHE,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const code = await new Promise<number | string | null>((resolve) => {
    child.on('close', (status, signal) => resolve(status ?? signal))
  })
  return { code, stdout, stderr }
}

/**
 * The text that is expected, from `test/golden`. With `UPDATE_GOLDEN=1` it is written anew; a difference leaves the actual
 * text beside it.
 */
export function golden(name: string, actual: string): string {
  const path = join('test', 'golden', `${name}.txt`)
  if (process.env['UPDATE_GOLDEN'] === '1' || !existsSync(path)) {
    if (process.env['UPDATE_GOLDEN'] !== '1') throw new Error(`${path} is missing: run with UPDATE_GOLDEN=1`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, actual)
  }
  const expected = readFileSync(path, 'utf8')
  if (expected !== actual) writeFileSync(`${path}.actual`, actual)
  return expected
}
