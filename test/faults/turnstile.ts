import { setTimeout as pause } from 'node:timers/promises'
import { openBoxes } from './boxes.ts'
import { asFound, type Fault, type FaultWishes, type Figure, type Found, together } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Answer } from './history.ts'
import type { Scene } from './load.ts'
import { FAILINGS, type Failing, Siteverify } from './siteverify.ts'

/** How soon nobody waits for a service that does not answer, in milliseconds. */
const BREAKS = 5000

export const turnstile: Fault = {
  id: 'F9',
  does: 'lets siteverify be down, silent, answer with errors, with a page, with other JSON, and call tokens spent',
  goal: 'an account votes and is held, a device is asked to come again (503); nothing unverified counts; nobody waits beyond 5 s',
  async run(wishes) {
    const accounts = await played(wishes, 'openid')
    return wishes.short ? accounts : together(accounts, named('device: ', await played(wishes, 'device')))
  },
}

const named = (prefix: string, { goals, figures, examples = [] }: Found): Found => ({
  goals: Object.fromEntries(Object.entries(goals).map(([name, reached]) => [prefix + name, reached])),
  figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [prefix + name, value])),
  examples: examples.map(text => prefix + text),
})

interface Heard {
  failing: Failing
  since: number
  /** By the way of failing: the answers, and the latest at which a question was still asked, in milliseconds. */
  readonly told: Record<string, Record<string, number>>
  readonly lastAsked: Record<string, number>
}

async function played({ short, seed, build, onProgress }: FaultWishes, identity: 'openid' | 'device'): Promise<Found> {
  const service = new Siteverify()
  const heard: Heard = { failing: 'none', since: 0, told: {}, lastAsked: {} }
  const onOutcome = (answer: Answer) => {
    const told = heard.told[heard.failing] ?? {}
    heard.told[heard.failing] = told
    const name = `${answer.status} ${answer.code ?? ''}`.trim()
    told[name] = (told[name] ?? 0) + 1
  }
  let unverifiedCounted = -1
  let held = 0
  try {
    const ran = await runLoad(
      {
        shards: 2,
        seed,
        build,
        onProgress,
        vars: { ...(await service.listen()), WECHAT_APP_ID: 'wx0', WECHAT_APP_SECRET: 'made up, asked by nobody' },
        poll: { identity, humanChecks: ['turnstile', 'pow'] },
        voters: { wechat: identity === 'openid', proof: voter => ({ kind: 'turnstile', token: `token-${voter}` }) },
        crowd: { connections: 16, onOutcome },
      },
      scene =>
        failing(scene, service, heard, short ? { ways: ['down', 'slow'], length: 2500 } : { ways: FAILINGS, length: 20_000 }),
      {
        inspect: folder => {
          const boxes = openBoxes(`${folder}/state`)
          const ballots = boxes.flatMap(box => [...box.ballots()]).filter(({ checked }) => checked === 'unverified')
          unverifiedCounted = ballots.filter(({ status }) => status === 'counted').length
          held = ballots.length
          for (const box of boxes) box.close()
        },
      },
    )
    const found = asFound(ran.judged)
    const answers = Object.entries(heard.told).filter(([name]) => name !== 'none')
    const refused = answers.flatMap(([, told]) => Object.keys(told)).filter(name => name.startsWith('503'))
    return {
      ...found,
      goals: {
        ...found.goals,
        'nothing unverified is counted': unverifiedCounted === 0,
        [identity === 'openid'
          ? 'accounts vote and wait to be looked at'
          : 'a device is asked to come again, and records nothing']:
          identity === 'openid'
            ? held > 0 && refused.length === 0
            : held === 0 && refused.includes('503 human-check-unavailable'),
        'the service is left alone within 5 s': Object.values(heard.lastAsked).every(ms => ms < BREAKS),
      },
      figures: { ...found.figures, heldUnverified: held, asked: service.asked, told: heard.told as Figure },
    }
  } finally {
    service.close()
  }
}

interface Ways {
  readonly ways: readonly Failing[]
  readonly length: number
}

async function failing(
  { campaign, crowd, onProgress }: Scene,
  service: Siteverify,
  heard: Heard,
  { ways, length }: Ways,
): Promise<void> {
  service.campaign = campaign
  const enter = (way: Failing) => {
    heard.failing = way
    service.failing = way
    heard.since = performance.now()
  }
  for (const way of ways) {
    enter('none')
    // Longer than a breaker rests.
    await pause(Math.min(length, 6000))
    enter(way)
    const asked: number[] = []
    for (let before = service.asked; performance.now() - heard.since < length; await pause(50)) {
      if (service.asked !== before) asked.push(performance.now() - heard.since)
      before = service.asked
    }
    // One question every five seconds is a trial; a crowd of them is not.
    heard.lastAsked[way] = lastOfCrowd(asked)
    onProgress(`${way}: ${crowd.acknowledged} ballots acknowledged`)
  }
  enter('none')
  await pause(1000)
}

/** The last moment at which questions still came one upon the other. */
function lastOfCrowd(moments: readonly number[]): number {
  let last = moments[0] ?? 0
  for (const moment of moments) if (moment - last < 2500) last = moment
  return Math.round(last)
}
