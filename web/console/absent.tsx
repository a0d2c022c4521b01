import type { Service } from '../../worker/rules/service.ts'
import { ABSENT, ABSENT_INTRO, ABSENT_TITLE } from '../text/services.ts'

/** What the site does without and what that means, for staff to know; nothing where everything is connected. */
export function Absent({ services }: { readonly services: readonly Service[] }) {
  if (services.length === 0) return null
  return (
    <section class="card absent" aria-labelledby="absent">
      <h2 id="absent">{ABSENT_TITLE}</h2>
      <p class="soft small">{ABSENT_INTRO}</p>
      <dl>
        {services.map(service => (
          <div key={service}>
            <dt>
              {ABSENT[service].name} <span class="tag plain">未接入</span>
            </dt>
            <dd class="soft">{ABSENT[service].means}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
