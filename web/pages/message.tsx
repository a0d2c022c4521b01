import { Layout } from '../parts/layout.tsx'
import type { Message, Way } from '../parts/message.ts'
import { A } from '../parts/view.tsx'
import { paths } from '../paths.ts'

const HOME: Way = { href: paths.home(), text: '返回首页' }

/** A page that says one thing and shows the way on: not found, refused, closed, broken. */
export function MessagePage({ site, title, message, reference, ways = [] }: Message) {
  return (
    <Layout site={site} title={title} indexed={false}>
      <div class="done">
        <h1>{title}</h1>
        <p role="alert">{message}</p>
        {reference && <p class="soft small">如需反映，请告诉主办单位这个编号：{reference}</p>}
        <p class="links">
          {(ways.length > 0 ? ways : [HOME]).map(({ href, text }, i) => (
            <A key={href} class={i === 0 ? 'button main' : 'button'} href={href}>
              {text}
            </A>
          ))}
        </p>
      </div>
    </Layout>
  )
}
