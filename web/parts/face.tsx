import type { Slug } from '../../worker/rules/ids.ts'
import { type PhotoSize, paths } from '../paths.ts'

export interface FaceProps {
  readonly slug: Slug
  readonly version: string
  readonly nominee: { readonly number: number; readonly name: string; readonly hasPhoto: boolean }
  readonly size: PhotoSize
  readonly lazy?: boolean
}

/**
 * A 4:5 picture, or the first sign of the name where there is none; the same space either way. On a slow line the words
 * come before it.
 */
export function Face({ slug, version, nominee, size, lazy = true }: FaceProps) {
  const { number, name, hasPhoto } = nominee
  return (
    <span class="face">
      {hasPhoto ? (
        <img
          src={paths.photo(slug, number, { size, version })}
          alt=""
          width={size === 's' ? 176 : 480}
          height={size === 's' ? 220 : 600}
          loading={lazy ? 'lazy' : undefined}
          fetchpriority={lazy ? undefined : 'low'}
        />
      ) : (
        <i aria-hidden="true">{[...name][0]}</i>
      )}
    </span>
  )
}
