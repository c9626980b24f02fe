import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../src/server/options.ts'
import type { InquestOptions, ResolvedOptions } from '../../src/server/options.ts'

const resolve = (env: Record<string, string>, given: InquestOptions = {}): ResolvedOptions =>
  resolveOptions(given, env, '/home/zoe/my shop')

describe('without anything set', () => {
  it('has its defaults', () => {
    const { stateDirectory, project, ...rest } = resolve({ XDG_STATE_HOME: '/state' })
    expect(rest).toEqual({
      basePath: '/__inquest__',
      hosts: [],
      trustProxy: [],
      appPackages: [],
      show: [],
      hide: [],
      entrance: 'form',
      evaluate: true,
      arm: 'always',
      problems: [],
      limits: {
        liveFrames: 30,
        chainFrames: 300,
        errorsPerSecond: 50,
        pauseShare: 0.1,
        liveTracebacks: 20,
        liveMinutes: 30,
        depth: 3,
        items: 100,
        properties: 50,
        stringLength: 1000,
        snapshotMs: 15,
      },
    })
    expect(project).toMatch(/^my_shop-[0-9a-f]{10}$/)
    expect(stateDirectory).toBe(`/state/inquest/${project}`)
  })

  it('keeps projects of one name apart', () => {
    const one = resolveOptions({}, {}, '/a/shop')
    const other = resolveOptions({}, {}, '/b/shop')
    expect(one.project).not.toBe(other.project)
    expect(resolveOptions({}, {}, '/').project).toMatch(/^app-/)
  })
})

describe('what is given', () => {
  it('wins over the environment', () => {
    const env = {
      INQUEST_VISIBILITY: 'open',
      INQUEST_ARM: 'off',
      INQUEST_EVALUATE: 'off',
      INQUEST_PIN: '1',
      INQUEST_HOSTS: 'a',
      INQUEST_BASE_PATH: '/env',
      INQUEST_LIMITS: 'depth=9,items=9',
    }
    const given: InquestOptions = {
      visibility: 'locked',
      arm: 'after-error',
      evaluate: true,
      pin: '2',
      hosts: ['b'],
      basePath: '/given/',
      limits: { depth: 1 },
    }
    expect(resolve(env, given)).toMatchObject({ ...given, basePath: '/given', limits: { depth: 1, items: 9 } })
  })

  it('is empty where the environment is', () => {
    const env = {
      INQUEST_PIN: '',
      INQUEST_VISIBILITY: '',
      INQUEST_HOSTS: ' , ,',
      INQUEST_EVALUATE: '',
      INQUEST_ARM: '',
    }
    expect(resolve(env)).toMatchObject({ hosts: [], evaluate: true, arm: 'always', problems: [] })
    expect(resolve(env)).not.toHaveProperty('pin')
    expect(resolve(env)).not.toHaveProperty('visibility')
  })

  it('is split at commas', () => {
    expect(resolve({ INQUEST_HOSTS: 'a.test, .b.test ,c', INQUEST_HIDE: 'iban' })).toMatchObject({
      hosts: ['a.test', '.b.test', 'c'],
      hide: ['iban'],
    })
  })
})

describe('nonsense', () => {
  it.each([
    ['INQUEST_EVALUATE', 'false', { evaluate: false }],
    ['INQUEST_EVALUATE', '0', { evaluate: false }],
    ['INQUEST_EVALUATE', 'OFF', { evaluate: false }],
    ['INQUEST_VISIBILITY', 'lokced', { visibility: 'locked' }],
    ['INQUEST_VISIBILITY', 'Open', { visibility: 'locked' }],
    ['INQUEST_ARM', 'sometimes', { arm: 'always' }],
    ['INQUEST_LIMITS', 'depth=many', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', 'depth=-1', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', 'depth=0', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', 'depth', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', 'deepness=1', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', '__proto__=1', { limits: { depth: 3 } }],
    ['INQUEST_LIMITS', 'toString=1', { limits: { depth: 3 } }],
    ['INQUEST_BASE_PATH', 'no-slash', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '//host', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/a/../b', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/.', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/a b', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/a?b', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/:id', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/*', { basePath: '/__inquest__' }],
    ['INQUEST_BASE_PATH', '/"><script>', { basePath: '/__inquest__' }],
  ])('%s=%s is one problem and leaves less open, not more', (name, value, expected) => {
    const options = resolve({ [name]: value })
    expect(options).toMatchObject(expected)
    expect(options.problems).toHaveLength(1)
    expect(options.problems[0]).not.toMatch(/[\n\r]/)
  })

  it('is nothing with dots in the middle of a name', () => {
    expect(resolve({ INQUEST_BASE_PATH: '/.well-known/in..quest/' })).toMatchObject({
      basePath: '/.well-known/in..quest',
      problems: [],
    })
  })
})

it('an entrance that cannot be understood is the one that shows less', () => {
  expect(resolve({ INQUEST_ENTRANCE: 'hidden' })).toMatchObject({
    entrance: 'link',
    problems: ['entrance is "hidden", which is none of form, link'],
  })
  expect(resolve({ INQUEST_ENTRANCE: 'form' })).toMatchObject({ entrance: 'form', problems: [] })
})
