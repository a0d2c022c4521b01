import type { Verb } from '../../worker/rules/roles.ts'

const PREVIEW = '/staff/campaigns/:slug/preview'
const NOMINEE = ':number{[0-9]{1,6}}'

/** Every staff address and the verb that opens it (T22). A new address without a row here fails test/worker/staff.test.ts. */
export const STAFF_ADDRESSES: Readonly<Record<string, Verb>> = {
  'GET /staff': 'open-console',
  'GET /staff/campaigns/:slug': 'edit-campaigns',
  'GET /staff/campaigns/:slug/open': 'open-polls',
  'GET /staff/campaigns/:slug/publish': 'publish-notices',
  'GET /staff/campaigns/:slug/settings': 'edit-campaigns',
  'GET /staff/campaigns/:slug/settings/history': 'edit-campaigns',
  'GET /staff/campaigns/:slug/tally': 'read-final-tally',
  'GET /staff/campaigns/:slug/tally.csv': 'export-tally',
  'GET /staff/campaigns/:slug/tally.json': 'read-final-tally',
  'GET /staff/campaigns/new': 'edit-campaigns',
  [`GET ${PREVIEW}`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page/*`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page/ballot`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page/nominees`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page/nominees/${NOMINEE}`]: 'edit-campaigns',
  [`GET ${PREVIEW}/page/photos/:size{s|l}/${NOMINEE}`]: 'edit-campaigns',
  'GET /staff/log': 'read-log',
  'POST /staff/campaigns/:slug/open': 'open-polls',
  'POST /staff/campaigns/:slug/publish': 'publish-notices',
  'POST /staff/campaigns/:slug/settings': 'edit-campaigns',
  'POST /staff/campaigns/:slug/settings/history': 'edit-campaigns',
  'POST /staff/campaigns/new': 'edit-campaigns',
  [`POST ${PREVIEW}/page/*`]: 'edit-campaigns',
  'POST /staff/sign-out': 'open-console',
}
