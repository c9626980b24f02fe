import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createGuard } from '../../src/server/guard/index.ts'
import type { Guard, GuardOptions, GuardRequest } from '../../src/server/guard/index.ts'

export type Headers = Record<string, string | readonly string[]>

/** A request as a browser on the same machine sends it; `headers` replace or (undefined host) leave out. */
export function request(headers: Headers = {}, rest: Partial<GuardRequest> = {}): GuardRequest {
  const all: Headers = { host: 'localhost:3000', ...headers }
  const lines = Object.entries(all).flatMap(([name, value]) =>
    (typeof value === 'string' ? [value] : value).map((line) => [name, line] as const),
  )
  return {
    method: 'GET',
    path: '/__inquest__/',
    headers: lines,
    remoteAddress: '127.0.0.1',
    encrypted: false,
    httpVersion: '1.1',
    ...rest,
  }
}

/** A change as our own page asks for it. */
export function change(headers: Headers = {}, rest: Partial<GuardRequest> = {}): GuardRequest {
  return request(
    {
      'content-type': 'application/json',
      origin: 'http://localhost:3000',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
    { method: 'POST', ...rest },
  )
}

export interface Bench {
  readonly guard: Guard
  readonly problems: string[]
  readonly clock: { now: number }
}

/** A guard with a clock that stands still. */
export function bench(options: Partial<GuardOptions> = {}, clock = { now: Date.UTC(2030, 0, 1) }): Bench {
  const problems: string[] = []
  const guard = createGuard({
    hosts: [],
    trustProxy: [],
    evaluate: true,
    onProblem: (message) => problems.push(message),
    now: () => clock.now,
    ...options,
  })
  return { guard, problems, clock }
}

/** An empty directory that goes with the test. */
export function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'inquest-guard-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Unlocks with the right PIN and returns the pair for the `Cookie` header. */
export function unlock(guard: Guard, from: GuardRequest = change()): string {
  const result = guard.unlock(from, { pin: guard.pin })
  if (!result.ok) throw new Error(`not unlocked: ${result.failure.code}`)
  return result.cookie.split(';')[0]!
}

/** A repeatable source of numbers in [0, 1). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
