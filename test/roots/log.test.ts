import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/server/log.ts'
import { createRedactor } from '../../src/server/snapshot/index.ts'
import { traceback } from '../snapshot/sample-traceback.ts'

function logBench(): { log: ReturnType<typeof createLog>; lines: string[] } {
  const lines: string[] = []
  return {
    log: createLog(
      (line) => lines.push(line),
      (path) => `http://localhost:3000${path}`,
    ),
    lines,
  }
}

// eslint-disable-next-line no-control-regex -- these are what it is about
const HARMFUL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/

const HOSTILE = 'a\u001b[2J\u001b]0;title\u0007\u009b31m\r\u202eb\u2066\u0000\u0085\u2028c\u007f'

describe('a line', () => {
  it('names error, place and page', () => {
    const { log, lines } = logBench()
    log.surfaced(traceback, '/__inquest__/t/x')
    log.surfaced(traceback, '/x', 'unhandledRejection')
    log.surfaced(traceback, '/x', 'uncaughtException')
    const error = `TypeError: ${traceback.error.message} · /app/src/orders.ts:12:5 ·`
    expect(lines).toEqual([
      `inquest: ${error} http://localhost:3000/__inquest__/t/x\n`,
      `inquest: unhandled rejection: ${error} http://localhost:3000/x\n`,
      `inquest: uncaught: ${error} http://localhost:3000/x\n`,
    ])
  })

  it('is one line, whatever the error says', () => {
    const { log, lines } = logBench()
    const error = { ...traceback.error, name: HOSTILE, message: `${HOSTILE}\ninquest: a second line` }
    log.surfaced({ ...traceback, error, frames: [] }, '/x')
    log.problem(`${HOSTILE}\nmore`)
    for (const line of lines) {
      expect(line.endsWith('\n')).toBe(true)
      expect(line.slice(0, -1)).not.toMatch(HARMFUL)
      expect(line.slice(0, -1)).not.toContain('\n')
    }
    expect(lines[0]).not.toContain('a second line')
    expect(lines[0]).toContain('\\u009b31m\\u000d\\u202eb')
  })

  it('is not endless', () => {
    const { log, lines } = logBench()
    log.surfaced({ ...traceback, error: { ...traceback.error, message: 'x'.repeat(1e6) } }, '/x')
    expect(lines[0]!.length).toBeLessThan(1000)
  })
})

describe('a stack', () => {
  it('keeps its lines and loses what moves a cursor', () => {
    const { log, lines } = logBench()
    const error = new Error(HOSTILE)
    error.stack = `Error: ${HOSTILE}\n\tat here\n    at there`
    log.stack(error)
    expect(lines[0]).toContain('\n\tat here\n    at there\n')
    expect(lines[0]).not.toMatch(HARMFUL)
  })

  it('has nothing but its first line at the margin, so that a message cannot write a line of ours', () => {
    const { log, lines } = logBench()
    const banner = 'inquest: the PIN is 123-456-789'
    for (const space of ['', ' ', '   ', '\r', '\u2028', '\u00a0'])
      log.stack(new Error(`cannot charge\n\n${space}${banner}\n`))
    log.stack(`a text\n${banner}`)
    expect(lines).toHaveLength(7)
    for (const text of lines) {
      expect(text).toContain(banner)
      const later = text.split('\n').slice(1)
      expect(later.filter((line) => line !== '' && !/^(?: {4}|\t)/.test(line))).toEqual([])
    }
  })

  it.each([
    ['an error', () => new Error('plain'), /^Error: plain\n {4}at /],
    ['a string', () => 'text', /^text\n$/],
    ['a number', () => 404, /^a thrown number\n$/],
    ['nothing', () => undefined, /^a thrown undefined\n$/],
    ['null', () => null, /^a thrown object\n$/],
    ['an object', () => ({ toString: boom, stack: 'x' }), /^a thrown object\n$/],
    ['a symbol', () => Symbol('s'), /^a thrown symbol\n$/],
    ['an error without a stack', () => without('stack'), /^bare\n$/],
    [
      'an error with an object for a stack',
      () => Object.assign(new Error('bare'), { stack: { toString: boom } }),
      /^bare\n$/,
    ],
    ['an error with an accessor', () => Object.defineProperty(new Error('bare'), 'stack', { get: boom }), /^bare\n$/],
    [
      'an error with nothing',
      () => Object.defineProperty(without('stack'), 'message', { get: boom }),
      /without a text/,
    ],
    ['a trap', () => new Proxy(new Error('x'), { get: boom, getOwnPropertyDescriptor: boom }), /\n$/],
  ])('of %s is written without running anything', (_, make, expected) => {
    ran = 0
    const { log, lines } = logBench()
    log.stack(make())
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(expected)
    expect(ran).toBe(0)
  })
})

describe('our own failures', () => {
  it('are told of five times', () => {
    const { log, lines } = logBench()
    for (let turn = 0; turn < 50; turn++) log.failure(new Error('ours'))
    expect(lines).toHaveLength(5)
    expect(lines[0]).toMatch(/^inquest: own failure, the app is not affected: Error: ours/)
  })

  it('to write are nobody’s problem', () => {
    const log = createLog(boom, String)
    expect(() => {
      log.problem('x')
      log.stack(new Error('x'))
      log.failure('x')
      log.surfaced(traceback, '/x')
    }).not.toThrow()
  })
})

let ran = 0
function boom(): never {
  ran++
  throw new Error('app code ran')
}

function without(name: 'stack'): Error {
  const error = new Error('bare')
  Reflect.deleteProperty(error, name)
  return error
}

it('what an app’s error says is masked before it is printed', () => {
  const lines: string[] = []
  const { maskText } = createRedactor()
  const log = createLog((line) => lines.push(line), String, maskText)
  log.stack(new Error('cannot reach postgres://app:hunter2@db'))
  log.failure(new Error('password=hunter2'))
  expect(lines).toHaveLength(2)
  expect(lines.join('')).not.toContain('hunter2')
})
