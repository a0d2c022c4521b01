import type { ObjectShape } from './object-archive.ts'

// What each object of a campaign is made of, as an archive holds it. A table that an object has and that is not here fails
// a test (test/worker/archive-tables.test.ts).

export const BOX_SHAPE: ObjectShape = {
  parts: [
    // Signals are deleted after the objections; dedupe keys stay, and link to nobody without the key of the poll.
    { table: 'ballot', order: 'seq', counts: 'seq', keeping: { signals: 'null' } },
    { table: 'change', order: 'number', counts: 'number' },
    { table: 'log_entry', order: 'idx' },
    { table: 'log_node', order: 'level, idx' },
    { table: 'log_head', order: 'id' },
    { table: 'ended', order: 'id' },
    { table: 'forgotten', order: 'id', keeping: 'nothing' },
    { table: 'poll', order: 'id', keeping: { campaign_key: 'zeroblob(32)' } },
  ],
  derived: { checkpoint: 'counted from the ballots' },
}

export const TALLY_SHAPE: ObjectShape = {
  parts: [
    { table: 'batch', order: 'at' },
    { table: 'reported', order: 'id' },
    { table: 'trouble', order: 'shard, what' },
    { table: 'board', order: 'id' },
  ],
  derived: { shard: 'told by the boxes' },
}

/** The heads that were signed; without a mark of its own it is alive as soon as there is one. */
export const NOTARY_SHAPE: ObjectShape = { parts: [{ table: 'head', order: 'shard, size' }], derived: {} }

export const EXAMINER_SHAPE: ObjectShape = {
  parts: [
    { table: 'run', order: 'number', counts: 'number' },
    { table: 'examiner', order: 'id' },
  ],
  derived: {},
}

export const LIKES_SHAPE: ObjectShape = {
  parts: [
    { table: 'hourly', order: 'hour, number' },
    { table: 'reason', order: 'marks' },
    // Which device liked whom, and the key of those tags, go thirty days after the end.
    { table: 'given', order: 'day, device, number', keeping: 'nothing' },
    { table: 'salt', order: 'id', keeping: 'nothing' },
    // Its log: what stands in it leads to nobody.
    { table: 'liked', order: 'seq', counts: 'seq' },
    { table: 'log_entry', order: 'idx' },
    { table: 'log_node', order: 'level, idx' },
    { table: 'log_head', order: 'id' },
    { table: 'book', order: 'id' },
  ],
  derived: { snapshot: 'frozen from the hours' },
}
