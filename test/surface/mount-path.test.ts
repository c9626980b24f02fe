import { describe, expect, it, onTestFinished } from 'vitest'
import { mountPathOf } from '../../src/server/surface/mount-path.ts'
import { PIN, startProgram } from '../program.ts'

describe('the path that an app is mounted at', () => {
  it.each([
    ['/shop/fails?a=1', '/fails?a=1', '/shop'],
    ['/api/v1.0/fails', '/fails', '/api/v1.0'],
    ['/shop', '/', '/shop'],
    ['/shop/', '/', '/shop'],
    ['/shop?a=1', '/?a=1', '/shop'],
    ['/@admin/fails', '/fails', '/@admin'],
    ['/a+b/fails', '/fails', '/a+b'],
    ['/x:y/fails', '/fails', '/x:y'],
    ['/caf%C3%A9/fails', '/fails', '/caf%C3%A9'],
    ['/!$&()*+,;=:@-._~/fails', '/fails', '/!$&()*+,;=:@-._~'],
    ['/..a/b../...', '/...', '/..a/b..'],
    ['http://host.test/shop/fails', 'http://host.test/fails', '/shop'],
    ['http://host.test/shop', 'http://host.test', '/shop'],
    ['http://host.test/shop?a=1', 'http://host.test?a=1', '/shop'],
    ['http://host.test/fails', 'http://host.test/fails', ''],
    ['/fails', '/fails', ''],
    ['/fails', '/other', ''],
    [undefined, '/fails', ''],
    [['/shop/fails'], '/fails', ''],
    // What a client could have made of it.
    ['//evil.test/fails', '/fails', ''],
    ['/\\evil.test/fails', '/fails', ''],
    ['http://evil.test/fails', '/fails', ''],
    ['/shop//x/fails', '/fails', ''],
    ['/a"><script>/fails', '/fails', ''],
    ['/%2e%2e/fails', '/fails', ''],
    ['/%2E/fails', '/fails', ''],
    ['/.%2e/fails', '/fails', ''],
    ['/a/../fails', '/fails', ''],
    ['/a%2f%2Fevil.test/fails', '/fails', ''],
    ['/%5cevil.test/fails', '/fails', ''],
    ['/a%0d%0ax/fails', '/fails', ''],
    ['/a%/fails', '/fails', ''],
    ['/a%zz/fails', '/fails', ''],
    ["/a'b/fails", '/fails', ''],
    ['/a b/fails', '/fails', ''],
    ['/caf\u00e9/fails', '/fails', ''],
    ['/a?b/fails', '/fails', ''],
    ['/a#b/fails', '/fails', ''],
    ['shop/fails', '/fails', ''],
    ['http://evil.test/shop/fails', 'http://host.test/fails', ''],
    ['http://host.test//evil.test/fails', 'http://host.test/fails', ''],
    ['http://host.test.evil.test/fails', 'http://host.test/fails', ''],
  ])('of %j handed on as %j is %j', (originalUrl, url, path) => {
    expect(mountPathOf({ originalUrl, url })).toBe(path)
  })

  it('is before the paths of the debugger', async () => {
    const program = await startProgram('test/programs/surface/mounted.mjs', { preload: false, unlock: false })
    onTestFinished(() => program.stop())
    const stranger = await program.fetch('/api/shop/fails/7', { headers: { accept: 'text/html' } })
    expect([stranger.status, assetsOf(await stranger.text())]).toEqual([500, ['/api/shop/__inquest__/assets']])
    const other = await program.fetch('/@admin/fails/7', { headers: { accept: 'text/html' } })
    expect(assetsOf(await other.text())).toEqual(['/@admin/__inquest__/assets'])
    expect((await program.fetch('/@admin/__inquest__/assets/app.js')).status).toBe(200)

    const unlocked = await program.post('/api/shop/__inquest__/api/unlock', { pin: PIN })
    const cookie = unlocked.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const get = (path: string, accept: string): Promise<Response> =>
      fetch(program.origin + path, { headers: { accept, cookie } })
    const answer = await get('/api/shop/fails/7', 'application/json')
    const link = answer.headers.get('x-inquest-traceback') ?? ''
    expect(link).toMatch(/^\/api\/shop\/__inquest__\/t\/[\w-]+$/)
    await expect.poll(() => program.stderr()).toContain(`${program.origin}${link}`)
    const page = await (await get(link, 'text/html')).text()
    expect(assetsOf(page)).toEqual(['/api/shop/__inquest__/assets'])
    expect((await get('/api/shop/__inquest__/assets/app.js', '*/*')).status).toBe(200)
    expect(await (await get('/api/shop/__inquest__/', 'text/html')).text()).toContain(`href="${link}"`)
    expect((await get('/fails', 'text/html')).headers.get('x-inquest-traceback')).toBeNull()
  })
})

const assetsOf = (html: string): string[] => [
  ...new Set([...html.matchAll(/(?:src|href)="([^"]*\/assets)\//g)].map(([, path = '']) => path)),
]
