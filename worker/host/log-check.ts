import { open } from 'node:fs/promises'
import { sayChainFlaw } from '../../web/text/audit.ts'
import { CHAIN_WALK, type LinkedLine, step } from '../rules/audit-chain.ts'
import type { Answer } from './operator-client.ts'

/** Does the sum of an exported log again, line by line, without the site: what is wrong, or where the chain ends. */
export async function checkLog(path: string): Promise<Answer<readonly string[]>> {
  const file = await open(path).catch(() => null)
  if (file === null) return { ok: false, problems: [`打不开 ${path}`] }
  let walk = CHAIN_WALK
  let row = 0
  for await (const text of file.readLines()) {
    row += 1
    const line = lineIn(text)
    if (line === null)
      return { ok: false, problems: [`${path} 第 ${row} 行不是操作记录；请用“导出全部，含校验值（JSON）”得到的文件`] }
    walk = step(walk, line)
  }
  const { lines, head, flaws } = walk
  if (flaws.length > 0)
    return { ok: false, problems: [...flaws.map(sayChainFlaw), `现有 ${lines} 条，核对出 ${flaws.length} 处问题`] }
  return { ok: true, value: [`记录完整：${lines} 条`, `第 ${head.seq} 条的校验值 ${head.hash}`] }
}

function lineIn(text: string): LinkedLine | null {
  try {
    const line = JSON.parse(text) as LinkedLine
    return Number.isInteger(line.seq) && typeof line.hash === 'string' ? line : null
  } catch {
    return null
  }
}
