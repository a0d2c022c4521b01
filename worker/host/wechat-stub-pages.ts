/** The pages of the demo's "WeChat". The real one shows none: it knows who holds the phone. */

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const page = (title: string, body: string): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escaped(title)}</title><style>
:root{color-scheme:light dark}
body{margin:0 auto;padding:24px 16px;max-width:30rem;font:17px/1.6 system-ui,sans-serif}
h1{font-size:20px}a{display:block;min-height:44px;padding:10px 16px;margin:10px 0;box-sizing:border-box;border-radius:8px;background:#07804a;color:#fff;text-align:center;text-decoration:none}
p{opacity:.8}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`

/** Which made-up account shall be the one that holds the phone. */
export function choicePage(accounts: readonly string[], query: URLSearchParams): string {
  const link = (account: string): string => {
    const address = `/connect/oauth2/authorize?${new URLSearchParams([...query, ['account', account]])}`
    return `<a href="${escaped(address)}">${escaped(account)}</a>`
  }
  const note = '<p>这里是演示用的“微信”，帐号都是虚构的。真正的微信知道是谁在用手机，不显示这一页。</p>'
  return page('选一个演示微信号', note + accounts.map(link).join(''))
}

export const saysPage = (title: string, text: string): string => page(title, `<p>${escaped(text)}</p>`)
