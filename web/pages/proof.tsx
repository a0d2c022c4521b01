import { Fragment } from 'preact'
import { type CampaignFile, milestoneFor } from '../../worker/rules/campaign.ts'
import { Crumbs, LinkCell } from '../parts/cells.tsx'
import { Layout, type Site } from '../parts/layout.tsx'
import { trailThing } from '../parts/structured.ts'
import { paths } from '../paths.ts'
import {
  bookText,
  CHECK_ALL,
  CHECK_RECEIPT,
  HOW,
  LIKES_NOTE,
  laterKeyText,
  NO_BUNDLE,
  NO_LOGS,
  NOT_PROVES,
  PROOF,
  PROOF_INTRO,
  PROVES,
  TOOLS_NOTE,
  WITNESS_NOTE,
} from '../text/proof.ts'
import { VERIFY } from '../text/verify.ts'

/** One record book as this page names it. */
export interface Book {
  readonly shard: number
  readonly name: string
  /** As people pass it on: c2sp.org/signed-note. */
  readonly key: string
  /** The keys that followed it, with the number of the record after which each signs. */
  readonly laterKeys: readonly { readonly key: string; readonly since: number }[]
  /** What was signed last; null before the first head. */
  readonly head: { readonly size: number; readonly root: string; readonly witnesses: readonly string[] } | null
}

export interface ProofProps {
  readonly site: Site
  readonly campaign: CampaignFile
  readonly books: readonly Book[]
  /** Whether every book has its result, so that there is something to count again. */
  readonly final: boolean
}

/** What the records of a vote prove and what they do not, and how anybody checks them (X1, X2). */
export function ProofPage({ site, campaign, books, final }: ProofProps) {
  const { slug, title, shortTitle, theme } = campaign
  const trail = [{ name: '首页', href: paths.home() }, { name: shortTitle, href: paths.campaign(slug) }, { name: PROOF }]
  return (
    <Layout
      site={site}
      title={`${PROOF} · ${shortTitle}`}
      theme={theme}
      sheets={['verify']}
      description={`${title}：${PROOF_INTRO}`}
      about={[trailThing(site, trail)]}
    >
      <Crumbs trail={trail} />
      <div class="head">
        <h1>{PROOF}</h1>
        <p>{title}</p>
        <p class="soft">{PROOF_INTRO}</p>
      </div>
      <Points title="这是怎么做到的" lines={HOW} />
      <Points title="它能证明什么" lines={PROVES} />
      <Points title="它不能证明什么" lines={NOT_PROVES} />
      <Ways title="核对您自己的回执" lines={CHECK_RECEIPT} />
      <Ways title="核对整个活动" lines={CHECK_ALL} />
      <ul class="cells">
        <LinkCell href={verifyWith(books)}>{VERIFY}</LinkCell>
        <LinkCell href={paths.myBallot(slug)}>我的投票和回执</LinkCell>
        {final && (
          <li>
            <a class="cell" href={paths.recount(slug, 'bundle.zip')} download>
              <span class="grow">下载核验包</span>
              <span class="end">ZIP</span>
            </a>
          </li>
        )}
      </ul>
      {!final && <p class="card soft small">{NO_BUNDLE}</p>}
      <Books books={books} />
      <section class="card soft small">
        <p>{WITNESS_NOTE}</p>
        <p>{TOOLS_NOTE}</p>
        {milestoneFor(campaign, 'likes') && <p>{LIKES_NOTE}</p>}
      </section>
    </Layout>
  )
}

/** The keys go along in the part of the address that is never sent. */
const verifyWith = (books: readonly Book[]): string =>
  books.length === 0 ? paths.verify() : `${paths.verify()}#keys=${encodeURIComponent(books.flatMap(keysOf).join('\n'))}`

const keysOf = ({ key, laterKeys }: Book): readonly string[] => [key, ...laterKeys.map(later => later.key)]

interface Lines {
  readonly title: string
  readonly lines: readonly string[]
}

const Points = ({ title, lines }: Lines) => (
  <section class="card">
    <h2>{title}</h2>
    <ul class="points">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </section>
)

const Ways = ({ title, lines }: Lines) => (
  <section class="card">
    <h2>{title}</h2>
    <ol class="ways">
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ol>
  </section>
)

function Books({ books }: Pick<ProofProps, 'books'>) {
  if (books.length === 0) return <p class="card soft">{NO_LOGS}</p>
  return (
    <section class="card">
      <h2>现在的记录册</h2>
      {books.map(book => (
        <BookFacts key={book.shard} book={book} many={books.length > 1} />
      ))}
    </section>
  )
}

function BookFacts({ book: { shard, name, key, laterKeys, head }, many }: { readonly book: Book; readonly many: boolean }) {
  return (
    <dl class="facts">
      <dt>{bookText(shard, many)}</dt>
      <dd class="print">{name}</dd>
      <dt>记录</dt>
      <dd>{head ? `${head.size} 条` : '还没有签名页'}</dd>
      {head && (
        <>
          <dt>总指纹</dt>
          <dd class="print">{head.root}</dd>
        </>
      )}
      {head && head.witnesses.length > 0 && (
        <>
          <dt>见证方</dt>
          <dd>{head.witnesses.join('、')}</dd>
        </>
      )}
      <dt>签名公钥</dt>
      <dd class="print">{key}</dd>
      {laterKeys.map(later => (
        <Fragment key={later.key}>
          <dt>{laterKeyText(later.since)}</dt>
          <dd class="print">{later.key}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
