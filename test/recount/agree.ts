import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asJson, verifyBundle } from '../../worker/host/verify.ts'
import { type Case, type CaseWishes, writeCases } from './cases.ts'
import { type Answer, gist } from './gist.ts'
import { inPython, needPython, vectorsInPython } from './python.ts'

export interface Agreement {
  readonly sound: number
  readonly corrupted: number
  readonly mutated: number
  /** Cases of Ed25519 that the verifier in Python was held against. */
  readonly vectors: number
  /** One line for every bundle of which not both say what should be said. */
  readonly differences: readonly string[]
}

/** Every corruption, and as many sound bundles and mutations as a busy machine checks in some seconds. */
export const SHORT: Omit<CaseWishes, 'seed'> = { bundles: 60, mutations: 60, slow: false }
export const LONG: Omit<CaseWishes, 'seed'> = { bundles: 1000, mutations: 1000, slow: true }

/** Lets both verifiers look at sound, corrupted and mutated bundles; the same seed makes the same bundles. */
export async function agree(wishes: CaseWishes): Promise<Agreement> {
  needPython()
  const vectors = vectorsInPython()
  const folder = mkdtempSync(join(tmpdir(), 'mingping-recount-'))
  try {
    const cases = writeCases(folder, wishes)
    const [python, ours] = await Promise.all([inPython(paths(cases), folder), inTypeScript(paths(cases))])
    const differences = cases.flatMap((one, n) => difference(one, python[n] as Answer, ours[n] as Answer))
    return { ...counts(cases), vectors, differences }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const paths = (cases: readonly Case[]): readonly string[] => cases.map(({ path }) => path)

const counts = (cases: readonly Case[]): Pick<Agreement, Case['kind']> => {
  const count = (kind: Case['kind']): number => cases.filter(one => one.kind === kind).length
  return { sound: count('sound'), corrupted: count('corrupted'), mutated: count('mutated') }
}

async function inTypeScript(paths: readonly string[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const path of paths) {
    answers.push(asJson(verifyBundle(path)) as Answer)
    // Whatever the other verifier has written by now is taken in.
    await new Promise(resolve => setImmediate(resolve))
  }
  return answers
}

function difference({ name, wanted }: Case, python: Answer, ours: Answer): readonly string[] {
  const [one, other] = [gist(python), gist(ours)]
  if (one === other && (wanted === null || wanted === one)) return []
  return [`${name}: ${wanted ? `${wanted} is wanted; ` : ''}Python says ${one}; TypeScript says ${other}`]
}
