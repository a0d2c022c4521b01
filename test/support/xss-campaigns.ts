import type { CampaignDocument, NoticeEntry } from '../../worker/import/document.ts'
import { addDays, dayOf, instant } from '../../worker/rules/time.ts'
import { aDocument, aNominee } from './makers.ts'
import { PAYLOADS, SHORT_PAYLOADS } from './payloads.ts'

const ALL = [...SHORT_PAYLOADS, ...PAYLOADS]
const turns = new Map<string, number>()

/** The next payload for a field, of those that fit into it whole: every field meets all of them in turn. */
export function payloadFor(field: string, most: number, least = 1): string {
  const fitting = ALL.filter(({ length }) => length <= most)
  const turn = turns.get(field) ?? 0
  turns.set(field, turn + 1)
  return (fitting[turn % fitting.length] as string).padEnd(least, '甲')
}

const today = dayOf(instant(Date.now()))

const aNotice = (change: Partial<NoticeEntry>): NoticeEntry => ({
  ...{ key: 'running', kind: 'publicity', title: payloadFor('notice', 100), source: payloadFor('source', 60) },
  ...{ author: payloadFor('author', 40), body: payloadFor('body', 400), publishAt: `${addDays(today, -1)} 09:00` },
  ...{ withdrawnAt: null, withdrawnReason: null, corrects: null, attachments: [] },
  ...{ posted: addDays(today, -1), through: addDays(today, 40), conclusion: null },
  ...change,
})

/** A campaign whose every text is a payload: one that votes and takes likes, with a notice that runs and one that is over. */
export function xssCampaign(slug: string): CampaignDocument {
  const text = payloadFor
  const window = { from: '2020-01-01', until: '2099-01-01' }
  const over = { posted: addDays(today, -60), through: addDays(today, -20), publishAt: `${addDays(today, -60)} 09:00` }
  return aDocument(
    {
      slug,
      title: text('title', 60),
      shortTitle: text('shortTitle', 24),
      organizers: [text('organizer', 40), text('organizer', 40)],
      summary: text('summary', 400),
      rules: [text('rule', 400), text('rule', 400), text('rule', 400)],
      contact: {
        ...{ office: text('office', 40), phone: text('phone', 40), address: text('address', 80), email: text('email', 80) },
      },
      visibility: 'live',
      milestones: (['call', 'vote', 'likes', 'honours'] as const).map(step => ({ step, title: text('step', 20), ...window })),
      categories: [
        { key: 'people', name: text('category', 20), kind: 'person', honours: 2, min: 1, max: 2 },
        { key: 'groups', name: text('category', 20), kind: 'organization', honours: 1, min: 0, max: 1 },
      ],
    },
    {
      nominees: [1, 2, 3, 4, 5].map(number =>
        aNominee(number, {
          ...{ name: text('name', 60), unit: text('unit', 60), post: text('post', 60), brief: text('brief', 400) },
          ...{ deeds: text('deeds', 6000), honours: text('honours', 1500) },
        }),
      ),
      notices: [
        aNotice({}),
        aNotice({ key: 'over', conclusion: text('conclusion', 300), ...over }),
        aNotice({ key: 'gone', ...over, withdrawnAt: `${addDays(today, -40)} 09:00`, withdrawnReason: text('withdrawn', 200) }),
      ],
    },
  )
}
