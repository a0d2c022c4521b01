import { dayOf, instant } from '../../worker/rules/time.ts'
import { wechatCampaign } from './campaign-wechat.ts'
import { importWithPortraits } from './load.ts'
import { type DemoSite, operator } from './site.ts'
import { timetableFrom } from './timetable.ts'

/** Loads and opens the demo's vote by WeChat accounts, once; its days are counted from then. Returns its slug. */
export async function loadWechatCampaign(site: DemoSite): Promise<string> {
  const document = wechatCampaign(timetableFrom(dayOf(instant(Date.now()))))
  const { slug } = document.settings
  const { campaigns } = await operator<{ campaigns: readonly { slug: string }[] }>(site, 'campaigns', { method: 'GET' })
  if (!campaigns.some(one => one.slug === slug)) await importWithPortraits(site, document)
  await operator(site, `campaigns/${slug}/open`, { method: 'POST' })
  return slug
}
