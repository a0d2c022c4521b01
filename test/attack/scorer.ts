import { spawn } from 'node:child_process'
import type { ScoreLine, ScoreVerdict } from '../../worker/rules/score/line.ts'
import { score } from '../../worker/rules/score/score.ts'
import { THRESHOLDS } from '../../worker/rules/score/thresholds.ts'

export type Scorer = (lines: readonly ScoreLine[]) => Promise<readonly ScoreVerdict[]>

/**
 * The project's own scorer, or any command that reads ballots and writes verdicts as lines of JSON. Nothing of ours is
 * known here but its signature and the points from which a counted ballot is reported.
 */
export const scorerOf = (command: string | null): Scorer =>
  command === null ? async lines => score(lines) : lines => scoredBy(command, lines)

/** Counted, and under report-only suspicion. */
export const isSuspected = ({ status, score: points }: ScoreVerdict): boolean =>
  status === 'counted' && points >= THRESHOLDS.report

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
