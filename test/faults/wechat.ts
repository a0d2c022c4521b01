import { setTimeout as pause } from 'node:timers/promises'
import { type StubFault, WechatStub } from '../../worker/host/wechat-stub.ts'
import { WechatPhone } from '../support/wechat-phone.ts'
import { asFound, type Fault, type FaultWishes, type Figure, type Found } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Scene } from './load.ts'
import { KEYS, SLUG } from './poll.ts'

export const wechat: Fault = {
  id: 'F10',
  does: 'lets WeChat be down, silent, answer with a page or with nothing, call codes used (40029, 40163) and refuse (45009, -1)',
  goal: 'whoever has been named votes on; whoever comes new reads when to come again; no code is given back twice',
  run: played,
}

const WAYS = ['broken', 'hang', 'html', 'empty', 40029, 40163, 45009, -1] as const satisfies readonly StubFault[]
/** Where a sign-in may end: at the ballot, or at a page that says in words how to go on. */
const WAITING = /\/wechat\/stopped\/(busy|again)\?/

interface Newcomer {
  readonly way: string
  readonly end: string
  readonly status: number
}

async function played({ short, seed, build, onProgress }: FaultWishes): Promise<Found> {
  const stub = await new WechatStub({ domains: null }).listen()
  stub.account = '张三'
  const voted: Record<string, number> = {}
  const now = { way: 'none' }
  try {
    const { judged, played: newcomers } = await runLoad(
      {
        shards: 2,
        seed,
        build,
        onProgress,
        vars: { ...stub.vars(), PUBLIC_ORIGIN: '' },
        poll: { identity: 'openid' },
        voters: { wechat: true },
        crowd: {
          connections: 8,
          onOutcome: ({ status }) => {
            if (status === 200) voted[now.way] = (voted[now.way] ?? 0) + 1
          },
        },
      },
      scene => signingIn(scene, stub, now, short ? { ways: ['broken', 40029, 45009], each: 4 } : { ways: WAYS, each: 60 }),
    )
    const found = asFound(judged)
    const codes = stub.asked.map(({ code }) => code)
    const during = newcomers.filter(({ way }) => way !== 'none')
    return {
      ...found,
      goals: {
        ...found.goals,
        'whoever has been named votes on': [...new Set(during.map(({ way }) => way))].every(way => (voted[way] ?? 0) > 0),
        'whoever comes new reads when to come again':
          during.length > 0 && during.every(({ end, status }) => WAITING.test(end) && status >= 403),
        'no code is given back twice': new Set(codes).size === codes.length,
        'sign-ins work again at once when WeChat does': newcomers
          .filter(({ way }) => way === 'none')
          .every(({ status }) => status === 200),
      },
      figures: { ...found.figures, signIns: newcomers.length, codesAsked: codes.length, voted, ends: counted(newcomers) },
      examples: during
        .filter(({ end }) => !WAITING.test(end))
        .slice(0, 3)
        .map(one => JSON.stringify(one)),
    }
  } finally {
    stub.stop()
  }
}

function counted(newcomers: readonly Newcomer[]): Figure {
  const ends: Record<string, number> = {}
  for (const { way, end, status } of newcomers) {
    const name = `${way} → ${status} ${new URL(end).pathname}`
    ends[name] = (ends[name] ?? 0) + 1
  }
  return ends
}

async function signingIn(
  { runtime, onProgress, crowd }: Scene,
  stub: WechatStub,
  now: { way: string },
  { ways, each }: { ways: readonly StubFault[]; each: number },
): Promise<readonly Newcomer[]> {
  const { origin } = runtime.site
  const reached = { origin, known: origin, siteKey: KEYS.SITE_KEY }
  const newcomers: Newcomer[] = []
  const come = async () => {
    const phone = new WechatPhone(reached)
    const { hops, answer } = await phone.follow(`/c/${SLUG}/ballot`)
    newcomers.push({ way: now.way, end: hops.at(-1) ?? '', status: answer.status })
    // WeChat and proxies on the way ask for the address of return twice.
    const back = hops.find(hop => hop.includes('/wechat/return?'))
    if (back) await (await phone.ask(back)).text()
  }
  for (const fault of ways) {
    now.way = String(fault)
    stub.fault = fault
    for (let n = 0; n < each; n += 4) await Promise.all(Array.from({ length: Math.min(4, each - n) }, come))
    stub.fault = null
    now.way = 'none'
    await come()
    onProgress(`${fault}: ${crowd.acknowledged} ballots acknowledged`)
    await pause(100)
  }
  return newcomers
}
