import type { Env } from './env.ts'

/**
 * Whether the database has come to the schema this release needs. On one machine the port answers before the migrations are
 * through; `SCHEMA` names the last of them there, and where it is not set somebody else sees to that. A database that
 * cannot be asked is not held against it: what reads it will say so itself (fault F8).
 */
export async function schemaReady({ DB, SCHEMA }: Pick<Env, 'DB' | 'SCHEMA'>): Promise<boolean> {
  if (!SCHEMA) return true
  try {
    return (await DB.prepare('select 1 from d1_migrations where name = ?').bind(SCHEMA).first()) !== null
  } catch (error) {
    return !String(error).includes('no such table')
  }
}
