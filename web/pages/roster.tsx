import { CodeField } from '../parts/code-field.tsx'
import { Entrance, type EntranceProps } from '../parts/entrance.tsx'
import { paths } from '../paths.ts'

export interface RosterProps extends EntranceProps {
  /** What was typed before; the code has to be typed again. */
  readonly typed: { readonly name: string; readonly number: string }
}

/** Where somebody on the list says who he is: name, number and the code that was given to nobody else. */
export function RosterPage({ typed, ...entrance }: RosterProps) {
  const { slug, contact } = entrance.campaign
  return (
    <Entrance {...entrance} title="核对身份" action={paths.enterRoster(slug)}>
      <label class="field">
        <span>姓名（与名册一致）</span>
        <input name="name" value={typed.name} required autocomplete="off" spellcheck={false} maxLength={60} />
      </label>
      <label class="field">
        <span>编号（投票单上的编号，如工号）</span>
        <input name="number" value={typed.number} required autocomplete="off" spellcheck={false} maxLength={40} />
      </label>
      <CodeField label="投票码（16 位，不分大小写，横线可以不填）" />
      <p class="field">
        <button class="main">下一步，填写选票</button>
      </p>
      <p class="soft small field">
        扫投票单上的二维码可以直接进入，不用填写。姓名和编号只用来核对，不会保存，也不会与您的选择放在一起。
      </p>
      <p class="soft small field">
        没有收到投票单，或提示不正确，请联系发放单位，或拨打 {contact.phone}（{contact.office}）。
      </p>
    </Entrance>
  )
}
