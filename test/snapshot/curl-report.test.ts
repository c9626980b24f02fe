import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { RequestInfo } from '../../src/shared/traceback.ts'
import { renderCurl } from '../../src/server/snapshot/index.ts'
import { request } from './sample-traceback.ts'

const plain: RequestInfo = { method: 'GET', url: '/', headers: [], query: [], cookies: [] }
const curl = (more: Partial<RequestInfo>): string => renderCurl({ ...plain, ...more }, 'http://localhost:3000')

/** The arguments that a shell would give to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${command}`
  const output = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } })
  return output.split('\0').slice(0, -1)
}

describe('renderCurl', () => {
  it('repeats a request', () => {
    expect(renderCurl(request, 'http://localhost:3000/')).toBe(`# Masked here, fill in before running: cookie
# Masked here, fill in before running: part of the URL
curl \\
  'http://localhost:3000/orders?token=••••••&x=1' \\
  -H 'content-type: application/json' \\
  -H 'cookie: ••••••' \\
  --data-raw '{"id":"it'\\''s"}'
`)
  })

  it('names the method where curl would take another', () => {
    expect(curl({})).toBe("curl \\\n  'http://localhost:3000/'\n")
    expect(curl({ method: 'HEAD' })).toContain('curl --head')
    expect(curl({ method: 'DELETE' })).toContain('curl -X DELETE')
    expect(curl({ method: 'POST' })).toContain('curl -X POST')
    expect(curl({ method: 'GET', body: { text: 'a', size: 1, truncated: false } })).toContain('curl -X GET')
    expect(argumentsOf(curl({ method: "M-SEARCH';x" })).slice(0, 2)).toEqual(['-X', "M-SEARCH';x"])
  })

  it('takes every form of target', () => {
    expect(curl({ url: 'http://proxied.example/a?b' })).toContain("'http://localhost:3000/a?b'")
    expect(curl({ url: '*', method: 'OPTIONS' })).toContain("--request-target '*'")
    expect(curl({ url: '//evil.example/a' })).toContain("'http://localhost:3000//evil.example/a'")
    expect(curl({ url: '/a[1]{b}' })).toContain('--globoff')
  })

  it('says what is not whole', () => {
    expect(curl({ method: 'POST', body: { text: 'a=••••••', size: 5000, truncated: true } })).toMatch(
      /^# The body had 5000 bytes.*\n# Masked .* part of the body\ncurl/,
    )
  })

  it.each([
    "';id;'",
    '$(id)`id`',
    '"; rm -rf /; "',
    '\\',
    "\\'",
    '!!',
    '!x\n!y',
    '@/etc/passwd',
    '-o /tmp/x',
    'a\r\nb: c',
    '\u001b[31m\u0007\u0085',
    '\u202e\u2028',
    'ümlaut 😀',
    '$HOME ~ * ? [a]',
    '# comment',
    '\n# x\n',
    '%00',
    '\u{e0001}x',
  ])('gives %j to curl as it is, and to nothing else', (text) => {
    const command = curl({
      method: 'POST',
      url: `/${text}`,
      headers: [
        ['x-a', text],
        [text, 'b'],
        ['x`id`', '••••••'],
        ['x-empty', ''],
      ],
      body: { text, size: 1, truncated: false },
    })
    const args = argumentsOf(command)
    expect(args).toContain(`http://localhost:3000/${text}`)
    expect(args).toContain(`x-a: ${text}`)
    expect(args).toContain('x-empty;')
    expect(args.at(-1)).toBe(text)
    expect(args.at(-2)).toBe('--data-raw')
    expect(command.split('\n')[0]).toBe('# Masked here, fill in before running: another header')
    expect(command).toMatch(/^(?:[^\p{Cc}\p{Cf}]|\n)*$/u)
  })
})
