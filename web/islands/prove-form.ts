import { pause } from './api.ts'
import { prove } from './human-check.ts'
import { keep, recall } from './stored.ts'

// Forms that ask a sum of those without script: here the phone does the work instead, and what was typed is kept until
// the form has gone out.

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-prove]')) {
  const { challenge = '', draft } = form.dataset
  const text = form.querySelector('textarea')
  if (text && draft) {
    if (form.dataset.sent !== undefined) keep(draft, null)
    // On a slow line somebody has typed before this came.
    if (text.value) keep(draft, text.value)
    else text.value = recall<string>(draft) ?? ''
    text.addEventListener('input', () => keep(draft, text.value || null))
  }
  form.querySelector('[data-question]')?.remove()
  const said = form.querySelector<HTMLElement>('[data-said]')
  const say = (words: string) => {
    if (said) said.textContent = words
  }
  let busy = false
  form.addEventListener('submit', event => {
    event.preventDefault()
    if (!busy) void send()
  })

  async function send(): Promise<void> {
    busy = true
    say('正在提交……')
    const proven = await prove(challenge, 'comment', null)
    if (proven.kind === 'ok') {
      const proof = form.querySelector<HTMLInputElement>('[name=proof]')
      if (proof) proof.value = JSON.stringify(proven.proof)
      // The site asks for three seconds between meeting a device and hearing from it.
      await pause(Math.max(0, 3200 - performance.now()))
      form.submit()
      return
    }
    busy = false
    say(proven.kind === 'refused' ? proven.message : '网络不通，还没有送出；您写的内容已保存在本机，请稍后再按一次。')
  }
}
