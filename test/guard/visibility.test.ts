import { describe, expect, it } from 'vitest'
import { productionPolicy } from '../../src/server/guard/index.ts'
import type { GuardRequest } from '../../src/server/guard/index.ts'
import { bench, request } from './guard-bench.ts'
import type { Headers } from './guard-bench.ts'

describe('what a stranger sees of a failing response', () => {
  const { guard } = bench({ hosts: ['dev.test'], trustProxy: ['127.0.0.1'] })

  const open: [Headers, Partial<GuardRequest>][] = [
    [{}, {}],
    [{ host: 'app.localhost' }, { remoteAddress: '::1' }],
    [{ host: '[::1]:3000' }, { remoteAddress: '::ffff:127.0.0.1' }],
    [{ host: '127.0.0.1' }, { remoteAddress: '127.9.9.9' }],
    [{}, { httpVersion: '2.0' }],
    [{ 'user-agent': 'x', accept: '*/*', 'x-requested-with': 'XMLHttpRequest', 'x-request-id': '1' }, {}],
  ]
  it.each(open)('the open page: %j %j', (headers, rest) =>
    expect(guard.visibility(request(headers, rest))).toBe('open'),
  )

  const hints = (
    'Via Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Port X-Forwarded X-Forwarded-Server ' +
    'X-Real-IP Client-IP X-Client-IP True-Client-IP CF-Connecting-IP CF-Ray Fastly-Client-IP X-Cluster-Client-IP ' +
    'X-Amzn-Trace-Id X-Envoy-External-Address X-Azure-ClientIP Tailscale-User-Login Fly-Client-IP CDN-Loop ' +
    'CloudFront-Viewer-Address DO-Connecting-IP Incap-Client-IP X-Nf-Client-Connection-Ip'
  ).split(' ')
  const locked: [Headers, Partial<GuardRequest>][] = [
    ...hints.map((name): [Headers, object] => [{ [name]: '127.0.0.1' }, {}]),
    ...hints.map((name): [Headers, object] => [{ [name.toLowerCase()]: '' }, {}]),
    [{}, { httpVersion: '1.0' }],
    [{}, { httpVersion: '0.9' }],
    [{}, { httpVersion: '' }],
    [{}, { path: 'http://localhost:3000/' }],
    [{}, { remoteAddress: '192.168.0.2' }],
    [{}, { remoteAddress: '128.0.0.1' }],
    [{}, { remoteAddress: '::2' }],
    [{}, { remoteAddress: '::ffff:10.0.0.1' }],
    [{}, { remoteAddress: '' }],
    [{}, { remoteAddress: 'localhost' }],
    [{}, { remoteAddress: '0::1x' }],
    [{ host: 'dev.test' }, {}],
    [{ host: 'evil.test' }, {}],
    [{ host: [] }, {}],
    [{ host: ['localhost', 'localhost'] }, {}],
  ]
  it.each(locked)('nothing: %j %j', (headers, rest) => expect(guard.visibility(request(headers, rest))).toBe('locked'))

  it('nothing over a unix socket or once the client has gone', () => {
    const { remoteAddress: _, ...unknown } = request()
    expect(guard.visibility(unknown)).toBe('locked')
  })

  it('follows the option, but never for an untrusted host', () => {
    const far = { remoteAddress: '192.168.0.2' }
    const opened = bench({ visibility: 'open' }).guard
    expect(opened.visibility(request({ via: 'x' }, far))).toBe('open')
    expect(opened.visibility(request({ host: 'evil.test' }))).toBe('locked')
    expect(bench({ visibility: 'locked' }).guard.visibility(request())).toBe('locked')
  })
})

describe('production', () => {
  const rows: [nodeEnv: string | undefined, declared: string | undefined, outcome: string][] = [
    [undefined, undefined, 'arm'],
    ['', '', 'arm'],
    ['development', undefined, 'arm'],
    ['test', 'development', 'arm'],
    ['production', undefined, 'refuse'],
    [' Production ', undefined, 'refuse'],
    ['prod', undefined, 'refuse'],
    ['production', '', 'refuse'],
    ['production', 'true', 'refuse'],
    ['production', 'development', 'refuse'],
    ['production', 'production', 'refuse'],
    ['production', 'stagingx', 'refuse'],
    [undefined, 'production', 'refuse'],
    ['production', 'staging', 'loud and locked'],
    ['PRODUCTION', 'Staging ', 'loud and locked'],
    ['development', 'staging', 'locked'],
    [undefined, 'staging', 'locked'],
    [undefined, 'qa', 'loud and locked'],
  ]
  it.each(rows)('NODE_ENV=%s INQUEST_ENV=%s: %s', (NODE_ENV, INQUEST_ENV, outcome) => {
    for (const policy of [productionPolicy({ NODE_ENV, INQUEST_ENV }), productionPolicy({ NODE_ENV }, INQUEST_ENV)]) {
      if (!policy.arm) {
        expect(outcome).toBe('refuse')
        expect(policy.remedy).toContain('INQUEST_ENV=staging')
        continue
      }
      const words = [policy.loud === undefined ? '' : 'loud', policy.visibility ?? ''].filter((word) => word !== '')
      expect(words.join(' and ') || 'arm').toBe(outcome)
    }
  })

  it('lets the option speak before the environment', () => {
    expect(productionPolicy({ NODE_ENV: 'production', INQUEST_ENV: 'staging' }, 'production').arm).toBe(false)
    expect(productionPolicy({ NODE_ENV: 'production', INQUEST_ENV: 'production' }, 'staging').arm).toBe(true)
  })
})
