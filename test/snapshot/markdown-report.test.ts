import { describe, expect, it } from 'vitest'
import { renderMarkdown } from '../../src/server/snapshot/index.ts'
import { traceback, withText } from './sample-traceback.ts'

/** What stands outside of code blocks and code spans, read as CommonMark does. */
function proseOf(markdown: string): string {
  const prose: string[] = []
  let fence: string | undefined
  for (const line of markdown.split('\n')) {
    const mark = /^(`{3,})[^`]*$/.exec(line)?.[1]
    if (fence !== undefined) {
      if (/^`+$/.test(line) && line.length >= fence.length) fence = undefined
    } else if (mark !== undefined) fence = mark
    else prose.push(line.replaceAll(/(?<![\\`])(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, ''))
  }
  expect(fence).toBeUndefined()
  return prose.join('\n')
}

describe('renderMarkdown', () => {
  it('tells the failure', () => {
    expect(renderMarkdown(traceback, { root: '/app' }))
      .toBe(`# TypeError: Cannot read properties of undefined \\(reading 'value'\\)

Request: \`POST /orders?token=••••••&x=1 → 500\`

\`\`\`js
code = 'E_BAD'
\`\`\`

### \`total\` at \`src/orders.ts:12:5\`

\`\`\`ts
  10 | function total(items) {
  11 |   let sum = 0
> 12 |   sum += items.price.value
  13 |   return sum
  14 | }
\`\`\`

<details><summary>Variables</summary>

\`\`\`js
// local
item = { id: 2, price: -1 }
password = ••••••
late = <not initialised>
// closure makeTotal
n = 1
\`\`\`

</details>

_… 3 frames in express, node_

### \`handler\` at \`src/app.ts:3:9\` · async · source\\-only \\(not captured: too many frames\\)

## Caused by: Error: two

\`\`\`
two
lines
\`\`\`

### \`load\` at \`node:fs:1:2\`

## One of the errors: RangeError: r

<details><summary>Request headers</summary>

\`\`\`http
host: localhost:3000
content-type: application/json
cookie: ••••••
connection: keep-alive, x-hop
x-hop: 1
content-length: 12
\`\`\`

</details>

<details><summary>Request body</summary>

\`\`\`
{"id":"it's"}
\`\`\`

</details>

<details><summary>Stack</summary>

\`\`\`
TypeError: Cannot read properties of undefined (reading 'value')
    at total (/app/src/orders.ts:12:5)
\`\`\`

</details>

Node v24.21.0

> Note: Async callers are missing. \`node --import inquest/register app.ts\`
`)
  })

  it.each([
    '</details><script>alert(1)</script>',
    '```\n</details>\n# owned\n```',
    '````````',
    '`',
    '`` ` ``',
    '\\`',
    '[a](javascript:alert(1)) ![b](http://evil/x.png)',
    '\n\n# owned\n\n',
    '\r# owned\r',
    '~~~\n<img src=x>\n~~~',
    '&lt;img&gt; <!-- x',
    '@everyone #12 https://evil.example www.evil.example',
    '\u2028# owned\u202e',
    '| a | b |\n|---|---|',
    '    indented',
    '',
  ])('is not broken out of by %j', (text) => {
    const markdown = renderMarkdown(withText(text))
    const prose = proseOf(markdown)
    const plain = prose.replaceAll(/^<details><summary>[^<]*<\/summary>$|^<\/details>$/gm, '')
    expect(plain).not.toMatch(/<|(?<!\\)[[\]!|~]|^# owned|&(?!#\d+;)|@\w|https?:\/\/|www\./m)
    expect(prose.match(/<details>/g)).toHaveLength(prose.match(/<\/details>/g)?.length ?? 0)
    expect(markdown).toMatch(/^(?:[^\p{Cc}\p{Cf}]|\n|\t)*$/u)
    expect(plain.split('\n').filter((line) => /^#+ /.test(line))).toHaveLength(4)
  })
})
