import { expect, it } from 'vitest'
import { judgeReadiness } from '../../src/server/readiness.ts'

const here = { nodeVersion: '24.12.0', hasInspector: true, env: {} }

it.each([
  ['24.12.0', true],
  ['24.13.1', true],
  ['25.0.0', true],
  ['26.10.0', true],
  ['100.0.0', true],
  ['24.12.0-rc.1', true],
  ['26.0.0-nightly20260101', true],
  ['24.11.9', false],
  ['24.2.0', false],
  ['24.1', false],
  ['22.20.0', false],
  ['20.20.0', false],
  ['0.12.18', false],
  ['', false],
  ['weird', false],
])('Node %s: %s', (nodeVersion, ready) => {
  const readiness = judgeReadiness({ ...here, nodeVersion })
  expect(readiness.kind).toBe(ready ? 'ready' : 'off')
  if (readiness.kind === 'off') expect(readiness.reason).toContain('24.12')
})

it.each([
  [{}, undefined, 'ready'],
  [{ NODE_ENV: 'development' }, undefined, 'ready'],
  [{ NODE_ENV: 'production' }, undefined, 'off'],
  [{ NODE_ENV: ' Production ' }, undefined, 'off'],
  [{ NODE_ENV: 'prod' }, undefined, 'off'],
  [{ NODE_ENV: 'production', INQUEST_ENV: '' }, undefined, 'off'],
  [{ NODE_ENV: 'production', INQUEST_ENV: 'development' }, undefined, 'off'],
  [{ NODE_ENV: 'production', INQUEST_ENV: 'stagging' }, undefined, 'off'],
  [{ NODE_ENV: 'production', INQUEST_ENV: 'staging' }, undefined, 'loud and locked'],
  [{ NODE_ENV: 'production' }, 'staging', 'loud and locked'],
  [{ NODE_ENV: 'production', INQUEST_ENV: 'staging' }, 'production', 'off'],
  [{ INQUEST_ENV: 'production' }, undefined, 'off'],
  [{ INQUEST_ENV: 'staging' }, undefined, 'locked'],
  [{ INQUEST_ENV: 'qa' }, undefined, 'loud and locked'],
])('%o with the option %s is %s', (env, environment, expected) => {
  const readiness = judgeReadiness({ ...here, env, environment })
  const words =
    readiness.kind === 'off'
      ? 'off'
      : [readiness.loud === undefined ? '' : 'loud', readiness.visibility ?? ''].filter((word) => word !== '')
  expect(typeof words === 'string' ? words : words.join(' and ') || 'ready').toBe(expected)
  if (readiness.kind === 'off') expect(readiness.remedy).not.toBe('')
})

it('without the inspector there is nothing to be had', () => {
  expect(judgeReadiness({ ...here, hasInspector: false })).toMatchObject({ kind: 'off' })
})
