import type { CaseSheet, SampleRow } from '../../worker/rules/case-sheet.ts'
import { familyOf } from '../../worker/rules/reason.ts'
import { REFERRER, sayLength, TIE, TIE_MEANS } from '../text/cases.ts'
import { clock, longDay, moment } from '../text/dates.ts'
import { familyInWords } from '../text/device.ts'
import { FAMILY, REASON } from '../text/reasons.ts'
import { LEVEL } from '../text/terms.ts'
import { DwellBars, HourBars, percent, Shares } from './case-charts.tsx'

/** What was seen, and nothing of whom the ballots are for. */
export function Evidence({ sheet, one }: { readonly sheet: CaseSheet; readonly one: boolean }) {
  const { count } = sheet
  return (
    <>
      <section class="card">
        <h2>为什么暂缓</h2>
        <ul class="seen">
          {sheet.reasons.map(({ code, count: so }) => (
            <li key={code}>
              <span class="tag plain">{FAMILY[familyOf(code)]}</span>
              <span class="grow">{REASON[code]}</span>
              {!one && <span class="soft">{so === count ? '全部' : `${so} 张`}</span>}
            </li>
          ))}
        </ul>
        <p class="soft small">以上只是系统看到的现象，不是结论。IP 地址没有保存，网络只以当天有效的代号区分。</p>
      </section>
      {!one && <Course sheet={sheet} />}
      {!one && <Makeup sheet={sheet} />}
      <section class="card">
        <h2>{one ? '这张选票怎样提交' : '抽样'}</h2>
        {!one && <p class="soft small">按时间等距抽取 {sheet.sample.length} 张，身份和网络只编号，不显示选了谁。</p>}
        {sheet.sample.length > 0 ? <Sample rows={sheet.sample} /> : <p class="soft">保存期已满，逐张的记录已按规定删除。</p>}
      </section>
    </>
  )
}

/** When the ballots came and how long each took, side by side where there is room. */
function Course({ sheet }: { readonly sheet: CaseSheet }) {
  const { day, first, last, count, voters, tie, hours, dwell } = sheet
  const timed = dwell.some(({ name, own }) => name !== 'unknown' && own > 0)
  return (
    <div class="course">
      <section class="card">
        <h2>什么时候</h2>
        <p>
          {longDay(day)}，第一张 {clock(first)}，最后一张 {clock(last)}，共 {count} 张，来自 {voters} 个身份。
        </p>
        <HourBars hours={hours} />
      </section>
      <section class="card">
        <h2>从打开选票到提交用了多久</h2>
        {timed ? <DwellBars {...sheet} /> : <p class="soft">没有记录到这些选票的用时。</p>}
        <p class="tie">
          <b>{TIE[tie]}</b>：{TIE_MEANS[tie]}
        </p>
      </section>
    </div>
  )
}

/** What the ballots came from, beside the counted ones. */
function Makeup({ sheet: { count, compared, devices, referrers, levels, fresh, networks } }: { readonly sheet: CaseSheet }) {
  const rowsOf = { count, compared }
  return (
    <section class="card">
      <h2>从哪里来，用什么设备</h2>
      <p>
        {fresh.known.own > 0 && `刚刚出现（不到 1 小时）的身份占 ${percent(fresh.own, fresh.known.own)}`}
        {fresh.known.own > 0 && fresh.known.others > 0 && `，计入的选票里占 ${percent(fresh.others, fresh.known.others)}`}
        {fresh.known.own > 0 && '。'}
        {networks.distinct > 0 && `来自 ${networks.distinct} 个网络，最多的一个有 ${networks.largest} 张。`}
        {networks.unknown > 0 && `有 ${networks.unknown} 张不知道网络。`}
      </p>
      <Shares
        head="设备和浏览器"
        {...rowsOf}
        rows={devices.map(({ name, own, others }) => ({ name: familyInWords(name), own, others }))}
      />
      <Shares head="来路" {...rowsOf} rows={referrers.map(one => ({ ...one, name: REFERRER[one.name] }))} />
      <Shares head="身份方式" {...rowsOf} rows={levels.map(one => ({ ...one, name: LEVEL[one.name] }))} />
    </section>
  )
}

function Sample({ rows }: { readonly rows: readonly SampleRow[] }) {
  return (
    // Whoever has no mouse must be able to scroll it.
    <section class="sample" tabIndex={0} aria-label="抽样的选票">
      <table class="plain log">
        <thead>
          <tr>
            <th scope="col">时间</th>
            <th scope="col">身份</th>
            <th scope="col">网络</th>
            <th scope="col">设备</th>
            <th scope="col">来路</th>
            <th scope="col">用时</th>
            <th scope="col">此前浏览</th>
            <th scope="col">身份已存在</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, voter, network, device, referrer, dwellMs, views, identityAgeMs }, i) => (
            <tr key={i}>
              <td title={moment(at)}>{clock(at)}</td>
              <td>{voter}</td>
              <td>{network ?? '不明'}</td>
              <td>{familyInWords(device)}</td>
              <td>{REFERRER[referrer]}</td>
              <td>{sayLength(dwellMs)}</td>
              <td>{views} 次</td>
              <td>{sayLength(identityAgeMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
