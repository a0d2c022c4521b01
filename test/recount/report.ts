import type { Agreement } from './agree.ts'

export function printAgreement({ sound, corrupted, mutated, vectors, differences }: Agreement): void {
  for (const line of differences) console.log(`  ${line}`)
  console.log(`  Ed25519 in Python: ${vectors} published cases`)
  console.log(
    `  ${sound} sound bundles, ${corrupted} corrupted ones, ${mutated} random mutations: ${differences.length} differences`,
  )
}
