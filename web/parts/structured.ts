import type { CampaignFile, Category, Milestone } from '../../worker/rules/campaign.ts'
import type { NomineeProfile } from '../../worker/rules/nominee.ts'
import type { NoticeFile } from '../../worker/rules/notice.ts'
import type { Instant, Window } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { isoMoment } from '../text/dates.ts'
import type { Crumb } from './cells.tsx'
import type { Site } from './layout.tsx'

// What a page is about, in the words of schema.org, for search engines. It says nothing that the page does not show.

export type Thing = Readonly<Record<string, unknown>> & { readonly '@type': string }

/**
 * The text of a data block. A browser never runs one, so the security policy, which forbids inline scripts, lets it
 * stand; only `<` could end it early.
 */
export const dataBlock = (things: readonly Thing[]): string =>
  JSON.stringify({ '@context': 'https://schema.org', '@graph': things }).replaceAll('<', '\\u003c')

const organization = (name: string): Thing => ({ '@type': 'Organization', name })

const publisher = ({ name, owner, origin }: Site): Thing => ({ ...organization(owner || name), url: `${origin}/` })

export const siteThing = (site: Site): Thing => ({
  '@type': 'WebSite',
  name: site.name,
  url: `${site.origin}/`,
  publisher: publisher(site),
  potentialAction: {
    '@type': 'SearchAction',
    target: `${site.origin}${paths.search()}?q={q}`,
    'query-input': 'required name=q',
  },
})

export const trailThing = ({ origin }: Site, trail: readonly Crumb[]): Thing => ({
  '@type': 'BreadcrumbList',
  itemListElement: trail.map(({ name, href }, i) => ({
    '@type': 'ListItem',
    position: i + 1,
    name,
    ...(href ? { item: origin + href } : {}),
  })),
})

export const noticeThing = (
  site: Site,
  { id, title, source, author }: NoticeFile,
  { published, modified }: { readonly published: Instant; readonly modified: Instant },
): Thing => ({
  '@type': 'Article',
  headline: title,
  datePublished: isoMoment(published),
  dateModified: isoMoment(modified),
  author: organization(author || source),
  publisher: publisher(site),
  ...(source ? { sourceOrganization: organization(source) } : {}),
  image: site.origin + paths.icon(),
  inLanguage: 'zh-CN',
  mainEntityOfPage: site.origin + paths.notice(id),
})

const spanOf = ({ from, until }: Window) => ({ startDate: isoMoment(from), endDate: isoMoment(until) })

export function campaignThing({ origin }: Site, campaign: CampaignFile): Thing {
  const { slug, title, summary, milestones, organizers } = campaign
  const url = origin + paths.campaign(slug)
  const place = {
    eventAttendanceMode: 'https://schema.org/OnlineEventAttendanceMode',
    eventStatus: 'https://schema.org/EventScheduled',
    location: { '@type': 'VirtualLocation', url },
  }
  const step = (milestone: Milestone) => ({ '@type': 'Event', name: milestone.title, url, ...spanOf(milestone), ...place })
  return {
    '@type': 'Event',
    name: title,
    description: summary,
    url,
    ...(milestones.length > 0 ? spanOf(wholeSpan(milestones)) : {}),
    ...place,
    organizer: organizers.map(organization),
    subEvent: milestones.map(step),
  }
}

const wholeSpan = (milestones: readonly Milestone[]): Window => ({
  from: Math.min(...milestones.map(({ from }) => from)) as Instant,
  until: Math.max(...milestones.map(({ until }) => until)) as Instant,
})

export function nomineeThing({ origin }: Site, campaign: CampaignFile, nominee: NomineeProfile, kind: Category['kind']): Thing {
  const { slug, version } = campaign
  const { number, name, unit, post, brief, honours, hasPhoto } = nominee
  const common = {
    name,
    description: brief,
    url: origin + paths.nominee(slug, number),
    ...(hasPhoto ? { image: origin + paths.photo(slug, number, { size: 'l', version }) } : {}),
    ...(honours ? { award: honours.split('\n') } : {}),
  }
  if (kind !== 'person')
    return { '@type': 'Organization', ...common, ...(unit ? { parentOrganization: organization(unit) } : {}) }
  return {
    '@type': 'Person',
    ...common,
    ...(post ? { jobTitle: post } : {}),
    ...(unit ? { affiliation: organization(unit) } : {}),
  }
}
