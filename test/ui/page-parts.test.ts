import { describe, expect, it } from 'vitest'
import type { TracebackSummary } from '../../src/shared/traceback.ts'
import { groupSummaries } from '../../src/ui/overview/summary-groups.ts'
import { readIsland } from '../../src/ui/page/island.ts'
import { takeToken } from '../../src/ui/page/token-fragment.ts'
import { commonRoot, displayPath } from '../../src/ui/text/display-path.ts'
import { describeDuration, describeMoment, describeSize } from '../../src/ui/text/moment.ts'
import { editorLink } from '../../src/ui/traceback/editor-link.ts'
import { pageCommand } from '../../src/ui/traceback/page-keys.ts'

describe('the link to the editor', () => {
  const at = (file: string) => ({ file, line: 10, column: 3 })

  it('is filled in and encoded', () => {
    expect(editorLink('vscode://file{file}:{line}:{column}', at('/home/z/a b#?%.ts'))).toBe(
      'vscode://file/home/z/a%20b%23%3F%25.ts:10:3',
    )
    expect(editorLink('idea://open?file={file}&line={line}', at('C:\\a&b\\c.ts'))).toBe(
      'idea://open?file=/C:/a%26b/c.ts&line=10',
    )
    expect(editorLink('zed://file{file}', at('file:///a%20b.ts'))).toBe('zed://file/a%20b.ts')
  })

  it.each([
    'javascript:alert(1)//{file}',
    'JavaScript:x',
    ' vscode://file{file}',
    'https://x/{file}',
    'data:text/html,{file}',
    '',
  ])('is none for the template %j', (template) => {
    expect(editorLink(template, at('/a.ts'))).toBeUndefined()
  })

  it('is none for what is no file', () => {
    for (const file of ['node:fs', 'https://x/a.js', 'evalmachine.<anonymous>']) {
      expect(editorLink('vscode://file{file}', at(file))).toBeUndefined()
    }
  })
})

describe('paths', () => {
  it('are relative to the folder above the one that the app’s files share', () => {
    const root = commonRoot(['/home/z/shop/src/cart.ts', '/home/z/shop/src/db/sql.ts'])
    expect(displayPath('/home/z/shop/src/db/sql.ts', root)).toBe('src/db/sql.ts')
    expect(displayPath('/home/z/shop/node_modules/.pnpm/x/node_modules/@a/b/c.js', root)).toBe('@a/b/c.js')
    expect(displayPath('node:internal/process', root)).toBe('node:internal/process')
    expect(displayPath('/etc/x.js', root)).toBe('/etc/x.js')
    expect(commonRoot([])).toBe('')
  })
})

describe('the token in the fragment', () => {
  it('is taken and taken away', () => {
    const urls: string[] = []
    const place = { hash: '#token=a%2Fb', pathname: '/__inquest__/', search: '?x=1' }
    expect(takeToken(place, (url) => urls.push(url))).toBe('a/b')
    expect(urls).toEqual(['/__inquest__/?x=1'])
    expect(takeToken({ ...place, hash: '#token=%' }, () => undefined)).toBe('%')
    expect(takeToken({ ...place, hash: '#frame' }, (url) => urls.push(url))).toBeUndefined()
    expect(urls).toHaveLength(1)
  })
})

describe('the island', () => {
  it('is read, or is not there', () => {
    expect(readIsland('{"page":"unlock","basePath":"/x"}')).toEqual({ page: 'unlock', basePath: '/x' })
    for (const text of [
      null,
      undefined,
      '',
      '{',
      'null',
      '[]',
      '{"page":"other","basePath":"/x"}',
      '{"page":"unlock"}',
    ]) {
      expect(readIsland(text)).toBeUndefined()
    }
  })
})

describe('groups of tracebacks', () => {
  const summary = (id: string, message: string, url?: string): TracebackSummary => ({
    id,
    error: { name: 'E', message },
    at: '',
    state: 'live',
    ...(url === undefined ? {} : { request: { method: 'GET', url } }),
  })

  it('are the same error at the same path, in the order of their newest', () => {
    const groups = groupSummaries([
      summary('1', 'a', '/x?n=1'),
      summary('2', 'b', '/x'),
      summary('3', 'a', '/x?n=2'),
      summary('4', 'a'),
    ])
    expect(groups.map((group) => group.tracebacks.map(({ id }) => id))).toEqual([['1', '3'], ['2'], ['4']])
  })
})

describe('keys of the page', () => {
  it('belong to what has the focus', () => {
    expect(pageCommand('j', 'page', false)).toBe('next-frame')
    expect(pageCommand('j', 'typing', false)).toBeUndefined()
    expect(pageCommand('ArrowDown', 'control', false)).toBeUndefined()
    expect(pageCommand('ArrowDown', 'frame', true)).toBe('next-frame')
    expect(pageCommand('Enter', 'frame', true)).toBe('enter-console')
    expect(pageCommand('Enter', 'frame', false)).toBeUndefined()
    expect(pageCommand('Enter', 'control', false)).toBeUndefined()
  })
})

describe('figures', () => {
  it('are for people', () => {
    expect([0.42, 38.2, 2400, 59_970, 185_000].map(describeDuration)).toEqual([
      '0.4 ms',
      '38 ms',
      '2.4 s',
      '1 min 0 s',
      '3 min 5 s',
    ])
    expect([512, 1200, 3_400_000].map(describeSize)).toEqual(['512 B', '1.2 kB', '3.4 MB'])
    expect(describeMoment('2026-01-02T03:04:05', new Date('2026-01-02T10:00:00'))).toBe('03:04:05')
    expect(describeMoment('2026-01-02T03:04:05', new Date('2026-01-03T10:00:00'))).toBe('2026-01-02 03:04:05')
    expect(describeMoment('nonsense', new Date())).toBe('nonsense')
  })
})
