import type { CampaignDraft } from '../../worker/rules/draft.ts'

/** The form as a browser sends it, with nothing but what its fields hold. */
export function formOf(draft: CampaignDraft): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(draft)) {
    if (typeof value === 'boolean') {
      if (value) form.set(name, '1')
    } else if (Array.isArray(value) && typeof value[0] !== 'object')
      form.set(name, value.join(name === 'humanChecks' ? ',' : '\n'))
    else if (typeof value !== 'object' || value === null) form.set(name, String(value ?? ''))
  }
  for (const [name, value] of Object.entries(draft.contact)) form.set(`contact.${name}`, value)
  for (const { step, title, from, until } of draft.milestones) {
    const [[day = '', clock = ''], [last = '', end = '']] = [from.split(' '), until.split(' ')]
    const fields = { on: '1', title, from: day, 'from-clock': clock, until: last, 'until-clock': end }
    for (const [field, value] of Object.entries(fields)) form.set(`milestones.${step}.${field}`, value)
  }
  draft.categories.forEach((category, i) => {
    for (const [field, value] of Object.entries(category)) form.set(`categories.${i}.${field}`, String(value))
  })
  return form
}
