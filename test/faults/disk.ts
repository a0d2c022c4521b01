import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { asFound, CannotPlay, type Fault, type FaultWishes, type Found } from './fault.ts'
import { runLoad } from './harness.ts'
import type { Answer } from './history.ts'
import type { Scene } from './load.ts'
import { KEYS, SLUG } from './poll.ts'

const MIB = 1024 * 1024
/** The disk of the site, and how soon it must be well again once there is space, in milliseconds. */
const DISK = 64 * MIB
const WELL_AGAIN = 5000

export const disk: Fault = {
  id: 'F5',
  does: 'fills the disk of the site to the brim in mid-load, kills it so, and makes room again',
  goal: '0 acknowledged ballots lost; whoever comes meanwhile is told in words to come again; well within 5 s of space',
  async run(wishes) {
    const folder = mkdtempSync(join(tmpdir(), 'mingping-disk-'))
    const state = join(folder, 'state')
    let unmount = () => {}
    try {
      unmount = mounted(state)
      return await played(folder, wishes)
    } finally {
      unmount()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** Puts a small disk in memory at this place; needs root on Linux, and says so where it is refused. */
function mounted(folder: string): () => void {
  mkdirSync(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    throw new CannotPlay(`a disk of its own (mount -t tmpfs) is needed, and was refused: ${String(error).split('\n')[0]}`)
  }
  return () => {
    execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
  }
}

interface Told {
  /** Answers while the disk was full, by status and code. */
  readonly full: Record<string, number>
  readonly recoveryMs: number[]
  readonly others: string[]
  ballotsWhileFull: number
}

async function played(folder: string, { short, seed, build, onProgress }: FaultWishes): Promise<Found> {
  const told: Told = { full: {}, recoveryMs: [], others: [], ballotsWhileFull: 0 }
  const watch = { full: false }
  const onOutcome = (answer: Answer) => {
    const name = `${answer.status} ${answer.code ?? ''}`.trim()
    if (watch.full) told.full[name] = (told.full[name] ?? 0) + 1
  }
  const { judged } = await runLoad(
    { shards: 2, seed, build, onProgress, vars: { MEMO_MS: '1000' }, crowd: { connections: 16, onOutcome } },
    scene => filling(scene, { folder, told, watch, times: short ? 1 : 10, length: short ? 1500 : 5000 }),
    { folder, expected: line => /SQLITE_FULL|disk is full|SQLITE_IOERR|Failed query/i.test(line) },
  )
  const found = asFound(judged)
  const refused = Object.keys(told.full).filter(name => !name.startsWith('200') && !name.startsWith('4'))
  return {
    ...found,
    goals: {
      ...found.goals,
      'whoever came meanwhile was told "busy", and nothing worse':
        refused.length > 0 && refused.every(name => name === '503 busy'),
      'pages and forms that need the database answer in words': told.others.every(text => /^(200 |503 storage-away)/.test(text)),
      'well again within 5 s of space': told.recoveryMs.every(ms => ms < WELL_AGAIN),
    },
    figures: { ...found.figures, whileFull: told.full, recoveryMs: told.recoveryMs, database: told.others },
  }
}

interface Filling {
  readonly folder: string
  readonly told: Told
  readonly watch: { full: boolean }
  readonly times: number
  readonly length: number
}

async function filling(scene: Scene, { folder, told, watch, times, length }: Filling): Promise<void> {
  const { runtime, crowd, chance, onProgress } = scene
  for (let n = 1; n <= times; n++) {
    await pause(500 + chance.next() * 1000)
    const ballast = join(folder, 'state/ballast')
    fillUp(ballast)
    watch.full = true
    await pause(length / 2)
    told.others.push(...(await askDatabase(runtime.site.origin)))
    await pause(length / 2)
    // Every second time it is killed on the full disk, and starts on it.
    if (n % 2 === 0) await runtime.crash()
    watch.full = false
    const again = crowd.acknowledged
    const began = performance.now()
    rmSync(ballast)
    while (crowd.acknowledged === again) await pause(5)
    told.recoveryMs.push(Math.round(performance.now() - began))
    onProgress(`${n} of ${times} times full, ${crowd.acknowledged} ballots acknowledged`)
  }
  await pause(500)
}

/** Writes until not one page more fits. */
function fillUp(path: string): void {
  const file = openSync(path, 'w')
  for (let size = MIB; size >= 4096; ) {
    try {
      writeSync(file, Buffer.alloc(size))
    } catch {
      size /= 2
    }
  }
  closeSync(file)
}

/** Something that reads D1, and something that writes it. */
async function askDatabase(origin: string): Promise<readonly string[]> {
  const page = await fetch(`${origin}/c/${SLUG}/nominees`)
  await page.text()
  const account = { login: `voll-${Date.now()}`, name: '甲', role: 'organizer', unit: null, password: '三月的风吹过城墙 2026' }
  const write = await fetch(`${origin}/operator/staff`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.OPERATOR_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  const { code } = (await write.json()) as { code?: string }
  return [`${page.status} page`, `${write.status} ${code ?? 'written'}`]
}
