import { createExecutionContext } from 'cloudflare:test'
import { env as real } from 'cloudflare:workers'
import { createApp } from '../../worker/app.ts'
import type { Env } from '../../worker/env.ts'
import { instant } from '../../worker/rules/time.ts'
import { ORIGIN, SITE_KEY } from './visitor.ts'

/** The names under which objects are bound. */
const OBJECTS = Object.entries(real)
  .filter(([, binding]) => typeof (binding as { idFromName?: unknown } | null)?.idFromName === 'function')
  .map(([name]) => name)

export interface CountedSite {
  /** 'BOX.cast', and 'DB.prepare' where the database is counted too: every call since the last look; looking forgets them. */
  calls(): readonly string[]
  fetch(path: string, init?: RequestInit): Promise<Response>
}

/** The site in another home or with other settings, over the same objects and database, noting every call of an object. */
export function countedSite(settings: Partial<Env>, now: () => number, { database = false } = {}): CountedSite {
  const calls: string[] = []
  const bound = OBJECTS.map(name => [name, watched(name, (real as unknown as Record<string, object>)[name] as object, calls)])
  const env = {
    ...real,
    SITE_KEY,
    PUBLIC_ORIGIN: ORIGIN,
    ...Object.fromEntries(bound),
    ...(database ? { DB: watchedDatabase(calls) } : {}),
    ...settings,
  } as unknown as Env
  const site = createApp(() => instant(now()))
  return {
    calls: () => calls.splice(0),
    fetch: (path, init) => site.fetch(new Request(ORIGIN + path, { redirect: 'manual', ...init }), env, createExecutionContext()),
  }
}

const watchedDatabase = (calls: string[]): D1Database =>
  new Proxy(real.DB, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        calls.push(`DB.${String(key)}`)
        return Reflect.apply(value, target, args) as unknown
      }
    },
  })

function watched(name: string, namespace: object, calls: string[]): object {
  return new Proxy(namespace, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const got = (value as (...args: unknown[]) => unknown).apply(target, args)
        return key === 'get' || key === 'getByName' ? watchedStub(name, got as object, calls) : got
      }
    },
  })
}

const watchedStub = (name: string, stub: object, calls: string[]): object =>
  new Proxy(stub, {
    get(target, key) {
      if (typeof key === 'string') calls.push(`${name}.${key}`)
      const value = Reflect.get(target, key) as unknown
      // A method of a stub is itself a stub, so that even its `apply` would be a call of the object.
      return typeof value === 'function' ? (...args: unknown[]) => Reflect.apply(value, target, args) as unknown : value
    },
  })
