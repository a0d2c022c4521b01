import type { Verb } from '../../worker/rules/roles.ts'

/** Every staff address and the verb that opens it (T22). A new address without a row here fails test/worker/staff.test.ts. */
export const STAFF_ADDRESSES: Readonly<Record<string, Verb>> = {
  'GET /staff': 'open-console',
  'GET /staff/campaigns/:slug/tally': 'read-final-tally',
  'GET /staff/campaigns/:slug/tally.csv': 'export-tally',
  'GET /staff/campaigns/:slug/tally.json': 'read-final-tally',
  'GET /staff/log': 'read-log',
  'POST /staff/sign-out': 'open-console',
}
