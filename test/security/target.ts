import { afterAll, beforeAll } from 'vitest'
import { PIN, startProgram } from '../program.ts'
import type { Program, ProgramOptions } from '../program.ts'
import { printRequest, sendRaw } from './raw-request.ts'
import type { HeaderLines, RawAnswer, RawOptions } from './raw-request.ts'

export const APP = 'test/programs/security/app.mjs'
export const BASE = '/__inquest__'

/** What only an unlocked client may see of the app. */
export const SECRETS = /hunter2|4711|2468-?1357-?9/

/** A running app with the debugger, and whoever attacks it. */
export interface Target {
  readonly program: Program
  readonly port: number
  /** `name=value` of the developer who is in. */
  readonly cookie: string
  /** `127.0.0.1:port` */
  readonly host: string
  /** A traceback that is there for the taking. */
  readonly tracebackId: string
  /** Method, path, headers (Host is added unless given), body. */
  send(method: string, path: string, headers?: HeaderLines, body?: string, options?: RawOptions): Promise<RawAnswer>
  /** The same with the developer's cookie. */
  sendIn(method: string, path: string, headers?: HeaderLines, body?: string): Promise<RawAnswer>
}

export const JSON_TYPE = ['content-type', 'application/json'] as const
export const HTML = ['accept', 'text/html'] as const

export async function openTarget(options: ProgramOptions = {}, file: string = APP): Promise<Target> {
  const program = await startProgram(file, options)
  const port = Number(new URL(program.origin).port)
  const host = `127.0.0.1:${port}`
  const send: Target['send'] = (method, path, headers = [], body = '', rawOptions = {}) => {
    const hasHost = headers.some(([name]) => name.toLowerCase() === 'host')
    const all: HeaderLines = hasHost ? headers : [['Host', host], ...headers]
    return sendRaw(port, printRequest(method, path, all, body), rawOptions)
  }
  const cookie = options.unlock === false ? '' : await unlock(send)
  const sendIn: Target['sendIn'] = (method, path, headers = [], body = '') =>
    send(method, path, [...headers, ['cookie', cookie]], body)
  let tracebackId = ''
  if (cookie !== '') {
    const answer = await sendIn('GET', '/boom', [['accept', '*/*']])
    tracebackId = /^x-inquest-traceback: \S+\/t\/(\S+)$/im.exec(answer.head)?.[1] ?? ''
    if (tracebackId === '') throw new Error(`no traceback: ${answer.raw}`)
  }
  return { program, port, cookie, host, tracebackId, send, sendIn }
}

/** One for all tests of a file or a `describe`. */
export function useTarget(options: ProgramOptions = {}, file: string = APP): () => Target {
  let target: Target | undefined
  beforeAll(async () => {
    target = await openTarget(options, file)
  })
  afterAll(async () => {
    await target?.program.stop()
  })
  return () => {
    if (target === undefined) throw new Error('the app is not running')
    return target
  }
}

async function unlock(send: Target['send']): Promise<string> {
  const answer = await send('POST', `${BASE}/api/unlock`, [JSON_TYPE], JSON.stringify({ pin: PIN }))
  const cookie = /^set-cookie: (\S+?);/im.exec(answer.head)?.[1]
  if (answer.status !== 204 || cookie === undefined) throw new Error(`not unlocked: ${answer.raw}`)
  return cookie
}

/** The body of a refusal. */
export function codeOf(answer: RawAnswer): string | undefined {
  try {
    return (JSON.parse(answer.body) as { code?: string }).code
  } catch {
    return undefined
  }
}

/** Every route that changes or reads something behind the PIN, with a body that would work. */
export function behindThePin(id: string): readonly (readonly [method: string, path: string, body?: string])[] {
  return [
    ['GET', `${BASE}/api/tracebacks`],
    ['GET', `${BASE}/api/tracebacks/${id}`],
    ['GET', `${BASE}/api/tracebacks/${id}.txt`],
    ['GET', `${BASE}/api/tracebacks/${id}.md`],
    ['GET', `${BASE}/api/tracebacks/${id}.curl`],
    ['POST', `${BASE}/api/tracebacks/${id}/frames/0/evaluate`, '{"source":"6*7","mode":"run"}'],
    ['POST', `${BASE}/api/tracebacks/${id}/frames/0/complete`, '{"source":"cust","cursor":4}'],
    ['POST', `${BASE}/api/tracebacks/${id}/expand`, '{"ref":"s1"}'],
    ['DELETE', `${BASE}/api/tracebacks/${id}x`],
    ['POST', `${BASE}/api/lock`, '{}'],
  ]
}
