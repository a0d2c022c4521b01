import type { Slug } from '../../worker/rules/ids.ts'
import type { LikesShown } from '../../worker/rules/like.ts'
import { paths } from '../paths.ts'
import { sayAsOf, sayLikes } from '../text/likes.ts'
import { LIKES_USE } from '../text/terms.ts'
import { A } from './view.tsx'

/** What likes are for; it stands wherever a figure of theirs does (law 2). */
export const LikesUse = () => <span class="likes-use">{LIKES_USE}</span>

/** The figure of one nominee, never without what it is for. */
export function LikeCount({ likes, number }: { readonly likes: LikesShown; readonly number: number }) {
  return (
    <span class="small soft" data-likes-figure>
      <b>{sayLikes(likes, number)}</b> · {sayAsOf(likes)}
      <br />
      <LikesUse />
    </span>
  )
}

/** Two arcs and a point; filled once pressed. */
const Shape = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
    <path d="M12 20.5C5 15.4 2.5 12 2.5 8.6a4.9 4.9 0 0 1 9.5-2 4.9 4.9 0 0 1 9.5 2c0 3.4-2.5 6.8-9.5 11.9z" />
  </svg>
)

export interface HeartProps {
  readonly slug: Slug
  readonly nominee: { readonly number: number; readonly name: string }
  /** With its words beside it, as the one action of a page; else only the heart, with its words for those who hear it. */
  readonly worded?: boolean
}

/** A link to the plain form, which the island turns into a button. */
export function Heart({ slug, nominee: { number, name }, worded = false }: HeartProps) {
  return (
    <A class={worded ? 'button like' : 'heart like'} href={paths.like(slug, number)} data-like={number}>
      <Shape />
      <span class={worded ? undefined : 'sr'}>为{name}点赞</span>
    </A>
  )
}

/** Where the island finds the addresses it needs; spread over the element that holds the hearts. */
export const heartHome = (slug: Slug) => ({
  'data-likes': paths.apiLikes(slug),
  'data-mine': paths.apiMyLikes(slug),
  'data-challenge': paths.apiChallenge(slug),
})
