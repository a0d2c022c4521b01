import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../worker/host/runtime.ts'
import type { ScoreLine, ScoreVerdict } from '../../worker/rules/score/line.ts'

export interface Scorer {
  readonly score: (lines: readonly ScoreLine[]) => Promise<readonly ScoreVerdict[]>
  /** Whether a counted ballot is under report-only suspicion. */
  readonly suspects: (verdict: ScoreVerdict) => boolean
}

const OURS = join(ROOT, 'worker/rules/score/score.ts')
export const scorerExists = (): boolean => existsSync(OURS)

/**
 * The project's own scorer, or any command that reads ballots and writes verdicts as lines of JSON. Nothing of the
 * scorer but its signature is known here; where it names no threshold for reports, a single family is a suspicion.
 */
export async function scorerOf(command: string | null): Promise<Scorer> {
  if (command !== null) return { score: lines => scoredBy(command, lines), suspects: suspectsFrom(undefined) }
  if (!scorerExists()) throw new Error('there is no worker/rules/score/score.ts; give a command with --scorer')
  const module = (await import(OURS)) as {
    score(lines: readonly ScoreLine[]): readonly ScoreVerdict[]
    REPORT?: number
  }
  return { score: async lines => module.score(lines), suspects: suspectsFrom(module.REPORT) }
}

const suspectsFrom =
  (threshold: number | undefined) =>
  ({ status, score, families }: ScoreVerdict): boolean =>
    status === 'counted' && (threshold === undefined ? families.length > 0 : score >= threshold)

function scoredBy(command: string, lines: readonly ScoreLine[]): Promise<readonly ScoreVerdict[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'pipe', 'inherit'] })
    const parts: string[] = []
    child.stdout.setEncoding('utf8').on('data', part => parts.push(part))
    child.on('error', reject).on('close', code => {
      if (code !== 0) return reject(new Error(`the scorer ended with ${code}: ${command}`))
      const verdicts = parts.join('').split('\n').filter(Boolean)
      resolve(verdicts.map(line => JSON.parse(line) as ScoreVerdict))
    })
    child.stdin.end(ndjson(lines))
  })
}

export const ndjson = (records: readonly unknown[]): string => records.map(record => `${JSON.stringify(record)}\n`).join('')

/** What a home may be unable to know, taken out of every ballot. */
export const BLINDS = {
  asn: { asn: null, hosting: null },
  region: { country: null, region: null },
  referrer: { referrer: 'none' },
  model: { model: null },
  challenge: { challengeMs: null },
  tags: { host: null, net: null },
} as const satisfies Record<string, Partial<ScoreLine>>
export type Blind = keyof typeof BLINDS

export const blinded = (line: ScoreLine, blinds: readonly Blind[]): ScoreLine =>
  Object.assign({}, line, ...blinds.map(blind => BLINDS[blind]))
