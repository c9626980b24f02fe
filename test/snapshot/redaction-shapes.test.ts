import { describe, expect, it } from 'vitest'
import { createRedactor, MASK } from '../../src/server/snapshot/index.ts'

const { maskText, maskUrl, maskHeaders, maskPairs, maskCookies } = createRedactor()
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1g'

const masked: readonly (readonly [text: string, masked: string])[] = [
  [jwt, MASK],
  [`got ${jwt}, sorry`, `got ${MASK}, sorry`],
  [jwt.slice(0, 30), MASK],
  [
    '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nx',
    `-----BEGIN RSA PRIVATE KEY-----${MASK}\nx`,
  ],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', `-----BEGIN PRIVATE KEY-----${MASK}`],
  ['Bearer abc.def', `Bearer ${MASK}`],
  ['bearer 0a1b2c3d', `bearer ${MASK}`],
  ['Basic dXNlcjpwYXNz', `Basic ${MASK}`],
  ['GET / HTTP/1.1\r\nCookie: sid=1; b=2\r\nHost: a', `GET / HTTP/1.1\r\nCookie: ${MASK}\r\nHost: a`],
  ['Authorization: Digest username', `Authorization: ${MASK}`],
  ['postgres://app:hunter2@db:5432/x', `postgres://app:${MASK}@db:5432/x`],
  ['redis://:hunter2@cache', `redis://:${MASK}@cache`],
  ['mongodb+srv://u:p@ss@h/d?x=1', `mongodb+srv://u:${MASK}@h/d?x=1`],
  ['Server=db;User Id=sa;Password=hunter2;', `Server=db;User Id=sa;Password=${MASK};`],
  ['user=ann&password=hunter2&x=1', `user=ann&password=${MASK}&x=1`],
  ['/login?token=abc&next=/', `/login?token=${MASK}&next=/`],
  ['user%5Bpassword%5D=x&a=1', `user%5Bpassword%5D=${MASK}&a=1`],
  ['{"password":"hun\\"ter2","a":1}', `{"password":"${MASK}","a":1}`],
  ['{"pin": 1234, "a": 1}', `{"pin": "${MASK}", "a": 1}`],
  ['{"apiKey": "cut o', `{"apiKey": "${MASK}"`],
  ['name="password"\r\n\r\nhunter2\r\n--', `name="password"\r\n\r\n${MASK}\r\n--`],
  ['card 4242 4242 4242 4242.', `card ${MASK}.`],
  ['5555555555554444', MASK],
  ['3782-822463-10005', MASK],
  [`sk_live_${'a1'.repeat(12)}`, MASK],
  [`ghp_${'a1'.repeat(18)}`, MASK],
  [`github_pat_${'a1'.repeat(18)}`, MASK],
  ['AKIAIOSFODNN7EXAMPLE', MASK],
  ['xoxb-123456789012-abcdef', MASK],
  ["{'password':'hunter2'}", `{'password':'${MASK}'}`],
  ['{ user: 1, apiKey: "hunter2", x: 1 }', `{ user: 1, apiKey: "${MASK}", x: 1 }`],
  ['{"query":"mutation { login(pin: \\"hunter2\\") }"}', `{"query":"mutation { login(pin: \\"${MASK}\\") }"}`],
  ['{"data":"{\\"password\\":\\"hunter2\\"}"}', `{"data":"{\\"password\\":\\"${MASK}\\"}"}`],
  ["password = 'hunter2'", `password = '${MASK}'`],
  ['<u><password>hunter2</password></u>', `<u><password>${MASK}</password></u>`],
  ['<wsse:Password Type="x">hunter2</wsse:Password>', `<wsse:Password Type="x">${MASK}</wsse:Password>`],
  ['[{"name":"password","value":"hunter2"}]', `[{"name":"password","value":"${MASK}"}]`],
  ['[db]\npassword = hunter 2\nport = 5432', `[db]\npassword = ${MASK}\nport = 5432`],
  ['export API_KEY = abc', `export API_KEY = ${MASK}`],
  ["curl -u ann:hunter2 'https://x.test'", `curl -u ann:${MASK} 'https://x.test'`],
  ['curl --user "ann:hunter2" x', `curl --user "ann:${MASK}" x`],
  ['card 4242.4242.4242.4242', `card ${MASK}`],
  [`key is sk-proj-${'a1'.repeat(12)}!`, `key is ${MASK}!`],
]

const untouched = [
  'tea',
  '',
  'Bearer token missing',
  'basic auth is off',
  'Unexpected token function in JSON at position 4',
  '1700000000000',
  '4242424242424241',
  '4242.4242.4242.4241',
  '4.242424242424242',
  'port = 5432\nname = shop',
  'docker run -u app x',
  'order 123456789012345678901234567890',
  'https://example.org:8080/a@b?x=1',
  'http://localhost:3000/@vite/client',
  'user@example.org',
  '2026-01-01T00:00:00.000Z',
  'a=1&b=2',
  '<p>the password is long</p>',
  "{ name: 'ann', keys: ['a'] }",
  '{"name":"ann","keys":["a"]}',
  'total: 12\ncount: 3',
  'const price = order.items[0].price',
  'f81d4fae-7dec-11d0-a765-00a0c91e6bf6',
  '-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----',
  "TypeError: Cannot read properties of undefined (reading 'price')\n    at total (/app/src/orders.js:12:5)",
]

describe('secrets by their shape', () => {
  it.each(masked)('masks %s', (text, expected) => {
    expect(maskText(text)).toBe(expected)
    expect(maskText(maskText(text))).toBe(expected)
  })
  it.each(untouched)('leaves %s', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('masks URLs', () => {
    expect(maskUrl('/a?token=abc&x=1#access_token=def')).toBe(`/a?token=${MASK}&x=1#access_token=${MASK}`)
    expect(maskUrl('/a?api%5Fkey=abc')).toBe(`/a?api%5Fkey=${MASK}`)
    expect(maskUrl('/a?next=https%3A%2F%2Fu%3Apw%40h%2F&y=%zz')).toBe(`/a?next=${MASK}&y=%zz`)
    expect(maskUrl('https://u:p;w@h/?q=1')).toBe(`https://u:${MASK}@h/?q=1`)
    expect(maskUrl(`/reset/${jwt}?x=1`)).toBe(`/reset/${MASK}?x=1`)
    for (const url of ['/', '', '/a?b=1&c=&d&&;#e?f=1', '*', '/q?a=b=c&x=%20+%zz']) expect(maskUrl(url)).toBe(url)
  })

  it('masks headers, pairs and cookies', () => {
    expect(
      maskHeaders([
        ['Host', 'a'],
        ['Cookie', 'sid=1'],
        ['X-Api-Key', 'k'],
        ['Referer', 'https://a/?token=1&b=2'],
        ['X-Forwarded-Uri', '/a?password=1'],
      ]),
    ).toEqual([
      ['Host', 'a'],
      ['Cookie', MASK],
      ['X-Api-Key', MASK],
      ['Referer', `https://a/?token=${MASK}&b=2`],
      ['X-Forwarded-Uri', `/a?password=${MASK}`],
    ])
    expect(
      maskPairs([
        ['q', 'tea'],
        ['token', 'a'],
        ['to', `Bearer ${jwt}`],
      ]),
    ).toEqual([
      ['q', 'tea'],
      ['token', MASK],
      ['to', `Bearer ${MASK}`],
    ])
    expect(maskCookies([['theme', 'dark']])).toEqual([['theme', MASK]])
  })

  it('takes time in proportion to the text, whatever the text is', () => {
    const starts = [
      'eyJ',
      'eyJhbGciOi.',
      '://',
      '://a:',
      'Bearer ',
      '"a":"',
      'a=',
      '4 4',
      '4242',
      'name="a"\n\n',
      '-----BEGIN PRIVATE KEY-----',
      "a:'",
      'a:"b',
      'a=\\"',
      '<a>',
      '<a ',
      '"name":"a",',
      'A',
      'a-',
      '\n',
      'x: ',
      '\\"',
      '"\\',
      'sk-',
      '=',
      '%5B',
      ' ',
      '"',
    ]
    for (const start of starts) {
      const text = start.repeat(Math.floor(400_000 / start.length))
      const begin = performance.now()
      maskText(text)
      maskUrl(text)
      expect(performance.now() - begin, JSON.stringify(start)).toBeLessThan(10_000)
    }
  })

  it('lets no secret through, wherever it stands and however the text goes on', () => {
    const secrets = [jwt, `ghp_${'Zz9'.repeat(12)}`, '4242424242424242']
    for (const secret of secrets) {
      for (const [before, after] of [
        ['', ''],
        ['x ', ' y'],
        ['"', '"'],
        ['=', '&'],
        ['\n', '\n'],
        ['(', ')'],
        ['/', '?'],
        ['<', '>'],
      ]) {
        expect(maskText(`${before}${secret}${after}`)).not.toContain(secret.slice(5))
      }
    }
  })
})
