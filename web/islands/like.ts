import { ask } from './api.ts'
import { prove } from './human-check.ts'
import { toast } from './toast.ts'

interface Liked {
  readonly number: number
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-like]')) {
  const press = form.querySelector('button') as HTMLButtonElement
  const count = form.querySelector('[data-count]') as HTMLElement
  form.addEventListener('submit', event => {
    event.preventDefault()
    if (press.getAttribute('aria-pressed') === 'false') void like(form, press, count)
  })
}

/** Shows the like at once and takes it back, with the reason, when the server says no. */
async function like(form: HTMLFormElement, press: HTMLButtonElement, count: HTMLElement): Promise<void> {
  const { like: number = '', challenge = '', likes = '' } = form.dataset
  const words = press.textContent
  const before = Number(count.textContent)
  const take = (liked: boolean) => {
    press.setAttribute('aria-pressed', String(liked))
    press.textContent = liked ? '今天已点赞' : words
    count.textContent = String(before + (liked ? 1 : 0))
  }
  take(true)
  const proven = await prove(challenge, 'like', null)
  if (proven.kind !== 'ok') {
    take(false)
    return toast(proven.kind === 'refused' ? proven.message : '网络不通，点赞没有送出，请稍后再试')
  }
  let answer = await ask<Liked>(likes, { body: { number: Number(number), check: proven.proof } })
  if (answer.kind === 'refused' && answer.refusal.code === 'too-quick') {
    await new Promise(resolve => setTimeout(resolve, 3000))
    answer = await ask<Liked>(likes, { body: { number: Number(number), check: proven.proof } })
  }
  if (answer.kind === 'ok') return
  if (answer.kind === 'refused' && answer.refusal.code === 'already-liked') {
    count.textContent = String(before)
    return toast(answer.refusal.message)
  }
  take(false)
  toast(answer.kind === 'refused' ? answer.refusal.message : '网络不稳定，不确定点赞是否送到；可以再点一次，不会重复计数')
}
