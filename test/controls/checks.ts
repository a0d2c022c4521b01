import { type Control, inFile, swap } from './control.ts'

const turnstile = inFile('host', 'test/host/turnstile.test.ts')
const wechat = inFile('host', 'test/host/wechat.test.ts')
const score = inFile('rules', 'test/rules/score.test.ts')
const wechatOfRules = inFile('rules', 'test/rules/wechat.test.ts')
const doors = inFile('worker', 'test/worker/doors.test.ts')
const edge = inFile('worker', 'test/worker/edge.test.ts')

/** A person is there, and is who the campaign counts: challenges and WeChat accounts. */
export const CHECKS: readonly Control[] = [
  // Gone as it stands, this line does not type-check: what is left refuses nothing.
  {
    threat: 'T01',
    name: 'challenge',
    says: 'a ballot whose challenge failed is taken all the same',
    edits: [
      swap(
        'worker/actions/cast-ballot.ts',
        "if (checked.outcome === 'failed' || checked.outcome === 'expired') return",
        "if (checked.outcome === 'passed' && checked.by === null) return",
      ),
    ],
    seenBy: [doors('T01: no scripted post is counted without a challenge of its own')],
  },
  {
    threat: 'T01',
    name: 'challenge-bound',
    says: 'a challenge that was solved for one device, campaign or purpose is good for every other',
    edits: [
      swap(
        'worker/adapters/human-check.ts',
        '=> `${campaign}/${purpose}/${holder}`',
        "=> (campaign && purpose && holder ? 'anybody' : '')",
      ),
    ],
    seenBy: [doors('T01: no scripted post is counted without a challenge of its own')],
  },
  {
    threat: 'T01',
    name: 'hold-at-cast',
    says: 'nothing that was noticed of a ballot holds it on receipt',
    edits: [
      swap(
        'worker/rules/score/at-cast.ts',
        'if (holds && signs.some(isGrave)) return codes\n',
        'if (holds && signs.length < 0) return codes\n',
      ),
    ],
    seenBy: [score('on receipt a ballot is held only for what no person can do, together with something else')],
  },
  {
    threat: 'T10',
    name: 'spent-token',
    says: 'a token is spent by nobody but the service',
    edits: [
      swap(
        'worker/actions/check-human.ts',
        "if (proof.kind === 'turnstile' && !(await spendToken(deps, ask, proof.token)))",
        "if (proof.kind === 'turnstile' && !ask && !(await spendToken(deps, ask, proof.token)))",
      ),
    ],
    seenBy: [turnstile('T10: a token is spent once by us as well, even if the service vouches for it for ever')],
  },
  {
    threat: 'T11',
    name: 'token-bound',
    says: 'a token counts whatever host, action and voter it was made for',
    edits: [
      swap(
        'worker/adapters/turnstile.ts',
        'if (verdict.hostname !== host || verdict.action !== scope.purpose || verdict.cdata !== cdataOf(deps, scope))',
        'if (verdict.hostname === host && verdict.action === scope.purpose && !cdataOf(deps, scope))',
      ),
    ],
    seenBy: [turnstile('T11: a token for another host, another action or another voter is no token for this ballot')],
  },
  {
    threat: 'T04',
    name: 'openid',
    says: 'a campaign that counts WeChat accounts counts devices',
    edits: [
      swap(
        'worker/actions/cast-ballot.ts',
        "identity: { level: 'openid', id: wechat.tag }",
        "identity: { level: 'openid', id: device.id }",
      ),
    ],
    seenBy: [wechat('T04: a WeChat account votes once, whatever devices and cookies it comes with; another account votes too')],
  },
  {
    threat: 'T12',
    name: 'state-browser',
    says: 'a state works in every browser that has begun a sign-in',
    edits: [
      swap(
        'worker/wechat-step.ts',
        'stepsOf(c).find(({ hash }) => hash === hashOf(state)) ?? null',
        'stepsOf(c).find(({ hash }) => hash !== state) ?? null',
      ),
    ],
    seenBy: [
      wechat(
        'T12: a state works only in the browser that asked: swapped between two browsers, or without cookies, it is refused',
      ),
    ],
  },
  {
    threat: 'T12',
    name: 'state-life',
    says: 'a state lives for ever',
    edits: [
      swap('worker/wechat-step.ts', '.filter(({ until }) => until > now())', '.filter(({ until }) => until > now() - 1e12)'),
    ],
    seenBy: [wechat('T12: a state lives for ten minutes, and one that was made up, altered or left out is none')],
  },
  {
    threat: 'T12',
    name: 'state-once',
    says: 'a state is good for any number of codes',
    edits: [
      swap(
        'worker/objects/wechat-sign-in.ts',
        "if (row.code !== codeHash || now - row.at > REPEAT) return { kind: 'spent' }\n",
        'if (row.code !== codeHash || now - row.at > REPEAT) return this.#exchange(state, code)\n',
      ),
    ],
    seenBy: [
      wechat(
        'T12: a state is good for one code: a second code under it is refused, also when both come at once, and so is the first after a minute',
      ),
    ],
  },
  {
    threat: 'T13',
    name: 'next-page',
    says: 'the page to go on to is whatever the address says',
    edits: [
      swap(
        'worker/rules/next-page.ts',
        'return page && campaign && more.length === 0 ? { page, slug: campaign } : null',
        "return { page: page ?? (name as NextPage['page']), slug: campaign ?? ([address, ...more].join('.') as Slug) }",
      ),
    ],
    seenBy: [
      wechatOfRules('T13: a way back is a page of the list and a campaign; what is written is read again, and nothing else is'),
    ],
  },
  {
    threat: 'T13',
    name: 'back-to-form',
    says: 'the page that answers a form leads on to wherever the browser says it was',
    edits: [
      swap(
        'worker/page.tsx',
        'if (!from?.startsWith(`${origin}/`) || !URL.canParse(from)) return c.req.path\n  return new URL(from).pathname',
        'if (!from || !origin || !URL.canParse(from)) return c.req.path\n  return from',
      ),
    ],
    seenBy: [edge('a page that answers a form leads on to the page the form was on, and never to another site')],
  },
  {
    threat: 'T14',
    name: 'snapshot',
    says: 'the virtual account of a snapshot page counts as an account',
    edits: [
      swap(
        'worker/adapters/wechat.ts',
        'if (snapshot !== undefined && Number(snapshot) !== 0) return',
        'if (snapshot !== undefined && Number(snapshot) > 9) return',
      ),
    ],
    seenBy: [
      wechat(
        'T14: the virtual account of a snapshot page is refused, with the way to the full page, at an address that can be loaded again',
      ),
    ],
  },
]
