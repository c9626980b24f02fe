import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createSourceReader } from '../../src/server/source/index.ts'
import { packageOf } from '../../src/server/source/origins.ts'
import { createScratch, inlineMap } from './scratch.ts'

const scratch = await createScratch()

describe('origins', () => {
  it.each(['node:fs', 'node:internal/modules/cjs/loader'])('%s is of Node', async (url) => {
    expect(await createSourceReader().locate({ url, line: 5, column: 6 })).toEqual({
      location: { file: url, line: 5, column: 6 },
      origin: 'node',
    })
  })

  it.each([
    ['plain', 'node_modules/plain/lib/a.js', { name: 'plain', version: '1.0.0' }, 'plain 1.0.0'],
    ['scoped', 'node_modules/@scope/pkg/a.js', { name: '@scope/pkg', version: '2.0.0-rc.1' }, '@scope/pkg 2.0.0-rc.1'],
    ['nested', 'node_modules/outer/node_modules/inner/a.js', { name: 'inner', version: '3.0.0' }, 'inner 3.0.0'],
    ['pnpm', 'node_modules/.pnpm/p@4.0.0/node_modules/p/a.js', { name: 'p', version: '4.0.0' }, 'p 4.0.0'],
    ['alias', 'node_modules/alias/a.js', { name: 'real', version: '5.0.0' }, 'real 5.0.0'],
    ['odd version', 'node_modules/odd/a.js', { version: 7 }, 'odd'],
    ['no version', 'node_modules/none/a.js', undefined, 'none'],
  ])('%s packages', async (_, file, json, expected) => {
    const path = await scratch.write(file, 'a()')
    const directory = packageOf(path)?.directory ?? ''
    if (json !== undefined)
      await scratch.write(join(directory.slice(scratch.root.length + 1), 'package.json'), JSON.stringify(json))
    const located = await createSourceReader().locate({ url: pathToFileURL(path).href, line: 1, column: 1 })
    expect(located).toMatchObject({ origin: 'dependency', package: expected, excerpt: { lines: ['a()'] } })
  })

  it('survives a package.json that is none', async () => {
    const path = await scratch.write('node_modules/broken/a.js', 'a()')
    await scratch.write('node_modules/broken/package.json', '{')
    expect(await createSourceReader().locate({ url: path, line: 1, column: 1 })).toMatchObject({ package: 'broken' })
  })

  it('lets the caller overrule', async () => {
    const path = await scratch.write('node_modules/own/a.js', 'a()')
    const asked: string[] = []
    const reader = createSourceReader({ isApp: (file) => (asked.push(file), true) })
    expect(await reader.locate({ url: pathToFileURL(path).href, line: 1, column: 1 })).toMatchObject({ origin: 'app' })
    expect(new Set(asked)).toEqual(new Set([path]))
  })

  it('keeps a dependency a dependency, and its maps out of other files', async () => {
    await scratch.write('src/secret.ts', 'secret()')
    const map = { version: 3, names: [], mappings: 'AAAA', sources: ['../../src/secret.ts'] }
    const path = await scratch.write('node_modules/sly/a.js', `a()\n${inlineMap(map)}`)
    const located = await createSourceReader().locate({ url: path, line: 1, column: 1 })
    expect(located).toMatchObject({ origin: 'dependency', package: 'sly' })
    expect(located.location.file).toBe(join(scratch.root, 'src/secret.ts'))
    expect(JSON.stringify(located.excerpt)).not.toContain('secret()')
  })

  it('reads packages from paths', () => {
    expect(packageOf('/a/src/x.js')).toBeUndefined()
    expect(packageOf('/a/my_node_modules/x/y.js')).toBeUndefined()
    expect(packageOf('webpack://app/./node_modules/@s/p/x.js')).toEqual({
      name: '@s/p',
      directory: 'webpack://app/./node_modules/@s/p',
    })
    expect(packageOf('C:\\a\\node_modules\\p\\x.js')?.name).toBe('p')
  })
})
