import { readdirSync, readFileSync } from 'node:fs'

/** Length of a tick of /proc/PID/stat in milliseconds; the kernel has used 100 a second on every Linux for decades. */
const TICK = 10

interface ProcessStat {
  readonly pid: number
  readonly parent: number
  readonly cpu: number
}

/**
 * CPU time that a process and all its descendants have used so far, in milliseconds: the runtime together with whoever
 * watches over it, so that work moved from one to the other is not work saved.
 */
export function cpuOfTree(root: number): number {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(name => statOf(Number(name)))
    .filter(stat => stat !== null)
  return familyOf(root, all).reduce((sum, { cpu }) => sum + cpu, 0)
}

function familyOf(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const own = all.filter(({ pid }) => pid === root)
  const children = all.filter(({ parent }) => parent === root).flatMap(({ pid }) => familyOf(pid, all))
  return [...own, ...children]
}

/** Null when the process has ended meanwhile. */
function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may hold anything; what follows the last bracket begins with field 3.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [, parent] = fields
    return { pid, parent: Number(parent), cpu: (Number(fields[11]) + Number(fields[12])) * TICK }
  } catch {
    return null
  }
}
