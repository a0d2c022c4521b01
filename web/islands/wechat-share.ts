// Loaded inside WeChat only, and only where the site can sign (site.ts): what a chat shows of this page when somebody sends it
// on is what the page says of itself. Nobody is asked to send anything, and what is sent is not counted.

interface Signed {
  readonly appId: string
  readonly timestamp: number
  readonly nonceStr: string
  readonly signature: string
}

interface Sdk {
  config(signed: Signed & { readonly jsApiList: readonly string[] }): void
  ready(then: () => void): void
  updateAppMessageShareData(card: Card): void
  updateTimelineShareData(card: Omit<Card, 'desc'>): void
}

interface Card {
  readonly title: string
  readonly desc: string
  readonly link: string
  readonly imgUrl: string
}

const SDK = 'https://res.wx.qq.com/open/js/jweixin-1.6.0.js'
const APIS = ['updateAppMessageShareData', 'updateTimelineShareData'] as const

const said = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[property="og:${name}"]`)?.content ?? ''

function load(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = src
    script.onload = () => resolve()
    script.onerror = reject
    document.head.append(script)
  })
}

async function offerCard(): Promise<void> {
  // Signed is the address as the browser has it now, without what follows '#'.
  const url = location.href.split('#')[0] ?? ''
  const answer = await fetch(`/api/wechat/signature?url=${encodeURIComponent(url)}`)
  if (!answer.ok) return
  const [signed] = await Promise.all([answer.json() as Promise<Signed>, load(SDK)])
  const { wx } = window as unknown as { wx?: Sdk }
  wx?.config({ ...signed, jsApiList: APIS })
  wx?.ready(() => {
    const card = { title: said('title'), link: said('url'), imgUrl: said('image') }
    wx.updateAppMessageShareData({ ...card, desc: said('description') })
    wx.updateTimelineShareData(card)
  })
}

// Without it WeChat shows a card of its own making; nothing on the page hangs on this.
offerCard().catch(() => undefined)
