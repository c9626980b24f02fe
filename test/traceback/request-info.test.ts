import { describe, expect, it } from 'vitest'
import { createRedactor, MASK } from '../../src/server/snapshot/index.ts'
import { describeRequest } from '../../src/server/traceback/index.ts'

const redactor = createRedactor()
const base = { method: 'POST', url: '/', headers: [], httpVersion: '1.1', status: 500, durationMs: 1, body: undefined }

function bodyText(text: string): string {
  const bytes = new TextEncoder().encode(text)
  return describeRequest({ ...base, body: { bytes, size: bytes.length } }, redactor).body?.text ?? ''
}

describe('a request target', () => {
  it.each([
    [
      '/a?x=1&y=2&x=3',
      [
        ['x', '1'],
        ['y', '2'],
        ['x', '3'],
      ],
    ],
    ['/a?q=%C3%A4+b', [['q', 'ä b']]],
    ['/a', []],
    ['/a?', []],
    ['/a?x=1#y?z=2', [['x', '1']]],
    ['//', []],
    ['///?x=1', [['x', '1']]],
    ['*', []],
    ['http://[bad/?x=1', [['x', '1']]],
    ['/%?x=%', [['x', '%']]],
    ['', []],
    ['/?password=sekrit', [['password', MASK]]],
  ])('%j is read, whatever it is', (url, query) => {
    const info = describeRequest({ ...base, url }, redactor)
    expect(info.query).toEqual(query)
    expect(info.url).not.toContain('sekrit')
  })
})

describe('secrets', () => {
  it.each([
    ['{"user":"zoe","password":"sekrit"}', `{"user":"zoe","password":"${MASK}"}`],
    ['{"password" : "sek\\"rit", "a":1}', `{"password" : "${MASK}", "a":1}`],
    ['{"password":{"a":"sekrit","b":["sekrit"]},"c":1}', `{"password":"${MASK}","c":1}`],
    ['{"tokens":["sekrit","}]sekrit"],"c":1}', `{"tokens":"${MASK}","c":1}`],
    ['{"pass\\u0077ord":"sekrit"}', `{"pass\\u0077ord":"${MASK}"}`],
    ['{"pin":123456}', `{"pin":"${MASK}"}`],
    ['{"password":"sekrit with sekrit, and no e', `{"password":"${MASK}"`],
    ['{"password":{"a":"sekrit"', `{"password":"${MASK}"`],
    ['{"password":"sek\\', `{"password":"${MASK}"`],
    ['{"a":[{"apiKey":"sekrit"},{"apiKey":"sekrit"}]}', `{"a":[{"apiKey":"${MASK}"},{"apiKey":"${MASK}"}]}`],
    ['user=zoe&password=sekrit&x=1', `user=zoe&password=${MASK}&x=1`],
    ['user%5Bpassword%5D=sekrit', `user%5Bpassword%5D=${MASK}`],
    ['password=sekrit%26sekrit', `password=${MASK}`],
    ['%70assword=sekrit', `%70assword=${MASK}`],
    [
      '--B\r\nContent-Disposition: form-data; name="password"\r\n\r\nsekrit\r\n--no boundary sekrit\r\n--B--',
      `--B\r\nContent-Disposition: form-data; name="password"\r\n\r\n${MASK}\r\n--B--`,
    ],
    [
      '--B\r\nContent-Disposition: form-data; name="a"; filename="b.txt"\r\n\r\nopen\r\n--B--',
      '--B\r\nContent-Disposition: form-data; name="a"; filename="b.txt"\r\n\r\nopen\r\n--B--',
    ],
    ['{"a":"b","tokenCount":3}', '{"a":"b","tokenCount":3}'],
    ['just text', 'just text'],
    ['', ''],
  ])('in %j', (sent, shown) => {
    expect(bodyText(sent)).toBe(shown)
  })

  it('are found in half a second in the worst of bodies', () => {
    const started = performance.now()
    for (const piece of ['"', '"a', '{"password":', '\\"', '"a" ', '&=', '--\r\n', 'a=', '[', '"password":"'])
      bodyText(piece.repeat(16_384 / piece.length))
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('in cookies go by value, names stay', () => {
    const headers = [
      ['Cookie', 'a=1; theme=dark=x;; =odd; bare'],
      ['cookie', 'b=2'],
    ] as const
    expect(describeRequest({ ...base, headers }, redactor).cookies.map(([name]) => name)).toEqual([
      'a',
      'theme',
      'bare',
      'b',
    ])
    expect(JSON.stringify(describeRequest({ ...base, headers }, redactor))).not.toContain('dark')
  })
})

describe('a body', () => {
  it('says how much of it there is', () => {
    const body = { bytes: new Uint8Array([0xc3, 0xa4, 0xff]), size: 10 }
    expect(describeRequest({ ...base, body }, redactor).body).toEqual({ text: 'ä\ufffd', size: 10, truncated: true })
  })
})
