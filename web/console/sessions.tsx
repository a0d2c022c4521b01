import type { Instant } from '../../worker/rules/time.ts'
import { soon } from '../text/dates.ts'

/** A device that is signed in, as pages show it. */
export interface SessionLine {
  readonly name: string
  readonly device: string
  readonly since: Instant
  readonly seen: Instant
  /** The one that is looking at this page. */
  readonly here: boolean
}

export interface SessionsProps {
  readonly sessions: readonly SessionLine[]
  /** Where a session is ended: one that is named, or with no name the others, or all of them. */
  readonly action: string
  readonly all: string
  readonly now: Instant
}

/** The devices on which somebody is signed in, each with the press that ends it. */
export function Sessions({ sessions, action, all, now }: SessionsProps) {
  return (
    <>
      <ul class="cells">
        {sessions.map(({ name, device, since, seen, here }) => (
          <li key={name}>
            <div class="cell">
              <span class="grow">
                {device} {here && <span class="tag">本机</span>}
                <br />
                <span class="soft small">
                  {soon(since, now)} 登录 · 最近使用 {soon(seen, now)}
                </span>
              </span>
              {!here && (
                <form method="post" action={action}>
                  <input type="hidden" name="session" value={name} />
                  <button aria-label={`结束 ${device} 的登录`}>结束</button>
                </form>
              )}
            </div>
          </li>
        ))}
        {sessions.length === 0 && (
          <li>
            <p class="cell soft">现在没有登录的设备。</p>
          </li>
        )}
      </ul>
      {sessions.some(({ here }) => !here) && (
        <form class="card" method="post" action={action}>
          <button>{all}</button>
        </form>
      )}
    </>
  )
}
