import type { Verb } from '../../worker/rules/roles.ts'

/** Every staff address and the verb that opens it (T22). A new address without a row here fails test/worker/staff.test.ts. */
export const STAFF_ADDRESSES: Readonly<Record<string, Verb>> = {
  'GET /staff': 'open-console',
  'GET /staff/campaigns/:slug/tally': 'read-final-tally',
  'GET /staff/campaigns/:slug/tally.csv': 'export-tally',
  'GET /staff/campaigns/:slug/tally.json': 'read-final-tally',
  'GET /staff/log': 'read-log',
  'GET /staff/notices/:notice/publicity': 'edit-notices',
  'GET /staff/objections': 'read-objections',
  'GET /staff/objections/:objection': 'read-objections',
  'POST /staff/notices/:notice/publicity/conclusion': 'conclude-publicity',
  'POST /staff/notices/:notice/publicity/levels': 'edit-notices',
  'POST /staff/notices/:notice/publicity/list': 'edit-notices',
  'POST /staff/notices/:notice/publicity/period': 'edit-notices',
  'POST /staff/objections/:objection/content': 'reveal-private',
  'POST /staff/objections/:objection/file': 'reveal-private',
  'POST /staff/objections/:objection/move': 'answer-objections',
  'POST /staff/objections/:objection/note': 'answer-objections',
  'POST /staff/sign-out': 'open-console',
}
