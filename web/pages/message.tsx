import { Empty } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { paths } from '../paths.ts'

export interface MessageProps {
  readonly site: Site
  readonly title: string
  readonly message: string
  /** For the organizer, when something broke: found again in the log. */
  readonly reference?: string
  readonly back?: { readonly href: string; readonly text: string }
}

/** A page that says one thing and shows the way on: not found, refused, closed, broken. */
export function MessagePage({ site, title, message, reference, back }: MessageProps) {
  return (
    <Layout site={site} title={title} indexed={false}>
      <div class="head">
        <h1>{title}</h1>
        <p role="alert">{message}</p>
        {reference && <p class="soft small">如需反映，请告诉主办单位这个编号：{reference}</p>}
      </div>
      <Empty href={back?.href ?? paths.home()} go={back?.text ?? '返回首页'}>
        {''}
      </Empty>
    </Layout>
  )
}
