import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { cartCount } from './cart.ts'

/** What a request knows of its visitor: the id that their cart hangs on, and how many things are in it. */
export interface ShopEnv {
  Variables: { sessionId: string; cartCount: number }
}

const cookieName = 'shop_session'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function session(db: DatabaseSync): MiddlewareHandler<ShopEnv> {
  return async (c, next) => {
    const known = getCookie(c, cookieName)
    const sessionId = known !== undefined && uuid.test(known) ? known : randomUUID()
    if (sessionId !== known) {
      setCookie(c, cookieName, sessionId, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 30 * 24 * 3600 })
    }
    c.set('sessionId', sessionId)
    c.set('cartCount', cartCount(db, sessionId))
    await next()
  }
}
