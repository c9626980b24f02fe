import { describe, expect, it } from 'vitest'
import { createRedactor, MASK } from '../../src/server/snapshot/index.ts'

const { maskText, maskUrl, maskPairs } = createRedactor()
const encoded = encodeURIComponent
const json = '{"password":"hunter2"}'

/** Whatever else is masked: the secret goes, and what is written as `kept` stays. */
const texts: readonly (readonly [text: string, ...kept: string[]])[] = [
  ['{"password":["hunter2"]}', '{"password":', '}'],
  ['{"tokens":{"a":"hunter2"},"b":1}', '"b":1'],
  ['{"tokens": { "a": { "b": [1, "hunter2"] } }, "b": 1}', '"b": 1'],
  ['{"password":["}]\\"", "hunter2"],"b":1}', '"b":1'],
  ['{"password":["x", "hunter2'],
  ['{"password":[["x"],{"y":"hunter2"', '{"password":'],
  ['{"password":[\n  "x",\n  "hunter2"\n],\n"b":1}', '"b":1'],
  ['{"tokens":{"a":1},"session":{"x":"hunter2"},"b":1}', '"b":1'],
  [JSON.stringify({ data: '{"password":["hunter2"]}', b: 1 }), '{"data":', '"b":1'],
  [JSON.stringify(JSON.stringify({ data: '{"password":["hunter2"]}', b: 1 })), 'b'],
  [JSON.stringify({ data: '{"password":["hunter2', b: 1 }), '"b":1'],
  ["{ user: 1, tokens: [ 'hunter2' ], x: 1 }", '{ user: 1, tokens: ', ', x: 1 }'],
  ["{ tokens: { a: 'hunter2' }, x: 1 }", ', x: 1 }'],
  ["{ 'tokens': { a: 'hunter2' }, x: 1 }", ', x: 1 }'],
  ["const tokens = ['hunter2']\nconst x = 1", '\nconst x = 1'],
  ["Error: bad tokens: [ 'hunter2',\n    at total (/app/a.js:1:2)", 'at total (/app/a.js:1:2)'],
  ['{"value":"hunter2","name":"password"}', '"name":"password"'],
  ['{"value":"hun\\"hunter2","key":"password"}', '"key":"password"'],
  ['{"value":"hunter2","type":"text","id":7,"name":"password"}', '"id":7'],
  ['{"name":"password","type":"text","value":"hunter2"}', '"type":"text"'],
  ['{"name":"password","value":["hunter2"]}'],
  ['{"value":["hunter2"],"name":"password"}'],
  ['{"name":"password","value":"hunter2'],
  ['[["password","hunter2"],["b","c"]]', '["b","c"]'],
  ["[ 'password', 'hunter2' ]"],
  ['/a?q=password%3Dhunter2&b=1', '/a?q=', '&b=1'],
  ['/a?q=password=hunter2&b=1', '&b=1'],
  ['/a?q=x=y=password=hunter2&b=1', '&b=1'],
  ['/a?p%61ssword=hunter2&b=1', '&b=1'],
  [`/a?to=${encoded(`/b?x=1&password=hunter2`)}&b=1`, '&b=1'],
  [`/a?to=${encoded(encoded(`/b?x=1&password=hunter2`))}&b=1`, '&b=1'],
  [`j=${encoded(json)}&b=1`, 'j=', '&b=1'],
  [`j=${encoded(json).slice(0, -8)}%2`, 'j='],
  [`j=${encoded('{"password":["hunter2"]}')}&b=1`, '&b=1'],
  [`cannot GET https://api.test/a?q=password%3Dhunter2 now`, 'cannot GET https://api.test/a?q=', ' now'],
  ['/a?sv=1&sig=hunter2&b=1', '&b=1'],
  ['name="password"\r\nContent-Type: text/plain\r\n\r\nhunter2\r\n--x', '\r\n--x'],
  ['name="password"; x=1\r\nContent-Type: text/plain\r\nX-A: b\r\n\r\nhunter2\r\n--x', '\r\n--x'],
  ['name="password"\r\n\r\none\r\nhunter2\r\n--x', '\r\n--x'],
  ['<password><![CDATA[hunter2]]></password>', '</password>'],
  ['<password><![CDATA[a<b>hunter2]]></password><b/>', '<b/>'],
  ['<password> <![CDATA[hunter2'],
  ['<password>hunter2'],
  ['run --password hunter2 --port 80', 'run --password ', ' --port 80'],
  ['run --password=hunter2 --port 80', ' --port 80'],
  ['run --db-password "x hunter2" --port 80', ' --port 80'],
  ["args: '--password', 'hunter2', '--port'", "'--port'"],
  ['sent x-api-key: hunter2 to the host', 'sent x-api-key: ', ' to the host'],
  ['failed with password: hunter2, sorry', 'failed with password: ', ', sorry'],
]

const untouched = [
  '{"tokenCount":[1,2],"user":{"name":"ann"}}',
  '{"name":"ann","value":"tea"}',
  '{"value":"tea","name":"ann"}',
  "[ 'a', 'b' ]",
  'q=a%3Db&x=%zz',
  'sig=SIGTERM',
  'name="label"\r\nContent-Type: text/plain\r\n\r\ntea\r\n--x',
  '<label><![CDATA[tea]]></label>',
  'run --port 80 --host x',
  'Invalid session: not found',
  'see token: undefined',
  'SyntaxError: Unexpected token \'}\', "{a:1}" is not valid JSON',
  'DE89 3704 0044 0532 0130 01',
  'AB12 is a seat',
]

describe('secrets by the name beside them', () => {
  it.each(texts)('are masked in %s', (text, ...kept) => {
    const masked = maskText(text)
    expect(masked).not.toContain('hunter2')
    expect(masked).toContain(MASK)
    for (const part of kept) expect(masked).toContain(part)
    expect(maskText(masked)).toBe(masked)
    expect(maskUrl(text)).not.toContain('hunter2')
  })
  it.each(untouched)('are not seen in %s', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('are masked wherever a JSON text with them was cut', () => {
    const whole = '{"a":1,"tokens":{"x":["hunter2-1",{"y":"hunter2-2"}]},"password":["hunter2-3"],"b":"c"}'
    for (let end = 0; end <= whole.length; end++) {
      expect(maskText(whole.slice(0, end)), `${end}`).not.toContain('hunter2')
      expect(maskText(`j=${encoded(whole.slice(0, end))}`), `${end}`).not.toContain('hunter2')
      expect(maskText(JSON.stringify(whole.slice(0, end))), `${end}`).not.toContain('hunter2')
    }
  })

  it('are masked in pairs, in names and values', () => {
    expect(
      maskPairs([
        ['q', 'password=hunter2'],
        [json, ''],
        ['j', json],
        ['sig', 'hunter2'],
      ])
        .flat()
        .join(' '),
    ).not.toContain('hunter2')
  })

  it('a bank account is known by its check digits', () => {
    for (const iban of ['DE89370400440532013000', 'DE89 3704 0044 0532 0130 00', 'GB82-WEST-1234-5698-7654-32']) {
      expect(maskText(`pay ${iban}, please`)).toBe(`pay ${MASK}, please`)
      expect(maskText(`pay ${iban} EUR`)).toBe(`pay ${MASK} EUR`)
    }
  })

  it('a card number is known whatever parts its groups', () => {
    for (const space of ['\u00a0', '\u2009', '\u202f']) {
      expect(maskText(`x ${['4242', '4242', '4242', '4242'].join(space)}`)).toBe(`x ${MASK}`)
    }
  })

  it('takes time in proportion to the text, whatever the text is', () => {
    const starts = [
      '"tokens":[', '"tokens":', '"token":"', 'tokens: [', 'tokens: {\'', '\\"tokens\\":[', '"a":[', 'a: {',
      '"value":"', '"value":"a",', '"value":["', '"value":"a","name":"a"', '"name":"password","a":', '"name":"a","value":', 'a=%41', 'a=%', 'a=b%3D', 'a=a%3Db=',
      '%25', 'a%3D', 'password=%', 'name="a"\r\na: b\r\n', 'name="password"\r\n\r\n', '<a><![CDATA[', '<password><![CDATA[a]]>', '<password>',
      '--password ', '--a ', 'a: ', 'x-api-key: ', 'password: ', 'DE89', 'DE89 3704 ', 'AB12A', '"password",', "'--a', ", '4\u00a04', "tokens: '", '["password"', 'sig=', '&sig=',
    ] // prettier-ignore
    for (const start of starts) {
      const text = start.repeat(Math.floor(400_000 / start.length))
      const begin = performance.now()
      maskText(text)
      maskUrl(text)
      expect(performance.now() - begin, JSON.stringify(start)).toBeLessThan(1500)
    }
  })
})
