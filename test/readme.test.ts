import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NOTICE, ROLE } from '../web/text/terms.ts'
import { AUDIT_KINDS } from '../worker/rules/audit.ts'
import { MAY, type Role, type Verb } from '../worker/rules/roles.ts'
import { ROOT, textOf } from './support/sources.ts'

const README = readFileSync(join(ROOT, 'README.md'), 'utf8')

/** The rows of the table under a heading, cells trimmed and without back-ticks. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = README.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return section
    .split('\n')
    .filter(line => line.startsWith('|'))
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim().replaceAll('`', '')),
    )
}

test('the table of roles is the role table of the code', () => {
  const roles = Object.keys(MAY) as Role[]
  const verbs = [...new Set(roles.flatMap(role => MAY[role]))]
  const written = tableUnder('Who may do what').map(([verb = '', who = '']) => [verb, who.split(', ').sort()])
  expect(written).toEqual(
    verbs
      .sort((a, b) => written.findIndex(([verb]) => verb === a) - written.findIndex(([verb]) => verb === b))
      .map((verb: Verb) => [verb, roles.filter(role => MAY[role].includes(verb)).sort()]),
  )
})

test('the table of audit events is the list of the code, and each sentence is one the log says', () => {
  const rows = tableUnder('Audit events')
  expect(rows.map(([kind]) => kind)).toEqual(AUDIT_KINDS)
  const sentences = textOf('web/text/audit.ts')
  for (const [kind, sentence = ''] of rows) expect([kind, sentences.includes(sentence)]).toEqual([kind, true])
})

test('every folder of the layout table and every linked file is there', () => {
  for (const [folder = ''] of tableUnder('Layout')) expect([folder, existsSync(join(ROOT, folder))]).toEqual([folder, true])
  for (const [, path = ''] of README.matchAll(/\]\(([^)#:]+)\)/g))
    expect([path, existsSync(join(ROOT, path))]).toEqual([path, true])
})

test('every setting that the code reads is in the table of settings, and no other', () => {
  const written = tableUnder('Two homes').flatMap(([names = '']) => names.split(', '))
  const read = [...new Set([...textOf('worker/env.ts').matchAll(/readonly ([A-Z_]+)\?: string/g)].map(([, name = '']) => name))]
  expect(written.sort()).toEqual(read.sort())
})

test('every command of the command table is a script, and every script is in it', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
  const written = tableUnder('Two commands').map(([command = '']) => command.replace(/^npm (run )?/, '').split(' ')[0])
  expect([...written].sort()).toEqual(Object.keys(scripts).sort())
})

test('the glossary names things as the pages do', () => {
  const glossary = README.split('\n## Glossary\n')[1]?.split('\n## ')[0] ?? ''
  for (const word of [...Object.values(NOTICE), ...Object.values(ROLE)])
    expect([word, glossary.includes(word)]).toEqual([word, true])
})
