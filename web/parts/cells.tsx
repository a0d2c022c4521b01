import type { ComponentChildren } from 'preact'
import type { NoticeLine } from '../../worker/rules/notice.ts'
import { dayOf, type Instant } from '../../worker/rules/time.ts'
import { paths } from '../paths.ts'
import { longDay } from '../text/dates.ts'
import { NOTICE } from '../text/terms.ts'
import { A } from './view.tsx'

/** A row that leads somewhere. */
export function LinkCell({
  href,
  end,
  children,
}: {
  readonly href: string
  readonly end?: ComponentChildren
  readonly children: ComponentChildren
}) {
  return (
    <li>
      <A class="cell" href={href}>
        <span class="grow">{children}</span>
        {end && <span class="end">{end}</span>}
      </A>
    </li>
  )
}

export function NoticeCells({ lines }: { readonly lines: readonly NoticeLine[] }) {
  return (
    <ul class="cells">
      {lines.map(({ id, kind, title, publishAt, withdrawn }) => (
        <LinkCell key={id} href={paths.notice(id)}>
          <span class={kind === 'news' ? 'tag plain' : 'tag'}>{NOTICE[kind]}</span> {title}
          {withdrawn && <span class="tag plain">已撤回</span>}
          <br />
          <span class="soft small">{longDay(dayOf(publishAt))}</span>
        </LinkCell>
      ))}
    </ul>
  )
}

/** What a list shows when there is nothing in it: why, and where to go. */
export function Empty({
  children,
  href,
  go,
}: {
  readonly children: ComponentChildren
  readonly href?: string
  readonly go?: string
}) {
  return (
    <div class="empty">
      <p>{children}</p>
      {href && go && (
        <A class="button" href={href}>
          {go}
        </A>
      )}
    </div>
  )
}

export interface Crumb {
  readonly name: string
  readonly href?: string
}

export function Crumbs({ trail }: { readonly trail: readonly Crumb[] }) {
  return (
    <nav class="crumbs" aria-label="当前位置">
      {trail.map(({ name, href }, i) => (
        <span key={name}>
          {i > 0 && '\u00a0› '}
          {href ? <A href={href}>{name}</A> : <span aria-current="page">{name}</span>}
        </span>
      ))}
    </nav>
  )
}

/** A figure that says as of when it holds. */
export function AsOf({ at }: { readonly at: Instant }) {
  return <span class="soft small">截至 {longDay(dayOf(at))}</span>
}
