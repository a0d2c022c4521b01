import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'

export type Db = DrizzleD1Database<Record<string, never>>

export const openDb = (d1: D1Database): Db => drizzle(d1)
