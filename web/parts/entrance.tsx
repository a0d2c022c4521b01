import type { ComponentChildren } from 'preact'
import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { Refusal } from '../../worker/rules/refusal.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { Guarantee } from './guarantee.tsx'
import { Layout, type Site } from './layout.tsx'
import { RefusalNote } from './refusal-note.tsx'
import { A, keepView } from './view.tsx'

export interface EntranceProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly refusal: Refusal | null
  readonly now: Instant
}

/** A form before the ballot by which a voter shows who counts; asked before the ballot, never after it is filled in. */
export function Entrance(props: EntranceProps & { title: string; action: string; children: ComponentChildren }) {
  const { site, campaign, refusal, now, title, action, children } = props
  const { slug, shortTitle, theme } = campaign
  return (
    <Layout site={site} title={`${title} · ${shortTitle}`} theme={theme} indexed={false}>
      <div class="band" />
      <div class="head">
        <h1>{title}</h1>
        <p class="small">
          <A href={paths.campaign(slug)}>{shortTitle}</A>
        </p>
        <Guarantee {...campaign} />
      </div>
      <RefusalNote refusal={refusal} now={now} />
      <form class="card" method="post" action={keepView(action, site.view)}>
        {children}
      </form>
    </Layout>
  )
}
