import { execFile } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import type { DecodedMap } from '../../src/server/source/decoded-map.ts'
import { createMapThread } from '../../src/server/source/map-thread.ts'
import { createScratch } from './scratch.ts'

const scratch = await createScratch()
const thread = createMapThread()
afterAll(() => thread.close())

const MAP = {
  version: 3,
  sources: ['a.ts', 'b.ts'],
  sourcesContent: ['alpha'],
  names: ['first'],
  mappings: 'AAAAA;ACAA',
}

async function opened(map: unknown, from = thread): Promise<DecodedMap> {
  const dataUrl = `data:application/json,${encodeURIComponent(JSON.stringify(map))}`
  const decoded = await from.decode({ kind: 'inline', dataUrl })
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.map
}

const AT = { line: 1, column: 1 }

describe('the thread for large maps', () => {
  it('answers as this thread does', async () => {
    const path = await scratch.write('a.map', JSON.stringify(MAP))
    const decoded = await thread.decode({ kind: 'file', path, size: 1000 })
    if (!decoded.ok) throw new Error(decoded.problem)
    const { map } = decoded
    expect(map.sources).toEqual([
      { name: 'a.ts', root: '', hasContent: true },
      { name: 'b.ts', root: '', hasContent: false },
    ])
    expect(await map.originalsOf([AT, { line: 2, column: 1 }, { line: 9, column: 1 }])).toEqual([
      { source: 0, position: AT },
      { source: 1, position: AT },
      undefined,
    ])
    expect(await map.namesAt([AT, { line: 1, column: 2 }])).toEqual(['first', undefined])
    expect(await Promise.all([0, 1, 7].map((source) => map.contentOf(source)))).toEqual(['alpha', undefined, undefined])
    map.close()
    await expect(map.originalsOf([AT])).rejects.toThrow('damaged')
  })

  it('tells of what cannot be used', async () => {
    expect(await thread.decode({ kind: 'inline', dataUrl: 'data:,{' })).toEqual({
      ok: false,
      problem: 'its source map cannot be used: it is not JSON',
    })
    expect(await thread.decode({ kind: 'file', path: `${scratch.root}/none`, size: 5 })).toEqual({
      ok: false,
      problem: 'its source map is missing',
    })
  })

  it('ends when nobody asks, and opens again what is asked for later', async () => {
    const brief = createMapThread(30)
    const map = await opened(MAP, brief)
    await setTimeout(300)
    expect(await map.contentOf(0)).toBe('alpha')
    brief.close()
    await expect(Promise.race([map.contentOf(0), setTimeout(5000, 'open again')])).resolves.toBe('alpha')
    brief.close()
  })

  it('runs nothing of the app’s: no preload, no environment, no output; and keeps no process alive', async () => {
    const preload = await scratch.write('preload.mjs', 'console.log("preload")')
    const main = await scratch.write(
      'main.mjs',
      `import { createMapThread } from ${JSON.stringify(new URL('../../src/server/source/map-thread.ts', import.meta.url).href)}
const keepAlive = setInterval(() => {}, 1000)
const result = await createMapThread().decode({ kind: 'inline', dataUrl: 'data:,{}' })
clearInterval(keepAlive)
console.log(result.problem)`,
    )
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', preload, main], {
      env: { ...process.env, NODE_OPTIONS: `--import ${preload}` },
      timeout: 20_000,
    })
    const printed = stdout.trim().split('\n')
    // Node runs a preload once, however often it is named; a thread would be the second time.
    expect(printed.filter((line) => line === 'preload')).toHaveLength(1)
    expect(printed.at(-1)).toMatch(/^its source map cannot be used/)
    expect(stderr).toBe('')
  })
})
