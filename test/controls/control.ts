import type { Project } from './suite.ts'

/** A plain change of one source file: `find` stands there exactly once, and `put` takes its place. */
export interface Edit {
  readonly file: string
  readonly find: string
  readonly put: string
}

/** A test by the whole of its title. */
export interface Witness {
  readonly project: Project
  readonly file: string
  readonly title: string
}

/**
 * One control of this site: what its removal is in the source, and the tests that must pass with it and fail without it.
 * Where controls stand in layers, the edits take all of them away together, unless each layer is a control of its own.
 */
export interface Control {
  /** The threat (trust), or the law or clause it serves. */
  readonly threat: string
  readonly name: string
  /** What no longer holds without it. */
  readonly says: string
  readonly edits: readonly Edit[]
  readonly seenBy: readonly Witness[]
}

/** Throws where the text does not stand in the source exactly once. */
export function edited(source: string, { file, find, put }: Edit): string {
  const at = source.indexOf(find)
  if (at < 0) throw new Error(`${file} has no ${JSON.stringify(find)}`)
  if (source.includes(find, at + 1)) throw new Error(`${file} has more than one ${JSON.stringify(find)}`)
  return source.slice(0, at) + put + source.slice(at + find.length)
}

/** `put` instead of `find`. */
export const swap = (file: string, find: string, put: string): Edit => ({ file, find, put })

/** The tests of one file, by their titles. */
export const inFile =
  (project: Project, file: string) =>
  (title: string): Witness => ({ project, file, title })
