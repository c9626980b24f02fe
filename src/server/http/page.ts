import { randomBytes } from 'node:crypto'
import { html, raw } from 'hono/html'
import type { PageData } from '../../shared/page-data.ts'
import { staticReport } from './static-report.ts'

export interface Page {
  readonly headers: readonly (readonly [name: string, value: string])[]
  render(data: PageData): Promise<string>
}

/** A page's head is known before its data is. */
export function openPage(): Page {
  const nonce = randomBytes(16).toString('base64')
  return {
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['content-security-policy', policy(nonce)],
      ['cache-control', 'no-store'],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
      ['x-robots-tag', 'noindex, nofollow'],
      ['cross-origin-opener-policy', 'same-origin'],
      ['cross-origin-resource-policy', 'same-origin'],
    ],
    render: async (data) => (await shell(data, nonce)).toString(),
  }
}

export async function pageResponse(
  data: PageData,
  status = 200,
  more: readonly (readonly [name: string, value: string])[] = [],
): Promise<Response> {
  const page = openPage()
  const headers = [...page.headers, ...more].map(([name, value]): [string, string] => [name, value])
  return new Response(await page.render(data), { status, headers })
}

/** Scripts only with the nonce, which modules hand on to those that they import: the app may serve files of users. Styles inline, because the terminal makes `<style>` elements and knows no nonce. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ')
}

function shell(data: PageData, nonce: string): ReturnType<typeof html> {
  const assets = `${data.basePath}/assets`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${titleOf(data)}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${assets}/app.css" />
        <script type="application/json" id="inquest-data" nonce="${nonce}">
          ${raw(island(data))}
        </script>
        <script type="module" nonce="${nonce}" src="${assets}/app.js"></script>
      </head>
      <body>
        <div id="inquest"></div>
        <noscript>${staticReport(data)}</noscript>
      </body>
    </html>`
}

function titleOf(data: PageData): string {
  switch (data.page) {
    case 'traceback':
      return `${data.traceback.error.name}: ${data.traceback.error.message}`.slice(0, 200)
    case 'overview':
      return 'Inquest'
    case 'unlock':
      return 'Inquest: locked'
  }
}

/** JSON that cannot end its own script element, and that is valid in old parsers of line separators. */
function island(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
