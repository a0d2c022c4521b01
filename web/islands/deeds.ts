import { ask } from './api.ts'
import { button, line, openSheet } from './sheet.ts'

interface Deeds {
  readonly name: string
  readonly unit: string
  readonly post: string
  readonly brief: string
  readonly deeds: string
}

/** Shows a nominee's deeds over the ballot, so that no choice is lost; without an answer the link is simply followed. */
export async function openDeeds(link: HTMLAnchorElement, changed: () => void): Promise<void> {
  const row = link.closest('li')
  const box = row?.querySelector<HTMLInputElement>('input')
  const sheet = openSheet(row?.querySelector('b')?.textContent ?? '事迹', changed)
  sheet.body.append(line('p', '正在载入……', 'soft'))
  const close = button('返回选票', () => sheet.close())
  sheet.actions.append(close)
  if (box) {
    const pick = button(
      box.checked ? '取消选择' : '选择',
      () => {
        box.click()
        sheet.close()
      },
      true,
    )
    sheet.actions.append(pick)
  }
  const answer = await ask<Deeds>(`/api/campaigns${new URL(link.href).pathname.replace('/c', '')}`)
  if (answer.kind !== 'ok') return sheet.body.replaceChildren(line('p', '暂时连不上，请稍后再看；选择不会丢失。', 'state bad'))
  const { unit, post, brief, deeds } = answer.value
  sheet.body.replaceChildren(
    line('p', [...new Set([unit, post])].filter(Boolean).join(' · '), 'soft'),
    line('p', brief),
    ...deeds
      .split('\n')
      .filter(Boolean)
      .map(text => line('p', text, 'small')),
  )
}
