import { integer } from 'drizzle-orm/sqlite-core'
import type { Instant } from '../../worker/rules/time.ts'

// This folder is the typed view of db/migrations/*.sql, where the constraints live, one file a noun. A test
// (test/db/migrations.test.ts) holds the two together.

/** A column of UTC milliseconds. */
export const at = (name: string) => integer(name).$type<Instant>()
