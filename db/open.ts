import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { linking } from './audit.ts'

export type Db = DrizzleD1Database<Record<string, never>>

/** The database; every line of the log that goes into it is linked to the one before. */
export const openDb = (d1: D1Database): Db => linking(drizzle(d1))
