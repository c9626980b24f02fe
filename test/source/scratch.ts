import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { Excerpt } from '../../src/shared/traceback.ts'

/** A directory of this test file's own, removed after it. Files in it are dated before the process started. */
export async function createScratch(): Promise<{
  readonly root: string
  write(name: string, content: string | Uint8Array): Promise<string>
}> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'source-')))
  afterAll(() => rm(root, { recursive: true, force: true }))
  return {
    root,
    async write(name, content) {
      const path = join(root, name)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, content)
      const before = new Date(Date.now() - 86_400_000)
      await utimes(path, before, before)
      return path
    },
  }
}

export function inlineMap(map: unknown): string {
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}\n`
}

/** The line of an excerpt with a number of the file. */
export function lineIn(excerpt: Excerpt | undefined, line: number): string | undefined {
  return excerpt?.lines[line - excerpt.startLine]
}

/** 1-based position of the first `needle` in `text`. */
export function positionOf(text: string, needle: string): { line: number; column: number } {
  const at = text.indexOf(needle)
  if (at === -1) throw new Error(`no ${needle} in the fixture`)
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

/** Repeatable noise: a linear congruential generator. */
export function createNoise(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
