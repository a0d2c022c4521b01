import { type AuditActor, auditLine } from '../db/audit.ts'
import {
  correctionEntered,
  dueCorrections,
  nextCorrection,
  noteCorrectionTry,
  type WaitingCorrection,
} from '../db/log-corrections.ts'
import { dueKeys, keyEntered, nextKey, noteKeyTry, type OrderedKey } from '../db/log-keys.ts'
import { noticeById } from '../db/notices.ts'
import type { Db } from '../db/open.ts'
import { type Env, readConfig } from './env.ts'
import { logKeyOf } from './log-key.ts'
import { logLine } from './log-line.ts'
import { correctionOf } from './notice-text.ts'
import { boxOf } from './objects/names.ts'
import type { Instant } from './rules/time.ts'
import { toBase64 } from './rules/tlog/base64.ts'

// What is to stand in the logs beside the votes (trust 4.1). A box enters each thing once, however often it is told, and the
// database notes with a line of the log of staff that it has; so what a crash cut off is finished by whoever comes next. What
// cannot be entered now waits a minute and keeps nothing else waiting.

const AGENDA: AuditActor = { role: 'agenda' }

/** Has published corrections entered in the first log of their campaign. Answers how many were. */
export async function enterCorrections(env: Env, db: Db, now: Instant): Promise<number> {
  let entered = 0
  for (const one of await dueCorrections(db, now)) {
    await noteCorrectionTry(db, one, now)
    try {
      if (await enterCorrection(env, db, { one, now })) entered += 1
    } catch (error) {
      logLine('correction-not-entered', { notice: one.notice, error: String(error) })
    }
  }
  return entered
}

/** False where the log is not closed by the clock of its box. */
async function enterCorrection(env: Env, db: Db, { one, now }: { one: WaitingCorrection; now: Instant }): Promise<boolean> {
  const { notice, campaign, title } = one
  const file = await noticeById(db, notice)
  if (!file) return false
  const told = correctionOf(notice, file)
  const answer = await boxOf(env, campaign, 0).enterCorrection(told)
  if (answer.outcome === 'open') return false
  if (answer.outcome === 'no-log') {
    await correctionEntered(db, { notice, hash: told.hash, entry: null }, now)
    return true
  }
  const { hash, index: entry } = answer.value
  await db.batch([
    correctionEntered(db, { notice, hash, entry }, now),
    auditLine(db, AGENDA, { at: now, event: { kind: 'correction-entered', campaign, notice, title, entry, hash } }),
  ])
  return true
}

/** Has ordered keys entered in every log of their campaign. Answers how many orders have been carried out. */
export async function enterKeys(env: Env, db: Db, now: Instant): Promise<number> {
  let entered = 0
  for (const one of await dueKeys(db, now)) {
    await noteKeyTry(db, one, now)
    try {
      if (!(await enterKey(env, one))) continue
      const { campaign, number } = one
      await db.batch([
        keyEntered(db, one, now),
        auditLine(db, AGENDA, { at: now, event: { kind: 'log-key-entered', campaign, number } }),
      ])
      entered += 1
    } catch (error) {
      logLine('log-key-not-entered', { campaign: one.campaign, error: String(error) })
    }
  }
  return entered
}

/** False while one of the logs is open by the clock of its box. */
async function enterKey(env: Env, { campaign, number, shards }: OrderedKey): Promise<boolean> {
  const { siteKey } = readConfig(env)
  for (let shard = 0; shard < shards; shard++) {
    const { publicKey } = await logKeyOf(siteKey, { campaign, shard, number })
    const { outcome } = await boxOf(env, campaign, shard).enterKey({ number, key: toBase64(publicKey) })
    if (outcome === 'open') return false
  }
  return true
}

/** When the next of either is due; null when none waits. */
export async function nextEntry(db: Db): Promise<Instant | null> {
  const [correction, key] = await Promise.all([nextCorrection(db), nextKey(db)])
  if (correction === null || key === null) return correction ?? key
  return key < correction ? key : correction
}
