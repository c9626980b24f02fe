import { spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Hundreds of programs are started with the preload from its TypeScript: each would strip and compile all of it anew,
 * which is half of its start.
 */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: resolve('.cache/compile') } as const

/** Fills the cache: a program that is killed, as most of them are, leaves nothing in it. */
export function fillCompileCache(node: string): void {
  const state = mkdtempSync(join(tmpdir(), 'inquest-test-'))
  const env = { PATH: process.env['PATH'], HOME: state, INQUEST_STATE: state, ...COMPILE_CACHE }
  spawnSync(node, ['--import', './src/server/register.ts', '--eval', '0'], { env })
}

/** For the test runner, once before all tests. */
export default function setup(): void {
  fillCompileCache(process.env['TEST_NODE'] ?? process.execPath)
}
