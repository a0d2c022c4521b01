import type { Slug } from '../../../worker/rules/ids.ts'
import type { DeskFile, DeskRow } from '../../../worker/rules/nominee-desk.ts'
import { ask, pause } from '../../islands/api.ts'
import { staffPaths } from '../../staff-paths.ts'
import type { Made } from './make.ts'

/** A picture on its way, and what is told of it. */
export interface Parcel {
  readonly number: number
  readonly made: Made
  readonly tell: (state: 'sending' | 'sent' | { readonly failed: string }) => void
}

const AT_ONCE = 3
const TRIES = 3
/** Pictures that are given to their nominees in one step, with one line in the log. */
const GROUP = 20

/**
 * Sends pictures, three at a time, and gives them to their nominees. What the site has already is not sent again, so
 * after a broken connection the same button goes on where it stopped.
 */
export async function sendPhotos(slug: Slug, parcels: readonly Parcel[]): Promise<void> {
  const listed = await ask<{ rows: readonly DeskRow[] }>(staffPaths.nomineesData(slug), { timeout: 60_000 })
  if (listed.kind !== 'ok') {
    for (const { tell } of parcels) tell({ failed: '暂时连不上，请再试一次' })
    return
  }
  const revisions = new Map(listed.value.rows.map(({ number, revision }) => [number, revision]))
  for (let at = 0; at < parcels.length; at += GROUP) {
    const group = parcels.slice(at, at + GROUP)
    const kept = await ask<{ hashes: readonly string[] }>(staffPaths.keptPhotos(slug), {
      body: { hashes: group.map(({ made }) => made.hash) },
    })
    const there = new Set(kept.kind === 'ok' ? kept.value.hashes : [])
    const arrived = await atOnce(group, async parcel => {
      parcel.tell('sending')
      const why = there.has(parcel.made.hash) ? null : await sendOne(slug, parcel.made)
      if (why !== null) parcel.tell({ failed: why })
      return why === null
    })
    await assign(
      slug,
      group.filter((_, i) => arrived[i]),
      revisions,
    )
  }
}

/** The small one first: where the large one is found again, the small one is there too. */
async function sendOne(slug: Slug, { hash, small, large }: Made): Promise<string | null> {
  return (await put(staffPaths.keepPhoto(slug, hash, 's'), small)) ?? put(staffPaths.keepPhoto(slug, hash, 'l'), large)
}

/** Null when it has arrived, else why not. Silence is tried again; a refusal is not. */
async function put(path: string, bytes: Uint8Array): Promise<string | null> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(path, {
        method: 'PUT',
        body: bytes as Uint8Array<ArrayBuffer>,
        headers: { accept: 'application/json', 'content-type': 'image/jpeg' },
      })
      return answer.ok ? null : ((await answer.json()) as { message: string }).message
    } catch {
      if (attempt === TRIES) return '暂时连不上，请再试一次'
      await pause(1000 * attempt)
    }
  }
}

/** A row that was written meanwhile is asked for again: a picture takes no words from anybody. */
async function assign(slug: Slug, parcels: readonly Parcel[], revisions: Map<number, number>): Promise<void> {
  for (let attempt = 1; parcels.length > 0; attempt++) {
    const rows = parcels.map(({ number, made }) => ({ number, revision: revisions.get(number) ?? 0, photo: made.hash }))
    const answer = await ask<{ rows: readonly DeskRow[] }>(staffPaths.photos(slug), { body: { rows }, timeout: 30_000 })
    if (answer.kind === 'ok') {
      for (const { number, revision } of answer.value.rows) revisions.set(number, revision)
      for (const { tell } of parcels) tell('sent')
      return
    }
    const theirs = answer.kind === 'refused' ? ((answer.refusal as unknown as { theirs?: readonly DeskFile[] }).theirs ?? []) : []
    for (const { number, revision } of theirs) revisions.set(number, revision)
    if (attempt === TRIES || (answer.kind === 'refused' && theirs.length === 0)) {
      const failed = answer.kind === 'refused' ? answer.refusal.message : '照片已上传，但还没有配到人；请再试一次'
      for (const { tell } of parcels) tell({ failed })
      return
    }
  }
}

/** Does the same to each, so many at a time; the answers are in the order of the list. */
export async function atOnce<T, U>(list: readonly T[], work: (one: T) => Promise<U>, width = AT_ONCE): Promise<readonly U[]> {
  const answers: U[] = []
  let next = 0
  const run = async () => {
    for (let i = next++; i < list.length; i = next++) answers[i] = await work(list[i] as T)
  }
  await Promise.all(Array.from({ length: width }, run))
  return answers
}
