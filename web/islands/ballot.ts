import { send } from './cast.ts'
import { openDeeds } from './deeds.ts'
import { searchable } from './find.ts'
import { button, line, openSheet } from './sheet.ts'
import { keep, recall } from './stored.ts'
import { toast } from './toast.ts'

/** What the page says of its poll (web/pages/ballot.tsx). */
export interface BallotData {
  readonly slug: string
  readonly categories: readonly { readonly key: string; readonly name: string; readonly min: number; readonly max: number }[]
  readonly totalMin: number | null
  readonly totalMax: number | null
  readonly cast: string
  readonly challenge: string
  readonly myBallot: string
  readonly nominees: string
}

/** What outlives a reload: the ticks, and once a ballot may have left the phone, its key. */
export interface Draft {
  readonly choices: readonly number[]
  readonly key?: string
}

function enhance(form: HTMLFormElement): void {
  const data = JSON.parse(form.dataset.ballot ?? '{}') as BallotData
  const store = `mp-draft-${data.slug}`
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name=n]')]
  const draft = recall<Draft>(store)
  const anyTicked = boxes.some(box => box.checked)
  if (draft && !anyTicked) for (const box of boxes) box.checked = draft.choices.includes(Number(box.value))
  const chosen = () => boxes.filter(box => box.checked)
  const save = () => keep(store, { ...recall<Draft>(store), choices: chosen().map(box => Number(box.value)) })
  const refresh = () => show(form, data, chosen())

  form.addEventListener('change', event => {
    const box = event.target
    if (!(box instanceof HTMLInputElement) || box.name !== 'n') return
    const refusal = box.checked ? overLimit(data, box, chosen()) : null
    if (refusal) {
      box.checked = false
      toast(refusal)
    }
    save()
    refresh()
  })
  form.addEventListener('click', event => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('.pick > li > a')
    if (!link) return
    event.preventDefault()
    void openDeeds(link, () => refresh())
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    review(data, store, chosen())
  })
  searchable(form, data)
  refresh()
  if (draft?.key) review(data, store, chosen())
}

const categoryOf = (box: HTMLInputElement): string => box.closest('fieldset')?.dataset.category ?? ''
const nameOf = (box: HTMLInputElement): string => box.closest('li')?.querySelector('b')?.textContent ?? ''

function overLimit(data: BallotData, box: HTMLInputElement, chosen: readonly HTMLInputElement[]): string | null {
  const category = data.categories.find(({ key }) => key === categoryOf(box))
  if (category && chosen.filter(one => categoryOf(one) === category.key).length > category.max)
    return `“${category.name}”已选满 ${category.max} 个，请先去掉一个`
  if (data.totalMax !== null && chosen.length > data.totalMax) return `一共最多选 ${data.totalMax} 个，请先去掉一个`
  return null
}

/** What is still missing before the ballot is valid; null when nothing is. */
function missing(data: BallotData, chosen: readonly HTMLInputElement[]): string | null {
  if (chosen.length === 0) return '您还没有选择候选对象'
  for (const { key, name, min } of data.categories) {
    const count = chosen.filter(box => categoryOf(box) === key).length
    if (count < min) return `“${name}”至少选 ${min} 个，还差 ${min - count} 个`
  }
  if (data.totalMin !== null && chosen.length < data.totalMin)
    return `一共至少选 ${data.totalMin} 个，还差 ${data.totalMin - chosen.length} 个`
  return null
}

const lackWords = (data: BallotData, chosen: readonly HTMLInputElement[]): string => {
  const lack = missing(data, chosen)
  return lack ? `，${lack}` : '，可以核对了'
}

/** Counts, full lists, chips and the progress line, all from what is ticked. */
function show(form: HTMLFormElement, data: BallotData, chosen: readonly HTMLInputElement[]): void {
  for (const { key, max } of data.categories) {
    const count = chosen.filter(box => categoryOf(box) === key).length
    const counter = form.querySelector<HTMLElement>(`[data-count="${key}"]`)
    if (counter) {
      counter.textContent = `已选 ${count} / ${max}`
      counter.parentElement?.classList.toggle('full', count >= max)
    }
    for (const row of form.querySelectorAll<HTMLElement>(`fieldset[data-category="${key}"] li`))
      row.classList.toggle('off', count >= max && !row.querySelector<HTMLInputElement>('input')?.checked)
  }
  const progress = document.getElementById('progress')
  if (progress)
    progress.textContent = chosen.length === 0 ? '请勾选候选对象' : `已选 ${chosen.length} 个${lackWords(data, chosen)}`
  const chips = document.getElementById('chips')
  if (!chips) return
  chips.hidden = chosen.length === 0
  chips.replaceChildren(
    ...chosen.map(box => {
      const chip = button(nameOf(box), () => box.click())
      chip.setAttribute('aria-label', `去掉 ${nameOf(box)}`)
      return chip
    }),
  )
}

/** The confirmation step, and from there the sending. */
function review(data: BallotData, store: string, chosen: readonly HTMLInputElement[]): void {
  const lack = missing(data, chosen)
  if (lack) {
    toast(lack)
    return
  }
  const sheet = openSheet('核对选票')
  for (const { key, name, max } of data.categories) {
    const here = chosen.filter(box => categoryOf(box) === key)
    const list = document.createElement('ul')
    list.className = 'names'
    list.append(...here.map(box => line('li', nameOf(box))))
    sheet.body.append(line('h3', `${name}（${here.length} / ${max}）`), here.length > 0 ? list : line('p', '没有选择', 'soft'))
  }
  const place = document.createElement('div')
  const state = line('p', '提交后不能更改。', 'state')
  state.setAttribute('role', 'status')
  sheet.body.append(place, state)
  const back = button('返回修改', () => sheet.close())
  const confirm = button('确认提交', () => void go(), true)
  sheet.actions.append(back, confirm)
  const go = async () => {
    confirm.disabled = true
    back.disabled = true
    const say = (text: string, bad = false) => {
      state.textContent = text
      state.classList.toggle('bad', bad)
    }
    const done = await send({ data, store, choices: chosen.map(box => Number(box.value)), place, say })
    confirm.disabled = false
    back.disabled = false
    if (done === 'edit') sheet.close()
    else if (done === 'again') confirm.textContent = '再次提交'
  }
  // A key that was kept means that a ballot may already be on its way: ask at once, under the same key.
  if (recall<Draft>(store)?.key) void go()
}

const form = document.getElementById('ballot')
if (form instanceof HTMLFormElement) enhance(form)
// The receipt is there: nothing of the choices stays on the phone (law 5).
const recorded = document.querySelector<HTMLElement>('[data-recorded]')?.dataset.recorded
if (recorded) keep(`mp-draft-${recorded}`, null)
