import type { ScoreLine } from '../../../worker/rules/score/line.ts'

/** What a browser of this family and model sends of itself; the site makes the family of it again. */
export function userAgentOf({ ua, model }: Pick<ScoreLine, 'ua' | 'model'>): string {
  const version = /(\d+)$/.exec(ua)?.[1] ?? '8'
  const android = `Mozilla/5.0 (Linux; Android 12; ${model ?? 'K'}) AppleWebKit/537.36 (KHTML, like Gecko)`
  const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
  if (ua === 'Program') return 'python-requests/2.31.0'
  if (ua.startsWith('WeChat iOS')) return `${iphone} Mobile/15E148 MicroMessenger/${version}.0.47 NetType/WIFI Language/zh_CN`
  if (ua.startsWith('WeChat Windows'))
    return `${windows} Chrome/122.0.0.0 Safari/537.36 MicroMessenger/${version}.9.10 WindowsWechat`
  if (ua.startsWith('WeChat HarmonyOS'))
    return `Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Mobile MicroMessenger/${version}.0.0`
  if (ua.startsWith('WeChat'))
    return `${android} Version/4.0 Chrome/122.0.0.0 Mobile Safari/537.36 XWEB MicroMessenger/${version}.0.49`
  if (ua.startsWith('Safari')) return `${iphone} Version/${version}.2 Mobile/15E148 Safari/604.1`
  if (ua.startsWith('Edge')) return `${windows} Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`
  if (ua.includes('Windows')) return `${windows} Chrome/${version}.0.0.0 Safari/537.36`
  return `${android} Chrome/${version}.0.0.0 Mobile Safari/537.36`
}

/** What the link says of where the voter came from. */
export const refererOf = ({ referrer }: Pick<ScoreLine, 'referrer'>): string | null =>
  referrer === 'wechat'
    ? 'https://mp.weixin.qq.com/'
    : referrer === 'search'
      ? 'https://www.baidu.com/'
      : referrer === 'other'
        ? 'https://news.example.cn/'
        : null

/** Gives every tag an address, and every network a range of its own, so that the site makes tags of them again. */
export class AddressBook {
  readonly #networks = new Map<string, { readonly range: string; readonly hosts: Map<string, number> }>()

  addressOf({ net, host }: Pick<ScoreLine, 'net' | 'host'>): string {
    const network = this.#networks.get(net ?? '') ?? this.#open(net ?? '')
    const number = network.hosts.get(host ?? '') ?? network.hosts.size + 1
    network.hosts.set(host ?? '', number)
    if (number > 254) throw new Error('a network of more than 254 addresses')
    return `${network.range}.${number}`
  }

  #open(net: string): { readonly range: string; readonly hosts: Map<string, number> } {
    const number = this.#networks.size
    const network = { range: `${11 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`, hosts: new Map() }
    this.#networks.set(net, network)
    return network
  }
}
