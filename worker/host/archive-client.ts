import * as v from 'valibot'
import type { Incoming, Manifest } from '../rules/archive.ts'
import { type Answer, OperatorClient } from './operator-client.ts'

const Begun = v.object({
  campaign: v.string(),
  slug: v.string(),
  title: v.string(),
  shards: v.number(),
  parts: v.array(v.string()),
  objects: v.array(v.string()),
})
export type BegunArchive = v.InferOutput<typeof Begun>
const Lines = v.object({ campaigns: v.array(v.object({ id: v.string(), slug: v.string() })) })

const wish = (whole: boolean): string => (whole ? '?whole=1' : '')

/** The operator's addresses for archives as typed calls. */
export class ArchiveClient extends OperatorClient {
  /** Whether a campaign of this id or at this address is there. */
  async holds({ campaign, slug }: Pick<Manifest, 'campaign' | 'slug'>): Promise<Answer<boolean>> {
    const got = await this.ask('campaigns', {}, Lines)
    return got.ok ? { ok: true, value: got.value.campaigns.some(one => one.id === campaign || one.slug === slug) } : got
  }

  /** Leaves a line in the log of the site: every call is one. */
  async beginArchive(slug: string, whole: boolean): Promise<Answer<BegunArchive>> {
    return this.ask(`campaigns/${encodeURIComponent(slug)}/archive${wish(whole)}`, { method: 'POST', tries: 1 }, Begun)
  }

  /** One page of rows, as it will stand in the archive. */
  async rows(slug: string, page: string, whole: boolean): Promise<Answer<Uint8Array>> {
    return this.read(`campaigns/${encodeURIComponent(slug)}/archive/rows/${page}${wish(whole)}`)
  }

  async people(ids: readonly string[]): Promise<Answer<{ people: string[] }>> {
    return this.ask('people', { method: 'POST', json: { ids } }, v.object({ people: v.array(v.string()) }))
  }

  /** Null where the site does not have it. */
  async object(name: string): Promise<Answer<Uint8Array | null>> {
    const there = await this.has(`objects/${name}`)
    if (!there.ok) return there
    return there.value ? this.read(`objects/${name}`) : { ok: true, value: null }
  }

  async beginRestore(incoming: Incoming): Promise<Answer<{ id: string }>> {
    return this.ask('restores', { method: 'POST', json: incoming }, v.object({ id: v.string() }))
  }

  async stage(id: string, page: string, bytes: Uint8Array): Promise<Answer<unknown>> {
    return this.ask(`restores/${id}/rows/${page}`, { method: 'PUT', bytes }, v.unknown())
  }

  async finishRestore(id: string, incoming: Incoming): Promise<Answer<{ rows: number }>> {
    return this.ask(`restores/${id}/finish`, { method: 'POST', json: incoming, tries: 1 }, v.object({ rows: v.number() }))
  }
}
