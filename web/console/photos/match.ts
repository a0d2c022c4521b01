import { choosePhotos } from '../../../worker/import/photo-names.ts'
import type { PhotosData } from '../desk-data.ts'

/** Whom each file shows, by the rules of the campaign folder: the name, or the number where two share a name. */
export function matchFiles(names: readonly string[], { nominees }: PhotosData): ReadonlyMap<string, number> {
  const faces = nominees.map(({ number, name }, row) => ({ row, name, number, photo: null }))
  const { files } = choosePhotos(faces, { there: names, table: '' })
  return new Map([...files].map(([row, file]) => [file, nominees[row]?.number ?? 0]))
}

/** Pictures among the files of a folder; what a system puts beside them is not one. */
export const isPictureName = (name: string): boolean =>
  /\.(?:jpe?g|png|webp|heic|heif|avif|gif|bmp|tiff?)$/i.test(name) && !name.startsWith('.')
