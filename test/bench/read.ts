import type { ConstantAnswer } from './bare.ts'
import { closedLoop } from './closed-loop.ts'
import { fullCampaign } from './full-campaign.ts'
import { Line } from './line.ts'
import { atLeast, median, type Report, round } from './report.ts'
import type { Bench } from './run.ts'
import { type Server, startServer } from './server.ts'
import { pagesOf } from './site-pages.ts'

const CONNECTIONS = 64
const SECONDS = 2.1
const PAGES = ['campaign', 'home'] as const
type ReadPage = (typeof PAGES)[number]
/** Kept: the site answers from what it has packed before. Rendered: an address nobody has asked for, from data it remembers. */
const WAYS = ['kept', 'rendered'] as const
const LIMITS = { kept: 0.8, rendered: 0.4 } as const

/** One target of the load. Every connection stays open from round to round. */
interface Target {
  readonly server: Server
  readonly lines: readonly Line[]
  /** How many requests fill a round, by what came out of the last one. */
  count: number
}

interface Measured {
  readonly perSecond: number
  /** Milliseconds of CPU of the server per answer. */
  readonly cpu: number
  /** Share of one core that the load itself used. */
  readonly load: number
}

type Rounds = Record<'bare' | (typeof WAYS)[number], Measured[]>

/** B7: public pages per second, beside a worker that gives the same bytes as a constant. */
export const read: Bench = async ({ rounds }) => {
  const site = await startServer({ kind: 'site', campaigns: [fullCampaign()] })
  const servers = [site]
  try {
    const found: Partial<Record<ReadPage, Rounds>> = {}
    const paths = await pagesOf(site.origin)
    for (const page of PAGES) {
      const bare = await startServer({ kind: 'bare', constant: await answerOf(site, paths[page]) }, site.v8Flags)
      servers.push(bare)
      found[page] = await compare(site, bare, { path: paths[page], rounds })
    }
    return report(found as Record<ReadPage, Rounds>)
  } finally {
    for (const server of servers) await server.stop()
  }
}

async function compare(site: Server, bare: Server, { path, rounds }: { path: string; rounds: number }): Promise<Rounds> {
  const found: Rounds = { bare: [], kept: [], rendered: [] }
  const targets = { bare: await target(bare), kept: await target(site), rendered: await target(site) }
  let fresh = 0
  const requestTo = {
    bare: () => getRequest(bare, path),
    kept: () => getRequest(site, path),
    rendered: () => getRequest(site, `${path}?n=${fresh++}`),
  }
  for (let round = -2; round < rounds; round++)
    for (const name of round % 2 === 0 ? (['bare', ...WAYS] as const) : (['rendered', 'kept', 'bare'] as const)) {
      const requests = Array.from({ length: targets[name].count }, requestTo[name])
      const measured = await measure(targets[name], requests)
      targets[name].count = Math.ceil(measured.perSecond * SECONDS)
      if (round >= 0) found[name].push(measured)
    }
  for (const { lines } of Object.values(targets)) for (const line of lines) line.close()
  return found
}

const target = async (server: Server): Promise<Target> => ({
  server,
  lines: await Line.openMany(CONNECTIONS, server.port),
  count: 2000,
})

async function measure({ server, lines }: Target, requests: readonly Buffer[]): Promise<Measured> {
  const [before, own] = [server.cpu(), process.cpuUsage()]
  const { perSecond, seconds, statuses } = await closedLoop(lines, requests)
  const { user, system } = process.cpuUsage(own)
  if (statuses[200] !== requests.length) throw new Error(`not every page came: ${JSON.stringify(statuses)}`)
  return { perSecond, cpu: (server.cpu() - before) / requests.length, load: (user + system) / 1e6 / seconds }
}

/** As a browser asks, as far as the site looks at it. */
const getRequest = ({ port }: Server, path: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\naccept: text/html\r\naccept-encoding: gzip, deflate\r\n\r\n`)

/** The answer of the site as it stands on the wire; what the runtime itself adds to every answer is left out. */
async function answerOf(site: Server, path: string): Promise<ConstantAnswer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>()
  const line = await Line.open(site.port, (_line, _status, answer) => resolve(answer))
  line.send(getRequest(site, path))
  const answer = await promise
  line.close()
  const end = answer.indexOf('\r\n\r\n')
  const [status = '', ...lines] = answer.toString('latin1', 0, end).split('\r\n')
  if (!status.includes(' 200 ')) throw new Error(`${path}: ${status}`)
  const headers = lines
    .map(text => [text.slice(0, text.indexOf(':')).toLowerCase(), text.slice(text.indexOf(':') + 1).trim()] as const)
    .filter(([name]) => name !== 'content-length' && name !== 'date' && name !== 'connection')
  if (!headers.some(([name, value]) => name === 'content-encoding' && value === 'gzip')) throw new Error(`${path} came unpacked`)
  return { headers, body: answer.toString('base64', end + 4) }
}

function report(found: Readonly<Record<ReadPage, Rounds>>): Report {
  const ratios = PAGES.flatMap(page => WAYS.map(way => ratioOf(page, way, found[page])))
  return {
    figures: { ratios, rounds: found },
    limits: ratios.map(({ page, way, ratio }) =>
      atLeast('B7', `${page} pages per second, ${way}, ÷ the same bytes as a constant`, ratio, LIMITS[way]),
    ),
    table: {
      head: [
        'page',
        'way',
        'pages/s',
        'constant/s',
        'ratios by round',
        'CPU ms/page',
        'CPU ms/constant',
        'ratio by CPU',
        'load busy',
      ],
      rows: ratios.map(({ page, way, ratio: _ratio, all, byCpu }) => {
        const [own, bare] = [found[page][way], found[page].bare]
        return [
          page,
          way,
          round(median(own.map(({ perSecond }) => perSecond))),
          round(median(bare.map(({ perSecond }) => perSecond))),
          all.map(ratio => ratio.toFixed(2)).join(' '),
          median(own.map(({ cpu }) => cpu)).toFixed(3),
          median(bare.map(({ cpu }) => cpu)).toFixed(3),
          byCpu.toFixed(2),
          `${round(100 * median(own.map(({ load }) => load)))} / ${round(100 * median(bare.map(({ load }) => load)))} %`,
        ]
      }),
      notes: ['where the load is as busy as a core can be, the ratio by CPU is the truer one'],
    },
  }
}

interface Ratio {
  readonly page: ReadPage
  readonly way: (typeof WAYS)[number]
  readonly ratio: number
  readonly all: readonly number[]
  /** CPU of the constant ÷ CPU of the page. */
  readonly byCpu: number
}

function ratioOf(page: ReadPage, way: (typeof WAYS)[number], rounds: Rounds): Ratio {
  const pairs = rounds[way].map((own, i) => ({ own, bare: rounds.bare[i] as Measured }))
  const all = pairs.map(({ own, bare }) => own.perSecond / bare.perSecond)
  return { page, way, ratio: median(all), all, byCpu: median(pairs.map(({ own, bare }) => bare.cpu / own.cpu)) }
}
