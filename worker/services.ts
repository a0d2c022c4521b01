import type { Config } from './env.ts'
import { SERVICES, type Service } from './rules/service.ts'

/**
 * What this site does without: Turnstile, WeChat, what Cloudflare says of an address's operator and region, and, on one
 * machine, the address itself.
 */
export function missingServices({ turnstile, wechat, home, proxyHeader }: Config): readonly Service[] {
  const has: Readonly<Record<Service, boolean>> = {
    turnstile: turnstile !== null,
    wechat: wechat !== null,
    operator: home === 'cloudflare',
    address: home === 'cloudflare' || proxyHeader !== null,
  }
  return SERVICES.filter(service => !has[service])
}
