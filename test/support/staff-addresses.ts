import type { Verb } from '../../worker/rules/roles.ts'

/** Every staff address and the verb that opens it (T22). A new address without a row here fails test/worker/staff.test.ts. */
export const STAFF_ADDRESSES: Readonly<Record<string, Verb>> = {
  'GET /staff': 'open-console',
  'GET /staff/campaigns/:slug/tally': 'read-final-tally',
  'GET /staff/campaigns/:slug/tally.csv': 'export-tally',
  'GET /staff/campaigns/:slug/tally.json': 'read-final-tally',
  'GET /staff/log': 'read-log',
  'GET /staff/notices': 'edit-notices',
  'GET /staff/notices/:id': 'edit-notices',
  'GET /staff/notices/:id/check': 'edit-notices',
  'GET /staff/notices/:id/files/:name': 'edit-notices',
  'GET /staff/notices/:id/versions': 'edit-notices',
  'GET /staff/notices/new': 'edit-notices',
  'POST /staff/notices': 'edit-notices',
  'POST /staff/notices/:id': 'edit-notices',
  'POST /staff/notices/:id/approve': 'publish-notices',
  'POST /staff/notices/:id/arrange': 'edit-notices',
  'POST /staff/notices/:id/files': 'edit-notices',
  'POST /staff/notices/:id/mask': 'edit-notices',
  'POST /staff/notices/:id/preview': 'edit-notices',
  'POST /staff/notices/:id/publish': 'publish-notices',
  'POST /staff/notices/:id/restore': 'edit-notices',
  'POST /staff/notices/:id/unschedule': 'publish-notices',
  'POST /staff/notices/:id/withdraw': 'publish-notices',
  'POST /staff/pictures': 'edit-notices',
  'POST /staff/sign-out': 'open-console',
}
