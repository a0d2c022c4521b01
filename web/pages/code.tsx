import { CodeField } from '../parts/code-field.tsx'
import { Entrance, type EntranceProps } from '../parts/entrance.tsx'
import { paths } from '../paths.ts'

export interface CodeProps extends EntranceProps {
  readonly typed: string
}

/** Where a voter types the code a unit has given out. */
export function CodePage({ typed, ...entrance }: CodeProps) {
  const { slug, contact } = entrance.campaign
  return (
    <Entrance {...entrance} title="输入投票码" action={paths.enterCode(slug)}>
      <CodeField label="投票码（16 位，不分大小写，横线可以不填）" typed={typed} />
      <p class="field">
        <button class="main">下一步，填写选票</button>
      </p>
      <p class="soft small field">
        投票码由您所在单位发放。没有收到，或提示不正确，请联系发放单位，或拨打 {contact.phone}（{contact.office}）。
      </p>
    </Entrance>
  )
}
