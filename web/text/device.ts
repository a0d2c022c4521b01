/** What a browser calls itself, looked for in this order: later names stand inside the earlier ones. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/i, '微信'],
  [/DingTalk/i, '钉钉'],
  [/QQBrowser/i, 'QQ 浏览器'],
  [/360SE|360EE|QIHU/i, '360 浏览器'],
  [/Edg(e|A|iOS)?\//i, 'Edge'],
  [/Firefox|FxiOS/i, 'Firefox'],
  [/HuaweiBrowser|ArkWeb/i, '华为浏览器'],
  [/Chrome|CriOS|Chromium/i, 'Chrome'],
  [/Safari/i, 'Safari'],
]
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/i, '鸿蒙'],
  [/iPhone/i, 'iPhone'],
  [/iPad/i, 'iPad'],
  [/Android/i, '安卓手机'],
  [/Windows/i, 'Windows 电脑'],
  [/Macintosh|Mac OS X/i, '苹果电脑'],
  [/Linux|UOS|Kylin/i, 'Linux 电脑'],
]

const nameIn = (list: typeof BROWSERS, text: string): string | undefined => list.find(([sign]) => sign.test(text))?.[1]

const FAMILY: Readonly<Record<string, string>> = {
  WeCom: '企业微信',
  WeChat: '微信',
  DingTalk: '钉钉',
  Quark: '夸克',
  Huawei: '华为浏览器',
  Xiaomi: '小米浏览器',
  Baidu: '百度',
  Other: '其他浏览器',
  Program: '程序（不是浏览器）',
}

/** A family of browsers as it was kept with a ballot ('WeChat Android 8'), for a reader of Chinese; '' is 不明. */
export function familyInWords(kept: string | null): string {
  if (!kept) return '不明'
  const [name = '', ...rest] = kept.split(' ')
  return [FAMILY[name] ?? name, ...rest.map(word => (word === 'Android' ? '安卓' : word))].join(' ')
}

/** A device as its owner would call it, from what its browser says: "Windows 电脑，Chrome". */
export function deviceInWords(userAgent: string | undefined): string {
  const text = (userAgent ?? '').slice(0, 400)
  return [nameIn(SYSTEMS, text), nameIn(BROWSERS, text)].filter(Boolean).join('，') || '未知设备'
}
