import { type Chance, Wheel } from './chance.ts'

/** What a browser says of itself, as far as the site keeps it. */
export interface Phone {
  readonly ua: string
  readonly model: string | null
}

/** Models in use, the common ones first; a few dozen make up most of a city. */
const ANDROID =
  'HUAWEI Mate 60|HUAWEI P60|HUAWEI nova 12|HONOR X50|HONOR 90|HONOR Magic5|HONOR Play 50|Redmi Note 12|Redmi K60|Xiaomi 13|Xiaomi 14|Redmi 12C|vivo Y78|vivo X90|vivo S17|vivo Y35|iQOO Neo8|OPPO A58|OPPO Reno10|OPPO Find X6|OPPO A1 Pro|realme GT5|OnePlus Ace 2|HUAWEI Enjoy 60|HUAWEI P40|HUAWEI nova 9|HUAWEI Mate 40|HONOR 70|HONOR X40|vivo Y52s|vivo S15|OPPO A93|OPPO K9|OPPO Reno8|Redmi Note 11|Redmi 10A|Xiaomi 11|Xiaomi 12|Meizu 20|ZTE Axon 40|Samsung S23|Samsung A54|Lenovo K14|HUAWEI Enjoy 20|vivo Y30|OPPO A55|HONOR Play 40|Redmi 9A|HUAWEI Y9|HONOR 9X'.split(
    '|',
  )

const OLD = ['HUAWEI Enjoy 9', 'OPPO A5', 'vivo Y66', 'HONOR 8X', 'Redmi 7A', 'OPPO A57', 'vivo Y85', 'HUAWEI P20'] as const

const models = new Wheel(ANDROID.map((model, place) => [model, (place + 2) ** -0.75] as const))

type Kind = 'wechat-android' | 'wechat-ios' | 'wechat-harmony' | 'wechat-windows' | 'android' | 'ios' | 'desktop'
const kinds = new Wheel<Kind>([
  ['wechat-android', 0.58],
  ['wechat-ios', 0.24],
  ['wechat-harmony', 0.04],
  ['wechat-windows', 0.02],
  ['android', 0.06],
  ['ios', 0.035],
  ['desktop', 0.025],
])
const browsers = new Wheel([
  ['Xiaomi Android 18', 3],
  ['Huawei Android 14', 3],
  ['Chrome Android 87', 2],
  ['Chrome Android 120', 2],
  ['QQ Android 14', 1],
  ['UC Android 15', 1],
] as const)
const desktops = ['Chrome Windows 120', 'Edge Windows 120', 'Chrome Windows 109', 'Chrome macOS 120'] as const

/** A phone, or now and then a computer, of anybody. One in eight Android phones keeps its model to itself. */
export function somePhone(chance: Chance): Phone {
  switch (kinds.spin(chance)) {
    case 'wechat-android':
      return {
        ua: chance.yes(0.9) ? 'WeChat Android 8' : 'WeChat Android 7',
        model: chance.yes(0.88) ? models.spin(chance) : null,
      }
    case 'wechat-ios':
      return { ua: 'WeChat iOS 8', model: 'iPhone' }
    case 'wechat-harmony':
      return { ua: 'WeChat HarmonyOS 4', model: null }
    case 'wechat-windows':
      return { ua: 'WeChat Windows 3', model: null }
    case 'android':
      return { ua: browsers.spin(chance), model: chance.yes(0.7) ? models.spin(chance) : null }
    case 'ios':
      return { ua: chance.yes(0.7) ? 'Safari iOS 17' : 'Safari iOS 15', model: 'iPhone' }
    case 'desktop':
      return { ua: chance.pick(desktops), model: null }
  }
}

export const inWechat = (phone: Phone): boolean => phone.ua.startsWith('WeChat')

/** A phone that opens the page in WeChat, as whoever got a link in a group does. */
export function wechatPhone(chance: Chance): Phone {
  for (;;) {
    const phone = somePhone(chance)
    if (inWechat(phone)) return phone
  }
}

export const oldPhone = (chance: Chance): Phone => ({
  ua: chance.yes(0.6) ? 'WeChat Android 8' : 'WeChat Android 7',
  model: chance.yes(0.8) ? chance.pick(OLD) : null,
})

/** Android phones in WeChat of at most `count` models, as farms buy them and scripts claim to be them. */
export function fleet(chance: Chance, count: number): readonly Phone[] {
  return chance
    .shuffled(ANDROID)
    .slice(0, count)
    .map(model => ({ ua: 'WeChat Android 8', model }))
}

/** Computers and phones of those who listen to a page. */
export const spokenPhone = (chance: Chance): Phone =>
  chance.yes(0.5)
    ? { ua: 'WeChat iOS 8', model: 'iPhone' }
    : chance.yes(0.5)
      ? { ua: 'WeChat Android 8', model: models.spin(chance) }
      : { ua: chance.pick(desktops), model: null }
