import type { ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { paths } from '../paths.ts'
import { ViewContext } from './view.tsx'

/** In a form that asks by its address: what keeps the reader's view from page to page. */
export function KeepView() {
  const { elder, size } = useContext(ViewContext)
  return (
    <>
      {elder && <input type="hidden" name="view" value="elder" />}
      {size !== 'm' && <input type="hidden" name="size" value={size} />}
    </>
  )
}

/** One box for everything: notices and nominees. `children` narrow the search. */
export function SearchBox({ q, children }: { readonly q?: string; readonly children?: ComponentChildren }) {
  return (
    <form class="search" method="get" action={paths.search()}>
      <KeepView />
      <input type="search" name="q" value={q} placeholder="搜公告、候选对象、单位" aria-label="搜索全站" maxLength={60} />
      <button>搜索</button>
      {children}
    </form>
  )
}

export interface Choice {
  readonly value: string
  readonly text: string
}

/** A list to narrow by; nothing when there is nothing to choose between. */
export function Narrow({
  name,
  all,
  choices,
  chosen,
}: {
  readonly name: string
  /** What the first line says, which narrows nothing; it names the list as well. */
  readonly all: string
  readonly choices: readonly Choice[]
  readonly chosen: string | undefined
}) {
  if (choices.length < 2 && !chosen) return null
  return (
    <select name={name} aria-label={all}>
      <option value="">{all}</option>
      {choices.map(({ value, text }) => (
        <option key={value} value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  )
}
