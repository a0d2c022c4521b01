import { useEffect, useRef, useState } from 'preact/hooks'
import { paths } from '../../paths.ts'
import type { RosterData } from '../desk-data.ts'
import { Slip } from '../slip.tsx'
import { drawCodes, guardCodes, saveFile } from '../slips/sheet.ts'
import type { CodedPerson } from './messages.ts'

export interface PaperProps {
  readonly data: RosterData
  readonly units: readonly { readonly unit: string; readonly count: number }[]
  readonly slipsOf: (unit: string) => Promise<readonly CodedPerson[]>
  readonly table: () => Promise<Blob>
}

/** The codes that were just made, unit by unit: the only place where they ever stand. */
export function Paper({ data, units, slipsOf, table }: PaperProps) {
  const [shown, setShown] = useState<{ readonly unit: string; readonly people: readonly CodedPerson[] } | null>(null)
  const [says, setSays] = useState('')
  const done = useRef<() => void>(() => undefined)
  const place = useRef<HTMLUListElement>(null)
  const all = units.reduce((sum, { count }) => sum + count, 0)
  useEffect(() => {
    done.current = guardCodes()
    return done.current
  }, [])
  useEffect(() => {
    if (shown && place.current)
      void drawCodes(place.current, (ready, count) =>
        setSays(ready < count ? `正在画二维码 ${ready}/${count}……` : `“${shown.unit}”的 ${count} 张投票单可以打印了。`),
      )
  }, [shown])
  const save = async () => {
    saveFile(`${data.shortTitle}-名册投票码.csv`, await table())
    done.current()
  }
  const show = async (unit: string) => setShown({ unit, people: await slipsOf(unit) })
  return (
    <>
      <section class="card no-print">
        <h2>投票单：{all} 张</h2>
        <p class="note">
          <b>投票码只在这一页出现一次。</b>请逐个单位打印，或者存成表格，核对无误后再离开；离开以后只能用“重新发码”另发。
        </p>
        <p class="choices">
          <button type="button" class="main" onClick={() => void save()}>
            全部存成表格（CSV）
          </button>
        </p>
        <p class="soft small">打印用 A4 纸，一页十张，沿虚线裁开，交给本人。打印窗口里请选“无页眉页脚”。</p>
        <ul class="unit-buttons">
          {units.map(({ unit, count }) => (
            <li key={unit}>
              <button type="button" aria-pressed={shown?.unit === unit} onClick={() => void show(unit)}>
                {unit} {count} 张
              </button>
            </li>
          ))}
        </ul>
        <p role="status">{says}</p>
        {shown && (
          <p class="choices">
            <button type="button" class="main" onClick={() => window.print()}>
              打印“{shown.unit}”的投票单
            </button>
          </p>
        )}
      </section>
      {shown && (
        <ul class="slips" key={shown.unit} ref={place}>
          {shown.people.map(({ row, name, number, unit, voterClass, code, token }) => (
            <Slip
              key={row}
              head={data.head}
              slip={{ code, link: data.origin + paths.codeLink(data.slug, token), unit, voterClass, person: { name, number } }}
            />
          ))}
        </ul>
      )}
    </>
  )
}
