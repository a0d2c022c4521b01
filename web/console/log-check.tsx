import type { ChainWalk } from '../../worker/rules/audit-chain.ts'
import type { Staff } from '../../worker/rules/roles.ts'
import type { Instant } from '../../worker/rules/time.ts'
import { TextField } from '../parts/field.tsx'
import type { Site } from '../parts/layout.tsx'
import { staffPaths } from '../staff-paths.ts'
import { sayChainFlaw } from '../text/audit.ts'
import { moment } from '../text/dates.ts'
import { Frame } from './frame.tsx'

/** A hash that somebody noted down earlier, and what the log says for that line now; null when the line is not there. */
interface Noted {
  readonly seq: number
  readonly hash: string
  readonly found: string | null
}

export interface LogCheckProps {
  readonly site: Site
  readonly staff: Staff
  readonly walk: ChainWalk
  readonly noted: Noted | null
  readonly now: Instant
}

/** Whether the log is whole, in words; what to note down today, and whether what was noted down then still stands. */
export function LogCheckPage({ site, staff, walk, noted, now }: LogCheckProps) {
  return (
    <Frame site={site} staff={staff} title="核对操作记录">
      <div class="card log-check">
        <p class="no-print back">
          <a href={staffPaths.log()}>‹ 操作记录</a>
        </p>
        <h1>核对操作记录</h1>
        <p class="soft small">核对时间：{moment(now)}</p>
        <Result walk={walk} />
        {walk.lines > 0 && (
          <>
            <h2>今天请抄下</h2>
            <p>
              第 <b>{walk.head.seq}</b> 条的校验值，打印本页或抄下一段也可以：
            </p>
            <Hash value={walk.head.hash} />
            <p class="soft small">校验值由这一条和它之前的全部记录算出。以后在下面填入，就知道这些记录有没有被整个改写过。</p>
          </>
        )}
      </div>
      <form class="card log-check no-print" method="get" action={staffPaths.checkLog()}>
        <h2>核对以前抄下的校验值</h2>
        {noted && <Compared noted={noted} />}
        <TextField name="seq" label="第几条" type="number" min={1} inputmode="numeric" required value={noted?.seq || ''} />
        <TextField
          name="hash"
          label="当时的校验值"
          hint="64 位，由数字和字母 a 到 f 组成；只抄了开头至少 8 位也可以。"
          required
          autocomplete="off"
          maxLength={80}
          value={noted?.hash ?? ''}
        />
        <button class="main">核对</button>
      </form>
      <div class="card">
        <h2>这项核对说明什么</h2>
        <ul class="points">
          <li>每条记录与它所记的操作在同一次写入中完成：操作成了，记录就在；操作没成，就没有记录。</li>
          <li>改动、插入、删除任何一条，包括直接在数据库里改，核对时会指出是第几条。</li>
          <li>能改数据库又懂算法的人，可以从某一条起把后面的校验值全部重算。只有事先抄在别处的校验值能发现这种改写。</li>
        </ul>
      </div>
    </Frame>
  )
}

const Hash = ({ value }: { readonly value: string }) => (
  <p class="hash">
    <code>{(value.match(/.{1,8}/g) ?? []).join(' ')}</code>
  </p>
)

function Result({ walk: { lines, flaws } }: { readonly walk: ChainWalk }) {
  if (lines === 0 && flaws.length === 0) return <p class="note">还没有记录可以核对。</p>
  if (flaws.length === 0)
    return (
      <p class="note good" role="status">
        <b>记录完整。</b>共 {lines} 条，从第一条起逐条核对，没有改动，没有缺失，没有插入。
      </p>
    )
  return (
    <div class="note" role="alert">
      <p>
        <b>记录有问题。</b>现有 {lines} 条，核对出下列 {flaws.length} 处，请保留现场，报告本单位负责人：
      </p>
      <ul class="points">
        {flaws.map(flaw => (
          <li key={sayChainFlaw(flaw)}>{sayChainFlaw(flaw)}</li>
        ))}
      </ul>
    </div>
  )
}

/** The first eight signs are 32 bits: enough to notice, and what somebody copies by hand. */
const LEAST_SIGNS = 8

function Compared({ noted: { seq, hash, found } }: { readonly noted: Noted }) {
  const typed = hash.replaceAll(/\s/g, '')
  const readable = typed.length >= LEAST_SIGNS && /^[0-9a-f]+$/.test(typed)
  if (!readable)
    return (
      <p class="note" role="alert">
        校验值至少填 {LEAST_SIGNS} 位，只有数字和字母 a 到 f。
      </p>
    )
  if (found?.startsWith(typed))
    return (
      <p class="note good" role="status">
        <b>一致。</b>第 {seq} 条和它之前的记录，从抄下那时起没有变过。
      </p>
    )
  return (
    <p class="note" role="alert">
      <b>不一致。</b>
      {found === null
        ? `现在没有第 ${seq} 条记录。`
        : `第 ${seq} 条现在的校验值以 ${found.slice(0, LEAST_SIGNS)} 开头：这一条或它之前的记录已被改写，也可能是抄写有误。`}
    </p>
  )
}
