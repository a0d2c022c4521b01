import { type Answer, ask, type Wishes } from '../islands/api.ts'
import { button, line, openSheet, type Sheet } from '../islands/sheet.ts'
import { askDevice, hasPasskeys } from './passkey.ts'
import type { ProofWays } from './proof-ways.ts'

const DATA = '/staff/prove.json'

/**
 * Asks the site as staff: where the site wants a proof first, a sheet asks for it and the same question goes out again.
 * A sheet that is closed leaves the refusal ('proof-needed') as the answer.
 */
export async function askAsStaff<T>(path: string, wishes: Wishes = {}): Promise<Answer<T>> {
  const answer = await ask<T>(path, wishes)
  if (answer.kind !== 'refused' || answer.refusal.code !== 'proof-needed') return answer
  return (await proveNow()) ? ask<T>(path, wishes) : answer
}

let asking: Promise<boolean> | null = null

/** Opens the sheet that asks for a proof; true once the site has taken one. Several who ask at once share one sheet. */
export function proveNow(): Promise<boolean> {
  asking ??= openProof().finally(() => {
    asking = null
  })
  return asking
}

async function openProof(): Promise<boolean> {
  const ways = await ask<ProofWays>(DATA)
  return new Promise(resolve => {
    let proved = false
    const sheet = openSheet('请再次验证是您本人', () => resolve(proved))
    const say = line('p', '', 'flaw')
    say.setAttribute('role', 'status')
    if (ways.kind !== 'ok') {
      say.textContent = ways.kind === 'refused' ? ways.refusal.message : '网络不通，请稍后再试。您填写的内容没有丢失。'
      sheet.body.append(say)
      sheet.actions.append(button('关闭', () => sheet.close(), true))
      return
    }
    const offer = async (proof: Record<string, string>): Promise<void> => {
      say.textContent = '正在验证……'
      const answer = await ask<unknown>(DATA, { body: proof })
      if (answer.kind === 'ok') {
        proved = true
        sheet.close()
      } else say.textContent = answer.kind === 'refused' ? answer.refusal.message : '网络不通，请再试一次。'
    }
    if (ways.value.elsewhere) sendElsewhere(sheet, ways.value.elsewhere)
    else fill(sheet, { ways: ways.value, say, offer })
  })
}

interface Filling {
  readonly ways: ProofWays
  readonly say: HTMLElement
  readonly offer: (proof: Record<string, string>) => Promise<void>
}

function fill(sheet: Sheet, { ways, say, offer }: Filling): void {
  const form = document.createElement('form')
  const password = field('密码', { type: 'password', autocomplete: 'current-password' })
  const code = field('动态码（也可以填一个恢复码）', { autocomplete: 'one-time-code' })
  form.append(password.row, ...(ways.code ? [code.row] : []), say)
  form.addEventListener('submit', event => {
    event.preventDefault()
    void offer({ password: password.input.value, ...(ways.code ? { code: code.input.value } : {}) })
  })
  sheet.body.append(form)
  if (ways.passkey && hasPasskeys()) sheet.actions.append(button('用通行密钥', () => void byPasskey({ say, offer })))
  sheet.actions.append(button('验证并继续', () => form.requestSubmit(), true))
  password.input.focus()
}

/** A challenge is good once, so every press asks for its own. */
async function byPasskey({ say, offer }: Omit<Filling, 'ways'>): Promise<void> {
  const fresh = await ask<ProofWays>(DATA)
  const passkey = fresh.kind === 'ok' ? fresh.value.passkey : null
  const asked = passkey ? await askDevice({ does: 'get', options: passkey.options }) : { says: '网络不通，请再试一次。' }
  if ('says' in asked) say.textContent = asked.says
  else await offer({ passkey: asked.answer, sealed: passkey?.sealed ?? '' })
}

/** Another tab signs in again there; this page keeps what was typed. */
function sendElsewhere(sheet: Sheet, href: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href, target: '_blank', rel: 'noopener', textContent: '在新页面重新登录', className: 'button main' })
  sheet.body.append(line('p', '本站由 Cloudflare Access 管理登录。请重新登录一次，回到本页再点一次刚才的按钮。'))
  sheet.actions.append(link)
}

function field(label: string, attributes: Readonly<Record<string, string>>): { row: HTMLElement; input: HTMLInputElement } {
  const row = document.createElement('label')
  row.className = 'field'
  const [words, input] = [document.createElement('span'), document.createElement('input')]
  words.textContent = label
  for (const [name, value] of Object.entries({ required: '', ...attributes })) input.setAttribute(name, value)
  row.append(words, input)
  return { row, input }
}
