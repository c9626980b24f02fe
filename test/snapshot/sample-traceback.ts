import type { Frame, RequestInfo, Traceback } from '../../src/shared/traceback.ts'

export const request: RequestInfo = {
  method: 'POST',
  url: '/orders?token=••••••&x=1',
  httpVersion: '1.1',
  status: 500,
  durationMs: 12,
  remoteAddress: '127.0.0.1',
  headers: [
    ['host', 'localhost:3000'],
    ['content-type', 'application/json'],
    ['cookie', '••••••'],
    ['connection', 'keep-alive, x-hop'],
    ['x-hop', '1'],
    ['content-length', '12'],
  ],
  query: [['x', '1']],
  cookies: [],
  body: { text: '{"id":"it\'s"}', size: 13, truncated: false },
}

const frame = (more: Partial<Frame>): Frame => ({
  index: 0,
  functionName: 'total',
  async: false,
  origin: 'app',
  location: { file: '/app/src/orders.ts', line: 12, column: 5 },
  scopes: [],
  state: 'live',
  ...more,
})

export const frames: readonly Frame[] = [
  frame({
    excerpt: {
      startLine: 8,
      lines: [
        '// far',
        '',
        'function total(items) {',
        '  let sum = 0',
        '  sum += items.price.value',
        '  return sum',
        '}',
        '',
        '// far',
      ],
    },
    scopes: [
      { kind: 'block', variables: [] },
      {
        kind: 'local',
        variables: [
          { name: 'item', value: { type: 'object', preview: '{ id: 2, price: -1 }', ref: 'v0' } },
          { name: 'password', missing: 'redacted' },
          { name: 'late', missing: 'uninitialised' },
        ],
      },
      { kind: 'closure', name: 'makeTotal', variables: [{ name: 'n', value: { type: 'number', preview: '1' } }] },
    ],
  }),
  frame({
    index: 1,
    functionName: 'dispatch',
    origin: 'dependency',
    package: 'express 5.3.0',
    location: { file: '/app/node_modules/express/a.js', line: 1, column: 1 },
  }),
  frame({
    index: 2,
    functionName: 'next',
    origin: 'dependency',
    package: 'express 5.3.0',
    location: { file: '/app/node_modules/express/b.js', line: 1, column: 1 },
  }),
  frame({ index: 3, functionName: 'emit', origin: 'node', location: { file: 'node:events', line: 1, column: 1 } }),
  frame({
    index: 4,
    functionName: 'handler',
    async: true,
    location: { file: '/app/src/app.ts', line: 3, column: 9 },
    state: 'source-only',
    reason: 'not captured: too many frames',
  }),
]

export const traceback: Traceback = {
  id: 'secret-id',
  at: '2026-01-02T03:04:05.678Z',
  error: {
    name: 'TypeError',
    message: "Cannot read properties of undefined (reading 'value')",
    stack: "TypeError: Cannot read properties of undefined (reading 'value')\n    at total (/app/src/orders.ts:12:5)",
    properties: [{ name: 'code', value: { type: 'string', preview: "'E_BAD'" } }],
    causes: [
      {
        relation: 'cause',
        error: { name: 'Error', message: 'two\nlines', stack: '', properties: [], causes: [] },
        frames: [
          frame({ index: 5, functionName: 'load', origin: 'node', location: { file: 'node:fs', line: 1, column: 2 } }),
        ],
      },
      {
        relation: 'member',
        error: { name: 'RangeError', message: 'r', stack: '', properties: [], causes: [] },
        frames: [],
      },
    ],
  },
  frames,
  request,
  process: { pid: 4711, node: 'v24.21.0', title: 'node' },
  state: 'live',
  notices: [
    { code: 'no-preload', message: 'Async callers are missing.', remedy: 'node --import inquest/register app.ts' },
  ],
}

/** The same with a text of an attacker everywhere. */
export function withText(text: string): Traceback {
  const error = {
    name: text,
    message: text,
    stack: text,
    properties: [{ name: text, value: { type: 'string', preview: text } }],
    causes: [],
  }
  const hostile = frame({
    functionName: text,
    location: { file: text, line: 2, column: 1 },
    excerpt: { startLine: 1, lines: [text, text, text] },
    scopes: [{ kind: 'local', name: text, variables: [{ name: text, value: { type: 'string', preview: text } }] }],
    state: 'source-only',
    reason: text,
  })
  const folded = frame({ origin: 'dependency', package: text })
  return {
    ...traceback,
    error: { ...error, causes: [{ relation: 'cause', error, frames: [hostile] }] },
    frames: [hostile, folded],
    request: { ...request, method: text, url: text, headers: [[text, text]], body: { text, size: 1, truncated: true } },
    process: { pid: 1, node: text, title: text },
    notices: [{ code: 'x', message: text, remedy: text }],
  }
}
