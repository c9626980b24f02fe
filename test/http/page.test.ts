import { describe, expect, it } from 'vitest'
import { openPage, tracebackData } from '../../src/server/http/index.ts'
import type { PageData } from '../../src/shared/page-data.ts'
import type { Traceback } from '../../src/shared/traceback.ts'
import { traceback, withText } from '../snapshot/sample-traceback.ts'
import { BASE, ID, routesBench, storedTraceback } from './routes-bench.ts'

const UNLOCKED = { unlocked: true, console: { available: true } }

function pageOf(shown: Traceback): PageData {
  const common = { page: 'traceback', basePath: BASE, session: UNLOCKED, siblings: [], project: 'p' } as const
  return { ...common, traceback: shown }
}

async function render(data: PageData): Promise<{ html: string; policy: string; nonce: string }> {
  const page = openPage()
  const policy = page.headers.find(([name]) => name === 'content-security-policy')?.[1] ?? ''
  return { html: await page.render(data), policy, nonce: /'nonce-([^']+)'/.exec(policy)?.[1] ?? '' }
}

function islandOf(html: string): unknown {
  return JSON.parse(/<script type="application\/json"[^>]*>([^<]*)<\/script>/.exec(html)?.[1] ?? '') as unknown
}

/** The tags of a document, as a tokenizer sees them: text of ours never makes one. */
function tagsOf(html: string): string[] {
  const text = html.replace(/(<script[^>]*>)[^<]*(<\/script>)/g, '$1$2')
  return [...text.matchAll(/<\/?([a-zA-Z!][^\s/>]*)/g)].map(([, name]) => name?.toLowerCase() ?? '')
}

const PAYLOADS = [
  '<script>alert(1)</script>',
  '</script><script>alert(1)</script>',
  '</SCRIPT ><img src=x onerror=alert(1)>',
  '<!--<script>',
  '-->',
  ']]>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '</noscript><b>out</b>',
  '</title><b>out</b>',
  '</pre></main></body></html><b>',
  '"onmouseover="alert(1)',
  "'onmouseover='alert(1)",
  '" autofocus onfocus=alert(1) x="',
  '<a href="javascript:alert(1)">x</a>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x&#62;',
  '\u2028alert(1)\u2029</script\t>',
  '\u0000<b>\u202e</b>\u001b[31m',
  '${alert(1)}{{alert(1)}}<%=1%>',
  '<plaintext><textarea><style><iframe srcdoc="<script>">',
  '\ud800<b>',
]

describe('what an attacker writes', () => {
  it.each(PAYLOADS)('%j is text', async (payload) => {
    const quiet = await render(pageOf(withText('quiet')))
    const { html } = await render(pageOf(withText(payload)))
    expect(tagsOf(html)).toEqual(tagsOf(quiet.html))
    // Attributes: as many quotes as the harmless page has, in the markup.
    const quotes = (text: string): number => text.replace(/(<script type[^>]*>)[^<]*/, '$1').split('"').length
    expect(quotes(html)).toBe(quotes(quiet.html))
  })

  it.each(PAYLOADS)('%j comes through the island as it was', async (payload) => {
    const data = pageOf(withText(payload))
    const { html } = await render(data)
    expect(islandOf(html)).toEqual(JSON.parse(JSON.stringify(data)))
  })

  it.each(PAYLOADS)('%j is text in the overview', async (payload) => {
    const overview = (text: string): PageData => ({
      page: 'overview',
      basePath: BASE,
      session: UNLOCKED,
      tracebacks: [
        { id: ID, at: text, error: { name: text, message: text }, request: { method: text, url: text }, state: 'live' },
      ],
      project: text,
      status: { ...routesBench().parts.overview().status, notices: [{ code: 'x', message: text, remedy: text }] },
    })
    expect(tagsOf((await render(overview(payload))).html)).toEqual(tagsOf((await render(overview('quiet'))).html))
  })
})

describe('the head of a page', () => {
  it('has a policy with a nonce of its own each time', async () => {
    const pages = await Promise.all(Array.from({ length: 50 }, () => render(pageOf(traceback))))
    expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(50)
    for (const { html, nonce, policy } of pages) {
      expect(nonce).toMatch(/^[\w+/]{22}==$/)
      expect([...html.matchAll(/<script [^>]*>/g)].every(([tag]) => tag.includes(`nonce="${nonce}"`))).toBe(true)
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toMatch(/script-src 'nonce-[^ ;]+';/)
    }
  })

  it.each([`${BASE}/`, `${BASE}/t/${ID}`, `${BASE}/t/gone`])('of %s has the rest', async (path) => {
    for (const headers of [{}, { cookie: undefined }]) {
      const response = await routesBench().fetch({ path, headers })
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex, nofollow',
      })
    }
  })
})

describe("a stranger's page", () => {
  it('has the error, its stack and source, and nothing else', async () => {
    const secret = withText('sekrit-value')
    const rich: Traceback = {
      ...traceback,
      error: { ...traceback.error, properties: secret.error.properties },
      frames: traceback.frames.map((frame) => ({ ...frame, scopes: secret.frames[0]!.scopes })),
      request: {
        ...traceback.request!,
        url: '/orders?sekrit-value#sekrit-value',
        headers: [['x', 'sekrit-value']],
        query: [['q', 'sekrit-value']],
        cookies: [['c', 'sekrit-value']],
        body: { text: 'sekrit-value', size: 1, truncated: false },
        remoteAddress: 'sekrit-value',
      },
    }
    const cause = rich.error.causes[0]!
    const nested: Traceback = {
      ...rich,
      error: { ...rich.error, causes: [{ ...cause, error: { ...cause.error, causes: [cause] }, frames: rich.frames }] },
    }
    const { parts } = routesBench()
    const data = await tracebackData(parts, storedTraceback('other', nested), {
      unlocked: false,
      console: { available: false },
    })
    const { html } = await render(data)
    expect(html).not.toContain('sekrit-value')
    expect(html).not.toContain(ID)
    const island = islandOf(html) as typeof data
    expect(island.siblings).toEqual([])
    expect(island.traceback.frames.every(({ scopes }) => scopes.length === 0)).toBe(true)
    expect(island.traceback.request).toEqual({
      method: 'POST',
      url: '/orders',
      httpVersion: '1.1',
      status: 500,
      durationMs: 12,
      headers: [],
      query: [],
      cookies: [],
    })
    expect(html).toContain('sum += items.price.value')
    expect(html).toContain('at total (/app/src/orders.ts:12:5)')
  })
})

describe('without JavaScript', () => {
  it('source keeps its lines and its indentation', async () => {
    const { html } = await render(pageOf(traceback))
    const report = /<noscript>([^]*)<\/noscript>/.exec(html)?.[1] ?? ''
    const [source = ''] = [...report.matchAll(/<pre>\n?([^<]*)<\/pre>/g)].map(([, text]) => text)
    expect(source.split('\n')).toEqual([
      '      8  // far',
      '      9  ',
      '     10  function total(items) {',
      '     11    let sum = 0',
      '&gt;    12    sum += items.price.value',
      '     13    return sum',
      '     14  }',
      '     15  ',
      '     16  // far',
    ])
  })

  it('control characters and reversed text are visible', async () => {
    const { html } = await render(pageOf(withText('a\u202eb\u001b[2Jc\u0085')))
    const markup = html.replace(/(<script type[^>]*>)[^<]*/, '$1').replace(/<title>[^]*<\/title>/, '')
    // eslint-disable-next-line no-control-regex -- these are what it is about
    expect(markup).not.toMatch(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(markup).toContain('a\\u202eb\\u001b[2Jc\\u0085')
  })
})
