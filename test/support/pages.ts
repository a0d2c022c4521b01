import type { DemoRun } from './demo-site.ts'

/** Addresses of every page anybody can open, among them each kind of notice and each phase of a campaign. */
export async function publicPages({ origin }: DemoRun): Promise<readonly string[]> {
  const list = await (await fetch(`${origin}/notices`)).text()
  const notices = [...list.matchAll(/href="(\/notices\/ntc_[a-z0-9]+)"/g)].map(([, path]) => path ?? '')
  return [
    '/',
    '/notices',
    '/notices?kind=result',
    '/notices?year=2031',
    '/archive',
    '/search',
    '/search?q=%E5%85%9A%E5%91%98',
    '/search?q=%E5%85%AC%E7%A4%BA&in=notices',
    '/search?q=zzzzzz',
    ...notices,
    '/privacy',
    '/staff/sign-in',
    '/nowhere',
    '/c/qinghe',
    '/c/qinghe/nominees',
    '/c/qinghe/nominees?q=zzzz',
    '/c/qinghe/nominees/17/poster',
    '/c/qinghe/poster',
    '/c/qinghe/nominees/17',
    '/c/qinghe/nominees/2',
    '/c/qinghe/ballot',
    '/c/qinghe/my-ballot',
    '/c/qinghe/receipts',
    '/c/qinghe/results',
    '/c/qinghe/integrity',
    '/c/qinghe/proof',
    '/verify',
    '/c/beiling-workers',
    '/c/beiling-workers/likes',
    '/c/beiling-workers/nominees',
    '/c/beiling-workers/nominees/3',
    '/c/beiling-workers/nominees/3/poster',
    '/c/beiling-workers/nominees/3/like',
    '/c/binjiang-hall',
    '/c/binjiang-hall/results',
    '/c/binjiang-hall/integrity',
    '/c/binjiang-hall/proof',
    '/c/binjiang-hall/ballot',
    '/c/yunchuan-liangxin',
    '/c/anping-liangyou',
  ]
}
