import type { CampaignDocument } from './document.ts'

type Named = Pick<CampaignDocument, 'nominees'>

/**
 * What a new document would do to nominees whose papers are here: papers stay with their number, so whoever has some must not
 * disappear, nor somebody else come to have them.
 */
export function heldPapers(before: Named, now: Named, numbers: readonly number[]): readonly string[] {
  const nameIn = ({ nominees }: Named, number: number) => nominees.find(one => one.number === number)?.name
  return numbers.flatMap(number => {
    const [was, is] = [nameIn(before, number), nameIn(now, number)]
    if (is === undefined) return [`${number}号“${was}”有材料，不能去掉；请先在网站上移除材料`]
    if (was !== is)
      return [`${number}号有材料，姓名从“${was}”改成了“${is}”；换了人请先在网站上移除材料，只是改正请在网站上改，再导出核对`]
    return []
  })
}
