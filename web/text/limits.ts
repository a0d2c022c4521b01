import type { Category } from '../../worker/rules/campaign.ts'

/** "须选满 10 个", "最多选 10 个" … */
export const limitWords = ({ min, max }: Pick<Category, 'min' | 'max'>): string =>
  min === max ? `须选满 ${max} 个` : min === 0 ? `最多选 ${max} 个` : `选 ${min} 至 ${max} 个`
