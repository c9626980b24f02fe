import { describe, expect, it } from 'vitest'
import { createScriptOrigins } from '../../src/server/capture/index.ts'

const OWN = 'file:///srv/my%20app/node_modules/inquest/dist/server/'

const TABLE: readonly (readonly [url: string, origin: string])[] = [
  ['file:///srv/my%20app/server.js', 'app'],
  ['/srv/my app/server.js', 'app'],
  ['', 'app'],
  ['evalmachine.<anonymous>', 'app'],
  ['C:\\app\\server.js', 'app'],
  ['https://example.com/x.js', 'app'],
  ['webpack://app/./src/a.ts', 'app'],
  ['node:fs', 'node'],
  ['node:internal/process/task_queues', 'node'],
  ['/srv/node:fs.js', 'app'],
  ['file:///srv/my%20app/node_modules/hono/dist/hono.js', 'dependency'],
  ['/srv/my app/node_modules/express/lib/router.js', 'dependency'],
  ['/srv/my app/node_modules/.pnpm/koa@3/node_modules/koa/lib/koa.js', 'dependency'],
  ['file:///srv/my_node_modules/a.js', 'app'],
  ['file:///srv/node_modules_old/a.js', 'app'],
  ['file:///srv/my%20app/node_modules/mine/index.js', 'app'],
  ['/srv/my app/node_modules/@scope/mine/index.js', 'app'],
  ['/srv/my app/node_modules/mine-not/index.js', 'dependency'],
  ['/srv/my app/node_modules/mine/node_modules/other/index.js', 'dependency'],
  ['/srv/my app/node_modules/other/node_modules/mine/index.js', 'app'],
  ['/srv/my app/node_modules/a.b/index.js', 'app'],
  ['/srv/my app/node_modules/axb/index.js', 'dependency'],
  [`${OWN}capture/capturer.js`, 'own'],
  ['/srv/my app/node_modules/inquest/dist/server/capture/capturer.js', 'own'],
  ['inquest:entry', 'own'],
  ['file:///srv/my%20app/node_modules/inquest/examples/shop.js', 'dependency'],
]

describe('whose code a script is', () => {
  const origins = createScriptOrigins(OWN, ['mine', '@scope/mine', 'a.b'])
  it.each(TABLE)('%s: %s', (url, origin) => {
    expect(origins.of(url)).toBe(origin)
    expect(origins.of(url)).toBe(origin) // once more, as it is remembered
  })

  it('is what V8 is told to pass over', () => {
    const patterns = origins.blackboxPatterns.map((pattern) => new RegExp(pattern))
    for (const [url, origin] of TABLE) {
      const passedOver = patterns.some((pattern) => pattern.test(url))
      if (url.startsWith('inquest:')) continue // a pause in these is one that was asked for
      if (url.includes('/node_modules/') && url.lastIndexOf('/node_modules/') !== url.indexOf('/node_modules/'))
        continue
      expect([url, passedOver]).toEqual([url, origin !== 'app'])
    }
  })

  it('goes by the folder alone where no package is named', () => {
    const plain = createScriptOrigins(OWN)
    expect(plain.of('/srv/my app/node_modules/mine/index.js')).toBe('dependency')
  })

  it('does not remember without end', () => {
    for (let n = 0; n < 30_000; n++) origins.of(`file:///generated/${n}.js`)
    expect(origins.of('file:///generated/29999.js')).toBe('app')
  })
})
