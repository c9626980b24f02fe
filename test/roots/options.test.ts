import { describe, expect, it } from 'vitest'
import { resolveOptions } from '../../src/server/options.ts'
import type { InquestOptions, ResolvedOptions } from '../../src/server/options.ts'

const resolve = (env: Record<string, string>, given: unknown = {}): ResolvedOptions =>
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

  it.each([
    ['.com', 1],
    ['.internal', 1],
    ['a.test, .co', 1],
    ['.localhost', 0],
    ['.example.test', 0],
    ['com', 0],
  ])('INQUEST_HOSTS=%s, which trusts a whole top level or not, is %i problems', (hosts, count) => {
    const { problems } = resolve({ INQUEST_HOSTS: hosts })
    expect(problems).toHaveLength(count)
    if (count > 0) expect(problems[0]).toMatch(/^hosts has "\.\w+", which trusts every name that ends like this$/)
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
    problems: ['entrance is "hidden", which is none of form, link: it counts as link'],
  })
  expect(resolve({ INQUEST_ENTRANCE: 'form' })).toMatchObject({ entrance: 'form', problems: [] })
})

describe('an option from JavaScript', () => {
  it.each([
    ['evaluate', 'off', false],
    ['evaluate', 'on', true],
    ['evaluate', false, false],
    ['evaluate', true, true],
    ['evaluate', '', true],
    ['pin', 246813579, '246813579'],
    ['pin', '246-813', '246-813'],
    ['hosts', 'dev.test', ['dev.test']],
    ['hosts', 'dev.test, .b.test,', ['dev.test', '.b.test']],
    ['hosts', [' a.test ', ''], ['a.test']],
    ['trustProxy', '127.0.0.1', ['127.0.0.1']],
    ['trustProxy', '10.0.0.0/8,unix', ['10.0.0.0/8', 'unix']],
    ['appPackages', 'one,two', ['one', 'two']],
    ['show', 'pin', ['pin']],
    ['hide', 'iban,bic', ['iban', 'bic']],
    ['basePath', '/debug/', '/debug'],
    ['visibility', 'open', 'open'],
    ['entrance', 'link', 'link'],
    ['arm', 'after-error', 'after-error'],
    ['editor', 'x:{file}', 'x:{file}'],
    ['stateDirectory', '/s', '/s'],
    ['environment', 'staging', 'staging'],
  ])('takes the words of its variable: %s %j', (name, value, expected) => {
    const options = resolve({}, { [name]: value })
    expect(options[name as keyof ResolvedOptions]).toEqual(expected)
    expect(options.problems).toEqual([])
  })

  it('takes limits as the variable has them, and over the variable', () => {
    const { limits, problems } = resolve({ INQUEST_LIMITS: 'items=7' }, { limits: 'depth=9' })
    expect([limits.items, limits.depth, problems]).toEqual([7, 9, []])
  })

  const odd = [null, 0, 1, 42n, Symbol('s'), {}, () => 'off', new Date(0), { length: 1 }]
  const strict: [keyof ResolvedOptions, unknown, readonly unknown[]][] = [
    ['evaluate', false, [...odd, 'false', '0', 'OFF', ['off']]],
    ['visibility', 'locked', [...odd, true, false, 'Open', ['open']]],
    ['entrance', 'link', [...odd, true, false, 'Form', ['form']]],
    ['hosts', [], [...odd, true, false, [1], [null]]],
    ['trustProxy', [], [...odd, true, false, [1], [['127.0.0.1']]]],
    ['show', [], [...odd, true, false, [/pin/]]],
    ['appPackages', [], [...odd, true, false, [1]]],
    ['basePath', '/__inquest__', [...odd, true, false, ['/x']]],
    ['editor', undefined, [...odd, true, false, ['x']]],
    ['arm', 'off', [...odd, true, false, ['always']]],
  ]
  it.each(strict)('%s of another kind is one problem and counts as %j', (name, expected, values) => {
    for (const value of values) {
      const options = resolve({ XDG_STATE_HOME: '/state' }, { [name]: value })
      expect(options[name]).toEqual(expected)
      expect(options.problems, String(value)).toHaveLength(1)
      expect(options.problems[0]).toContain(name)
    }
  })

  it('of which only some texts make sense keeps these, with a problem', () => {
    const options = resolve({}, { hosts: ['a.test', 7, 'b.test'] })
    expect(options.hosts).toEqual(['a.test', 'b.test'])
    expect(options.problems).toEqual(['hosts has to be a list of texts, and has a number in it'])
  })

  it.each([null, 5, true, ['depth=1'], () => 1])('limits as %j are a problem, and the defaults hold', (limits) => {
    const options = resolve({}, { limits })
    expect(options.limits).toEqual(resolve({}).limits)
    expect(options.problems).toHaveLength(1)
  })

  it.each([Infinity, NaN, '5', null, 0, -1, true])('a limit of %j is a problem, and the default holds', (depth) => {
    const options = resolve({}, { limits: { depth } })
    expect([options.limits.depth, options.problems.length]).toEqual([3, 1])
  })

  it('that is a state directory of another kind is the private default', () => {
    const options = resolve({ XDG_STATE_HOME: '/state' }, { stateDirectory: new URL('file:///tmp') })
    expect(options.stateDirectory).toMatch(/^\/state\/inquest\//)
    expect(options.problems).toEqual(['stateDirectory has to be a text, and is an object'])
  })

  it.each([
    ['pin', -1],
    ['pin', 1.5],
    ['pin', NaN],
    ['pin', 2 ** 60],
    ['pin', null],
    ['pin', ['1234']],
    ['pin', true],
    ['environment', 42],
    ['environment', null],
    ['hide', { iban: true }],
    ['hide', [/iban/]],
    ['hide', true],
  ])('without which it must not run keeps it off: %s %j', (name, value) => {
    const refused = expect.objectContaining({ code: 'option-refused' }) as Error
    expect(() => resolve({}, { [name]: value })).toThrow(refused)
    expect(() => resolve({}, { [name]: value })).toThrow(new RegExp(`^${name} has to be a .*\\.$`))
  })

  it.each([null, 'off', 7, false, [], () => ({})])('instead of all of them (%j) keeps it off', (given) => {
    expect(() => resolve({}, given)).toThrow(/^The options have to be an object, and are /)
  })

  it('that does not exist is a problem', () => {
    expect(resolve({}, { evalaute: 'off' }).problems).toEqual(['"evalaute" is no option'])
  })
})
