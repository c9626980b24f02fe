import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createAssets } from '../../src/server/http/index.ts'
import type { Failure } from '../../src/shared/failure.ts'
import { BASE, CANARY, ID, routesBench } from './routes-bench.ts'

describe('what there is not', () => {
  it.each([
    '/nothing',
    '/api',
    '/api/',
    '/api/tracebacks/x/y',
    `/t/${ID}/more`,
    '/assets',
    '/assets/',
    '/api/nothing.txt',
    `/api/tracebacks/${ID}/frames/0`,
    '/__proto__',
    '//',
    '/%00',
    '/%ff',
    '/%',
    `/${'a'.repeat(10_000)}`,
  ])('%s is a 404, whoever asks', async (path) => {
    const bench = routesBench()
    for (const headers of [{}, { cookie: undefined }]) {
      const response = await bench.fetch({ path: BASE + path, headers })
      expect([response.status, ((await response.json()) as Failure).code]).toEqual([404, 'not-found'])
    }
    const posted = await bench.fetch({ method: 'POST', path: BASE + path, body: '{}' })
    expect(posted.status).toBe(404)
    const stranger = await bench.fetch({ path: BASE + path, headers: { host: 'evil.example' } })
    expect(stranger.status).toBe(403)
  })

  it.each([
    'x',
    '..',
    '%2e%2e',
    `${ID}%00`,
    `${ID}.exe`,
    `${ID}.txt.txt`,
    `.txt`,
    `${ID}%2e%2e`,
    `..%2f${ID}`,
    '__proto__',
    'constructor',
    '%F0%9F%92%A9',
    `${ID}%20`,
    'a'.repeat(5000),
  ])('as a traceback %j is gone', async (id) => {
    const bench = routesBench()
    const response = await bench.fetch({ path: `${BASE}/api/tracebacks/${id}` })
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain(CANARY)
  })

  it('as a page of a traceback is the overview, with a 404', async () => {
    const response = await routesBench().fetch({ path: `${BASE}/t/gone` })
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })

  it('has no trace of a deleted traceback', async () => {
    const bench = routesBench()
    const path = `${BASE}/api/tracebacks/${ID}`
    expect((await bench.fetch({ method: 'DELETE', path })).status).toBe(204)
    expect((await bench.fetch({ method: 'DELETE', path })).status).toBe(404)
    for (const suffix of ['', '.txt', '.md', '.curl'])
      expect((await bench.fetch({ path: path + suffix })).status).toBe(404)
  })
})

describe('assets', () => {
  function assets(): ReturnType<typeof createAssets> {
    const root = mkdtempSync(join(tmpdir(), 'inquest-assets-'))
    onTestFinished(() => {
      rmSync(root, { recursive: true })
    })
    mkdirSync(join(root, 'ui'))
    writeFileSync(join(root, 'secret.js'), CANARY)
    writeFileSync(join(root, 'ui', 'secret.js'), CANARY)
    writeFileSync(join(root, 'ui', 'app.js'), 'app')
    return createAssets(pathToFileURL(`${join(root, 'ui')}/`).href)
  }

  it('are those of the table, with their types', async () => {
    const asset = await assets()('app.js')
    expect(new TextDecoder().decode(asset?.body)).toBe('app')
    expect(asset?.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
  })

  it('that are not built are not there', async () => {
    expect(await assets()('app.css')).toBeUndefined()
  })

  it.each([
    'secret.js',
    '../secret.js',
    '..%2fsecret.js',
    '%2e%2e%2fsecret.js',
    './app.js',
    'app.js/',
    'app.js?x',
    'app.js%00',
    'APP.JS',
    '/etc/passwd',
    'file:///etc/passwd',
    '__proto__',
    'constructor',
    'toString',
    '',
  ])('%j is none', async (name) => {
    const asset = assets()
    expect(await asset(name)).toBeUndefined()
    const response = await routesBench({}, { asset }).fetch({ path: `${BASE}/assets/${encodeURIComponent(name)}` })
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain(CANARY)
  })

  it.each(['../secret.js', '..%2fsecret.js', '%2e%2e/secret.js', '..\\secret.js', '..%5csecret.js', './/secret.js'])(
    '%j as it is leads nowhere',
    async (name) => {
      const response = await routesBench({}, { asset: assets() }).fetch({ path: `${BASE}/assets/${name}` })
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain(CANARY)
    },
  )
})
