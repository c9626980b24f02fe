import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { chooseReply, headerOf } from '../../src/server/surface/index.ts'
import { fromFetch, fromNode } from '../../src/server/surface/incoming-request.ts'

describe('the failing response', () => {
  const unlocked = { unlocked: true, visibility: 'locked' } as const
  const open = { unlocked: false, visibility: 'open' } as const
  const locked = { unlocked: false, visibility: 'locked' } as const
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

  it.each([
    [unlocked, browser, 'page'],
    [unlocked, 'text/html', 'page'],
    [unlocked, 'application/json, TEXT/HTML;level=1', 'page'],
    [unlocked, 'text/html;q=0', 'own-with-link'],
    [unlocked, 'text/html; q=0.000, text/plain', 'text'],
    [unlocked, 'text/html;q=0.01', 'page'],
    [unlocked, '*/*', 'own-with-link'],
    [unlocked, '', 'own-with-link'],
    [unlocked, 'text/*', 'own-with-link'],
    [unlocked, 'application/json', 'own-with-link'],
    [unlocked, 'xtext/html', 'own-with-link'],
    [unlocked, 'text/html-fragment', 'own-with-link'],
    [unlocked, 'application/xhtml+xml', 'own-with-link'],
    [unlocked, 'text/plain', 'text'],
    [unlocked, 'text/markdown', 'markdown'],
    [unlocked, 'text/plain, text/markdown', 'markdown'],
    [unlocked, 'text/plain;q=0, application/json', 'own-with-link'],
    [open, browser, 'page'],
    [open, '*/*', 'own'],
    [open, 'text/plain', 'own'],
    [open, 'application/json', 'own'],
    [open, '', 'own'],
    [locked, browser, 'own'],
    [locked, 'text/plain', 'own'],
    [locked, '', 'own'],
  ] as const)('for %o with Accept %j is %s', (who, accept, expected) => {
    const reply = chooseReply({ ...who, accept })
    expect(reply.kind === 'report' ? reply.format : reply.kind).toBe(expected)
  })
})

describe('the path of a request', () => {
  const pathOf = (url: string): string => {
    const request = new IncomingMessage(new Socket())
    request.url = url
    return fromNode(request).path
  }

  it.each([
    ['/', '/'],
    ['/a/b?q=/__inquest__/', '/a/b'],
    ['/__inquest__/t/x?y#z', '/__inquest__/t/x'],
    ['/a#b?c', '/a'],
    ['http://host/a?b', '/a'],
    ['HTTPS://host:3000/__inquest__/', '/__inquest__/'],
    ['http://host', '/'],
    ['http://host?q', '/'],
    ['http://user:pass@host/a', '/a'],
    ['//host/a', '//host/a'],
    ['//', '//'],
    ['*', '*'],
    ['?q', '/'],
    ['', '/'],
    ['/%5f_inquest__/', '/%5f_inquest__/'],
    ['/a/../__inquest__/', '/a/../__inquest__/'],
    ['/\\evil', '/\\evil'],
    ['/http://host/a', '/http://host/a'],
    ['ftp://host/a', 'ftp://host/a'],
    ['/%', '/%'],
  ])('%j is %j', (url, path) => {
    expect(pathOf(url)).toBe(path)
  })
})

describe('headers', () => {
  it('are kept as they came, doubled ones too', () => {
    const request = new IncomingMessage(new Socket())
    request.rawHeaders = ['Host', 'a', 'HOST', 'b', 'X-Odd', '1', 'dangling']
    const { headers } = fromNode(request)
    expect(headers).toEqual([
      ['Host', 'a'],
      ['HOST', 'b'],
      ['X-Odd', '1'],
    ])
    expect(headerOf(fromNode(request), 'host')).toBe('a')
    expect(headerOf(fromNode(request), 'dangling')).toBeUndefined()
  })

  it('of a fetch request name the host that its URL names', () => {
    const made = fromFetch(new Request('https://shop.test:8443/a?b#c'), undefined)
    expect(made).toMatchObject({ url: '/a?b', path: '/a', encrypted: true, headers: [['host', 'shop.test:8443']] })
    const sent = fromFetch(new Request('http://x/', { headers: { host: 'real.test' } }), undefined)
    expect(sent.headers).toEqual([['host', 'real.test']])
  })
})
