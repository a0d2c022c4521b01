import { pinyin } from 'pinyin-pro'

/**
 * Pinyin initials to search by: 'zm' for 张明. A person's first character is read as a surname (单 is shàn there, not
 * dān); anything that is neither a Chinese character nor a letter or digit is left out.
 */
export function initialsOf(name: string, kind: 'person' | 'organization' | 'post'): string {
  const plain = name.normalize('NFKC')
  const first = pinyin(plain, {
    pattern: 'first',
    toneType: 'none',
    type: 'array',
    surname: kind === 'person' ? 'head' : 'off',
  })
  return first
    .join('')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 40)
}
