import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { previewOf } from '../../src/server/snapshot/index.ts'

it('previews a request and a response by what people look for in them', async () => {
  const previews = await new Promise<string[]>((resolve) => {
    const server = createServer((request, response) => {
      response.statusCode = 503
      resolve([previewOf(request), previewOf(response)])
      response.end()
      server.close()
    }).listen(0, '127.0.0.1', () => get({ port: (server.address() as AddressInfo).port, path: '/cart?user=zoe' }))
  })
  expect(previews[0]).toMatch(/^IncomingMessage \{ method: 'GET', url: '\/cart\?user=zoe', /)
  expect(previews[1]).toMatch(/^ServerResponse \{ statusCode: 503, /)
})
