import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { campaignIdOf, type DemoSite, moveClock, operator } from '../../../db/demo/site.ts'
import { type Site, startSite } from '../../../worker/host/runtime.ts'
import type { CampaignDocument } from '../../../worker/import/document.ts'
import { aDocument, aNominee } from '../../support/makers.ts'
import { DAY, midnight, type Shape } from '../shape.ts'
import type { Target } from './browser.ts'

const KEYS = {
  SITE_KEY: 'the site key of a simulated attack, of no use elsewhere',
  OPERATOR_KEY: 'the operator key of a simulated attack, as well',
}

/** The site as one machine runs it, with a clock to move, behind a proxy that says who comes. */
export class Stage {
  readonly state: string
  readonly #site: Site
  readonly #demo: DemoSite
  /** Days by which the time of a world is later here: it opens tomorrow, so that no alarm of the platform is overdue. */
  readonly shift: number
  #now = 0

  private constructor(site: Site, state: string) {
    this.#site = site
    this.state = state
    this.#demo = { origin: site.origin, siteKey: KEYS.SITE_KEY, operatorKey: KEYS.OPERATOR_KEY, say: () => undefined }
    this.shift = (Math.ceil((Date.now() - midnight(0)) / DAY) + 1) * DAY
  }

  static async start(): Promise<Stage> {
    const state = mkdtempSync(join(tmpdir(), 'mingping-attack-'))
    const vars = { ...KEYS, SITE_NAME: '明评', PROXY_HEADER: 'x-real-ip' }
    const site = await startSite({ state, host: '127.0.0.1', port: 0, build: 'local', vars })
    return new Stage(site, state)
  }

  /** Imports and opens the poll of a world. */
  async open(shape: Shape, slug: string): Promise<Target> {
    await operator(this.#demo, `campaigns/${slug}`, { method: 'PUT', body: documentOf(shape, slug, this.shift) })
    await operator(this.#demo, `campaigns/${slug}/open`, { method: 'POST' })
    const campaign = await campaignIdOf(this.#demo, slug)
    return { origin: this.#site.origin, siteKey: KEYS.SITE_KEY, slug, campaign }
  }

  async codes(slug: string, unit: string, count: number): Promise<readonly string[]> {
    const issued = await operator<{ codes: readonly (string | { code: string })[] }>(this.#demo, `campaigns/${slug}/codes`, {
      method: 'POST',
      body: { unit, count },
    })
    return issued.codes.map(code => (typeof code === 'string' ? code : code.code))
  }

  /** Moves the clock of the site to a moment of the world; small steps pass by themselves. */
  async moveTo(at: number): Promise<void> {
    const wanted = at + this.shift
    const shown = Date.now() + this.#now
    if (Math.abs(wanted - shown) < 20) return
    await moveClock(this.#demo, wanted)
    this.#now = wanted - Date.now()
  }

  async stop(): Promise<void> {
    await this.#site.stop()
  }

  remove(): void {
    rmSync(this.state, { recursive: true, force: true })
  }
}

const date = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

function documentOf(shape: Shape, slug: string, shift: number): CampaignDocument {
  const document = aDocument({
    slug,
    identity: shape.level === 'code' ? 'code' : 'device',
    visibility: 'hidden',
    milestones: [{ step: 'vote', title: '网上评议', from: date(shape.opens + shift), until: date(shape.closes + shift) }],
    categories: shape.categories.map(({ honours, min, max }, i) => ({
      key: `c${i + 1}`,
      name: ['十佳共产党员', '十佳党务工作者', '十佳职工'][i] ?? `类别${i + 1}`,
      kind: 'person',
      honours,
      min,
      max,
    })),
  })
  const category = (nominee: number) => `c${shape.categories.findIndex(({ nominees }) => nominees.includes(nominee)) + 1}`
  return {
    ...document,
    nominees: shape.nominees.map(number => aNominee(number, { category: category(number), name: `候选${number}` })),
  }
}
