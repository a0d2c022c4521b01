/** Longest part of what a browser says of itself that is looked at. */
const LOOKED_AT = 400

/** Browsers by the word that only they say, the more particular before those they build on. */
const BROWSERS: readonly (readonly [name: string, version: RegExp])[] = [
  ['WeCom', /wxwork\/(\d{1,3})/i],
  ['WeChat', /MicroMessenger\/(\d{1,3})/i],
  ['DingTalk', /DingTalk\/(\d{1,3})/i],
  ['QQ', /\b(?:MQQBrowser|QQ)\/(\d{1,3})/],
  ['Quark', /Quark\/(\d{1,3})/],
  ['UC', /UCBrowser\/(\d{1,3})/],
  ['Huawei', /HuaweiBrowser\/(\d{1,3})/],
  ['Xiaomi', /MiuiBrowser\/(\d{1,3})/],
  ['Baidu', /(?:baidubrowser|baiduboxapp)\/(\d{1,3})/i],
  ['Edge', /\bEdgA?(?:iOS)?\/(\d{1,3})/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d{1,3})/],
  ['HeadlessChrome', /HeadlessChrome\/(\d{1,3})/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d{1,3})/],
  ['Safari', /\bVersion\/(\d{1,3})[\d.]* (?:Mobile\/\w+ )?Safari\//],
]

const SYSTEMS: readonly (readonly [name: string, word: RegExp])[] = [
  ['HarmonyOS', /OpenHarmony|HarmonyOS/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['Windows', /Windows/],
  ['macOS', /Macintosh/],
  ['Linux', /Linux|X11/],
]

/** What programs say of themselves when nobody told them to say something else. */
const PROGRAM =
  /\b(curl|wget|python-requests|python-urllib|aiohttp|httpx|Go-http-client|okhttp|Java|Apache-HttpClient|node-fetch|undici|axios|Scrapy|PostmanRuntime)\b/i

/**
 * The family of a browser, 'WeChat Android 8': its name, its system and its first number. '' where nothing was sent,
 * 'Other' where nothing was recognized. Never a part of the text itself but that number, so that nothing of what a
 * program writes there is kept (T24, T29).
 */
export function browserFamily(text: string | null): string {
  if (!text) return ''
  const seen = text.slice(0, LOOKED_AT)
  const system = SYSTEMS.find(([, word]) => word.test(seen))?.[0]
  for (const [name, version] of BROWSERS) {
    const number = version.exec(seen)?.[1]
    if (number) return [name, system, Number(number)].filter(part => part !== undefined).join(' ')
  }
  return PROGRAM.test(seen) ? 'Program' : system ? `Other ${system}` : 'Other'
}

/**
 * The model of a phone where its browser says one: 'HUAWEI ELS-AN00', 'iPhone'. Null for browsers that keep it to
 * themselves (they say 'K'), and for whatever does not look like a model.
 */
export function phoneModel(text: string | null): string | null {
  const seen = (text ?? '').slice(0, LOOKED_AT)
  const apple = /\((iPhone|iPad)\b/.exec(seen)
  if (apple) return apple[1] ?? null
  const said = /Android [\d.]{1,8}; (?:[a-z]{2}-[a-z]{2}; )?([\w .()+-]{2,40}?)(?: Build\/|\)|;)/i.exec(seen)?.[1]?.trim()
  // Six digits in a row are no model but a number of somebody or something.
  return said && said !== 'K' && !/\d{6}/.test(said) ? said : null
}
