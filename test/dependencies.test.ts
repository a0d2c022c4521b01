import { expect, test } from 'vitest'
import { textOf } from './support/sources.ts'

// T33: what others have written gets in only as it was when it was looked at, and does nothing by being installed.

interface Wanted {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies: Readonly<Record<string, string>>
}

const KINDS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
const WANTED = JSON.parse(textOf('package.json')) as Wanted
const LOCK = JSON.parse(textOf('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Partial<Wanted> & { readonly resolved?: string; readonly integrity?: string }>>
}
const LOCKED = Object.entries(LOCK.packages).filter(([path]) => path !== '')

test('T33: every package that is asked for is asked for in one version, and the lock holds just that', () => {
  const asked = KINDS.flatMap(kind => Object.entries(WANTED[kind]))
  expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  for (const kind of KINDS) expect(LOCK.packages['']?.[kind]).toEqual(WANTED[kind])
})

test('T33: every package, and what it brings along, comes from one place and is known by its SHA-512', () => {
  expect(LOCKED.length).toBeGreaterThan(asked().length)
  expect(
    LOCKED.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')).map(([path]) => path),
  ).toEqual([])
  const places = LOCKED.map(([, { resolved = '' }]) => resolved.slice(0, resolved.indexOf('/', 'https://'.length)))
  expect(new Set(places).size).toBe(1)
})

const asked = () => KINDS.flatMap(kind => Object.keys(WANTED[kind]))

test('T33: no package runs anything by being installed', () => {
  expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true')
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> }
  expect(Object.keys(scripts).filter(name => /^(pre|post)|^(install|prepare|prepublish)/.test(name))).toEqual([])
})
