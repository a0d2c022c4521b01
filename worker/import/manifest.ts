import * as v from 'valibot'
import { ARCHIVE_FORMAT, type Manifest, MOST_SHARDS } from '../rules/archive.ts'
import { campaignId, slug } from '../rules/ids.ts'

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))
const Shape = v.strictObject({
  format: v.literal(ARCHIVE_FORMAT),
  campaign: v.pipe(
    v.string(),
    v.check(text => campaignId(text) !== null),
  ),
  slug: v.pipe(
    v.string(),
    v.check(text => slug(text) !== null),
  ),
  title: v.string(),
  whole: v.boolean(),
  shards: v.pipe(Count, v.maxValue(MOST_SHARDS)),
  says: v.array(v.string()),
  counts: v.record(v.string(), Count),
  missing: v.array(v.string()),
  files: v.array(v.strictObject({ name: v.string(), size: Count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
})

/** A manifest as text, or a sentence that says why it is none. */
export function readManifest(text: string): Manifest | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'manifest.json 不是 JSON'
  }
  const format = (json as { format?: unknown } | null)?.format
  if (format !== ARCHIVE_FORMAT) return `存档的版本是“${String(format)}”，本站只认“${ARCHIVE_FORMAT}”`
  const parsed = v.safeParse(Shape, json)
  return parsed.success ? parsed.output : `manifest.json 的 ${v.getDotPath(parsed.issues[0]) ?? ''} 不对`
}
