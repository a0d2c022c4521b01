// The sizes of a nominee's picture, made by the command (worker/host/photos.ts) and in the browser alike.

export interface Size {
  readonly width: number
  readonly height: number
}

/** 002 §五: photographs have at least 626 × 413 pixels. Either way up. */
export const LEAST = { short: 413, long: 626 } as const
/** Large enough for a phone held close and for print at 8 cm, and no larger. */
export const MOST = { width: 960, height: 1200 } as const
/** For lists: the upper part, where the face is. */
export const SMALL = { width: 176, height: 220 } as const
export const QUALITY = { large: 0.82, small: 0.8 } as const

/** Why a picture of this size is too small; null when it is not. */
export function tooSmall({ width, height }: Size): string | null {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  if (short >= LEAST.short && long >= LEAST.long) return null
  return `只有 ${width}×${height} 像素，太小；短边至少 ${LEAST.short}、长边至少 ${LEAST.long} 像素`
}

/**
 * The size of the large picture: within MOST, unless that would make it smaller than LEAST, as it would a panorama. So
 * a picture of this size has this size again, and what was exported can be imported.
 */
export function largeSize({ width, height }: Size): Size {
  const fits = Math.min(1, MOST.width / width, MOST.height / height)
  const least = Math.max(LEAST.short / Math.min(width, height), LEAST.long / Math.max(width, height))
  const scale = Math.min(1, Math.max(fits, least))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

/** The part of a picture that fills the small one: as wide or as high as it can be, from the top, in the middle. */
export function smallPart({ width, height }: Size): Size & { readonly left: number } {
  const wide = Math.min(width, (height * SMALL.width) / SMALL.height)
  return { width: wide, height: Math.min(height, (wide * SMALL.height) / SMALL.width), left: (width - wide) / 2 }
}
