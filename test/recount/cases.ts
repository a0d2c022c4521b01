import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CORRUPTIONS, SLOW_CORRUPTIONS } from './corruptions.ts'
import type { Corruption } from './forger.ts'
import { fuzzed } from './fuzz.ts'
import { generate } from './generate.ts'
import { placeText } from './gist.ts'
import { generateLikes } from './likes.ts'
import { writeFolder, writeZip } from './write.ts'

export interface Case {
  readonly kind: 'sound' | 'corrupted' | 'mutated'
  readonly name: string
  readonly path: string
  /** What both verifiers must say of it; null when it is enough that they say the same. */
  readonly wanted: string | null
}

export interface CaseWishes {
  readonly bundles: number
  readonly mutations: number
  readonly seed: number
  /** With logs of more than 65,536 entries. */
  readonly slow: boolean
}

/** Every one of so many is a bundle of likes. */
const LIKES = 5
/** Every one of these is among the big ones, when big ones are wished for. */
const BIG = 500

/** Writes bundles into a folder: sound ones by turns as folders and ZIPs, every corruption, and random mutations. */
export function writeCases(folder: string, { bundles, mutations, seed, slow }: CaseWishes): readonly Case[] {
  const sound = Array.from({ length: bundles }, (_, n): Case => {
    const path = join(folder, `sound-${n}${n % 2 === 0 ? '' : '.zip'}`)
    const big = slow && n % BIG === BIG - 1 ? { ballots: [66_000, 3] } : {}
    const files = n % LIKES === 1 ? generateLikes(seed + n) : generate(seed + n, big)
    if (n % 2 === 0) writeFolder(path, files)
    else writeZip(path, files)
    return { kind: 'sound', name: `bundle of seed ${seed + n}`, path, wanted: 'ok' }
  })
  const corrupted = [...CORRUPTIONS, ...(slow ? SLOW_CORRUPTIONS : [])].map((corruption, n): Case => {
    const path = join(folder, `corrupted-${n}.zip`)
    const made = corruption.make()
    if (made instanceof Uint8Array) writeFileSync(path, made)
    else writeZip(path, made)
    return { kind: 'corrupted', name: corruption.name, path, wanted: wantedOf(corruption) }
  })
  const mutated = Array.from({ length: mutations }, (_, n): Case => {
    const path = join(folder, `mutated-${n}.zip`)
    writeZip(path, fuzzed(seed + n))
    return { kind: 'mutated', name: `mutation of seed ${seed + n}`, path, wanted: null }
  })
  return [...sound, ...corrupted, ...mutated]
}

const wantedOf = ({ step, place }: Corruption): string => (step === 'unusable' ? step : `${step} ${placeText(place)}`)
