import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Guard } from '../../src/server/guard/index.ts'
import { bench, change, request } from '../guard/guard-bench.ts'
import { BASE, HTML, JSON_TYPE, useTarget } from './target.ts'

/** Every word of our own code that could be the name of a property which is read somewhere. */
function namesIn(folders: readonly string[]): string[] {
  const names = new Set<string>()
  for (const folder of folders) {
    // Not the list of reasons, which is prose: what is read of it is named where that is done.
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'refusal-reasons.ts')) {
      const code = readFileSync(`${folder}/${file}`, 'utf8').replaceAll(
        /\/\*[^]*?\*\/|\/\/.*|import [^]*?from '.*'/g,
        '',
      )
      for (const [name] of code.matchAll(/(?<!['\w])[a-z]\w*/gi)) if (!JAVASCRIPT.has(name)) names.add(name)
    }
  }
  return [...names, '0', '1', '-1', ':authority', 'host', 'origin', 'cookie']
}

/** What nobody survives (`get` makes every property descriptor wrong), and what every object has. */
const JAVASCRIPT = new Set('get set value writable then constructor toString valueOf hasOwnProperty'.split(' '))

/** Every stream of Node itself fails with these, with or without us. */
const NODES_OWN = new Set(['encoding'])

const VALUES = [true, false, 0, 'localhost', '127.0.0.1', 'open', {}]

function polluted<T>(name: string, value: unknown, work: () => T): T | undefined {
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: false })
  try {
    return work()
  } catch {
    return undefined // A failure of ours: nobody gets anything.
  } finally {
    Reflect.deleteProperty(Object.prototype, name)
  }
}

describe('38 prototype pollution, by the console or through a hole in the app,', () => {
  it('never makes the guard let anybody in', () => {
    const far = { remoteAddress: '192.0.2.1' }
    const { remoteAddress: _, ...unknown } = request()
    const READ = { session: true, change: false }
    const asksOf = (guard: Guard, hidden: Guard) => ({
      knows: () => hidden.knows(request(), undefined, true) || hidden.enter(request(), 'x'.repeat(43)) !== undefined,
      hidden: () => hidden.visibility(request()) === 'open',
      read: () => guard.admit(request(), READ).ok,
      change: () => guard.admit(change(), { session: true, change: true }).ok,
      evaluate: () => guard.admit(change(), { session: true, change: true, evaluate: true }).ok,
      host: () => guard.admit(request({ host: 'evil.test' }), { session: false, change: false }).ok,
      noHost: () => guard.admit(request({ host: [] }), { session: false, change: false }).ok,
      origin: () => guard.admit(change({ origin: 'http://evil.test' }), { session: false, change: true }).ok,
      site: () => guard.admit(change({ 'sec-fetch-site': 'cross-site' }), { session: false, change: true }).ok,
      type: () => guard.admit(change({ 'content-type': 'text/plain' }), { session: false, change: true }).ok,
      method: () => guard.admit({ ...change(), method: 'GET' }, { session: false, change: true }).ok,
      session: () => guard.session(request()) !== undefined,
      describe: () => guard.describe(request()).unlocked || guard.describe(request()).console.available,
      far: () => guard.visibility(request({}, far)) === 'open',
      proxied: () => guard.visibility(request({ via: 'x' })) === 'open',
      unknown: () => guard.visibility(unknown) === 'open',
      pin: () => guard.unlock(change(), { pin: '1' }).ok,
      token: () => guard.unlock(change(), { token: 'x' }).ok,
      empty: () => guard.unlock(change(), {}).ok,
    })
    const broken: string[] = []
    for (const name of namesIn(['src/server/guard'])) {
      const asks = Object.entries(asksOf(bench().guard, bench({ entrance: 'link' }).guard))
      for (const value of VALUES) {
        for (const [ask, act] of asks) {
          if (polluted(name, value, act) === true) broken.push(`${name} = ${JSON.stringify(value)}: ${ask}`)
        }
      }
    }
    expect(broken).toEqual([])
  }, 90_000)
})

describe('38 prototype pollution over HTTP', () => {
  const target = useTarget({ env: { INQUEST_LIMITS: 'liveTracebacks=5' } })

  it('gives a stranger neither a value nor a page that is locked, and the app goes on', async () => {
    const { send, tracebackId } = target()
    const names = [
      'src/server',
      ...['guard', 'http', 'surface', 'store', 'traceback'].map((room) => `src/server/${room}`),
    ]
      .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/(\w+)\?: /g)].map(([, name = '']) => name))
    const evaluate = `${BASE}/api/tracebacks/${tracebackId}/frames/0/evaluate`
    const broken: string[] = []
    for (const value of [true, 'open', 'localhost', {}]) {
      for (const name of new Set(names.filter((each) => !NODES_OWN.has(each)))) {
        const what = encodeURIComponent(JSON.stringify({ names: [name], value }))
        await send('GET', `/pollute?what=${what}`, [], '', { patience: 2000 })
        const patience = { patience: 1000 }
        const [list, run, evil, page] = await Promise.all([
          send('GET', `${BASE}/api/tracebacks`, [], '', patience),
          send('POST', evaluate, [JSON_TYPE], '{"source":"6*7","mode":"run"}', patience),
          send('GET', `${BASE}/api/session`, [['Host', 'evil.test']], '', patience),
          send('GET', '/handled', [HTML, ['via', 'x']], '', patience),
        ])
        const clean = await send('GET', '/clean', [], '', { patience: 2000 })
        const isIn = [list, run, evil].some(({ status }) => status < 400)
        if (isIn || !/own body$/.test(page.body) || clean.body !== 'clean') {
          broken.push(
            `${name} = ${JSON.stringify(value)}: ${[list, run, evil, page, clean].map(({ status }) => status).join()}`,
          )
        }
      }
    }
    expect(broken).toEqual([])
    expect((await send('GET', '/')).body).toBe('hello')
  }, 120_000)
})
