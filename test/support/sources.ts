import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export const ROOT = join(import.meta.dirname, '../..')

/** The source files below a folder, as paths from the root. */
export function sourcesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(ts|tsx)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort()
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const TYPE_IMPORT = /(^|\n)\s*(?:import|export) type [^'"]*?from '[^']+'/g
const IMPORT = /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import '([^']+)'/g

/**
 * What a file imports or re-exports, with or without what vanishes when types are stripped: files of ours as paths from
 * the root, packages by their names.
 */
export function importsOf(path: string, { types = true }: { types?: boolean } = {}): readonly string[] {
  const text = types ? textOf(path) : textOf(path).replaceAll(TYPE_IMPORT, '')
  const names = [...text.matchAll(IMPORT)].map(([, from, later, bare]) => from ?? later ?? bare ?? '')
  return names.map(name => (name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), name)) : name))
}
