import type { ScoreLine } from '../../../worker/rules/score/line.ts'

/** What browsers of a family say beside what all on their system say. */
const SAYS: readonly (readonly [family: string, words: (version: string) => string])[] = [
  ['WeChat Windows', v => `Chrome/122.0.0.0 Safari/537.36 MicroMessenger/${v}.9.10 WindowsWechat`],
  ['WeChat HarmonyOS', v => `ArkWeb/4.1.6.1 Mobile MicroMessenger/${v}.0.0`],
  ['WeChat iOS', v => `Mobile/15E148 MicroMessenger/${v}.0.47 NetType/WIFI Language/zh_CN`],
  ['WeChat', v => `Version/4.0 Chrome/122.0.0.0 Mobile Safari/537.36 XWEB MicroMessenger/${v}.0.49`],
  ['Safari', v => `Version/${v}.2 Mobile/15E148 Safari/604.1`],
  ['Edge', v => `Chrome/${v}.0.0.0 Safari/537.36 Edg/${v}.0.0.0`],
  ['Huawei', v => `Chrome/114.0.0.0 HuaweiBrowser/${v}.0.1 Mobile Safari/537.36`],
  ['Xiaomi', v => `Chrome/112.0.0.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/${v}.1.0`],
  ['QQ', v => `Chrome/109.0.0.0 MQQBrowser/${v}.3 Mobile Safari/537.36`],
  ['UC', v => `Chrome/100.0.0.0 UCBrowser/${v}.4.2 Mobile Safari/537.36`],
  ['Chrome', v => `Chrome/${v}.0.0.0 Mobile Safari/537.36`],
]

const systemOf = ({ ua, model }: Pick<ScoreLine, 'ua' | 'model'>): string => {
  if (ua.includes('iOS')) return '(iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15'
  if (ua.includes('Windows')) return '(Windows NT 10.0; Win64; x64) AppleWebKit/537.36'
  if (ua.includes('macOS')) return '(Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36'
  if (ua.includes('HarmonyOS')) return '(Phone; OpenHarmony 5.0) AppleWebKit/537.36'
  return `(Linux; Android 12; ${model ?? 'K'}) AppleWebKit/537.36`
}

/** What a browser of this family and model sends of itself; the site makes family and model of it again. */
export function userAgentOf(phone: Pick<ScoreLine, 'ua' | 'model'>): string {
  if (phone.ua === '') return ''
  const words = SAYS.find(([family]) => phone.ua.startsWith(family))?.[1]
  if (!words) return 'python-requests/2.31.0'
  return `Mozilla/5.0 ${systemOf(phone)} (KHTML, like Gecko) ${words(/(\d+)$/.exec(phone.ua)?.[1] ?? '1')}`
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
