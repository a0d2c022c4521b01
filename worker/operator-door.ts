import type { MiddlewareHandler } from 'hono'
import { type AppTypes, Refused } from './http.ts'
import { sameSecret } from './tokens.ts'

/** Lets in who holds the operator's key; to anybody else the address does not exist. */
export const operatorOnly: MiddlewareHandler<AppTypes> = async (c, next) => {
  const { operatorKey } = c.var.deps.config
  const given = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (!operatorKey || !given || !sameSecret(given, operatorKey)) throw new Refused({ code: 'not-found' })
  await next()
}
