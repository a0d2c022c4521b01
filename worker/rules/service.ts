/** What a site may be connected to and runs without: what is absent is said to staff, and costs no vote (law 8). */
export const SERVICES = ['turnstile', 'wechat', 'operator', 'address'] as const
export type Service = (typeof SERVICES)[number]
