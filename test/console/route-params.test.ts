import { afterEach, describe, expect, it } from 'vitest'
import { startProgram } from '../program.ts'
import type { Program } from '../program.ts'
import { consoleOf } from './program-console.ts'

let program: Program | undefined
afterEach(() => program?.stop())

describe('the parameters of a route', () => {
  it.each([
    ['express', '/shop/tea/7/secret%201', { id: '7', token: expect.stringMatching(/^•+$/) as string }],
    ['fastify', '/shop/tea/gr%C3%BCn', { id: 'grün' }],
    ['koa', '/shop/tea/7', { id: '7' }],
    ['hono', '/shop/tea/gr%C3%BCn', { id: 'grün' }],
    ['none', '/shop/tea/7', undefined],
  ])('are those of %s', async (framework, path, params) => {
    program = await startProgram('test/programs/console/routes.mjs', { args: [framework] })
    const opened = await consoleOf(program, path)
    const told = opened.traceback.request?.params
    expect(told && Object.fromEntries(told)).toEqual(params)
    expect(await opened.text('"params" in request')).toBe(String(params !== undefined))
    if (params !== undefined) expect(await opened.text('request.params.id')).toBe(`'${params.id}'`)
  })
})
