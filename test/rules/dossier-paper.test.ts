import { expect, test } from 'vitest'
import { heldPapers } from '../../worker/import/held-papers.ts'
import { movedPaper, type PaperKind, paperKind, paperName, whyHidden } from '../../worker/rules/dossier-paper.ts'
import type { PaperId } from '../../worker/rules/ids.ts'
import { aNominee } from '../support/makers.ts'

const list = (...kinds: readonly PaperKind[]) => kinds.map((kind, i) => ({ id: `pap_${i}` as PaperId, kind }))

test('a paper moves by one place among its own kind and leaves the others where they are', () => {
  const papers = list('evidence', 'opinions', 'evidence', 'evidence')
  expect([
    movedPaper(papers, 'pap_2', -1),
    movedPaper(papers, 'pap_2', 1),
    movedPaper(papers, 'pap_0', -1),
    movedPaper(papers, 'pap_3', 1),
    movedPaper(papers, 'pap_1', 1),
    movedPaper(papers, 'pap_9', 1),
  ]).toEqual([['pap_2', 'pap_1', 'pap_0', 'pap_3'], ['pap_0', 'pap_1', 'pap_3', 'pap_2'], null, null, null, null])
})

test('a paper is called what was typed, or what its file is called without the ending; no name leads anywhere', () => {
  expect([
    paperName('  推荐表  ', 'a.pdf'),
    paperName('', '市直机关推荐表.pdf'),
    paperName('', '../../表.jpg'),
    paperName('工作/学历证明', 'x.pdf'),
    paperName('表\u202efdp', 'x.pdf'),
    paperName('', '.pdf'),
    paperName('长'.repeat(80), 'x.pdf').length,
  ]).toEqual(['推荐表', '市直机关推荐表', '表', '工作／学历证明', '表fdp', '附件', 60])
})

test('the kinds of papers are a closed list', () => {
  expect([paperKind('opinions'), paperKind('Opinions'), paperKind('')]).toEqual(['opinions', null, null])
})

test('a blind panel sees no papers, nor does who is recused; anybody else of the dossier does', () => {
  const seen = [true, false].flatMap(blind => [true, false].map(recused => whyHidden({ blind, recused })))
  expect(seen).toEqual(['blind', 'blind', 'recused', null])
})

test('an import neither drops a nominee who has papers nor lets another person come to have them', () => {
  const before = { nominees: [1, 2, 3].map(number => aNominee(number)) }
  const renamed = { ...aNominee(1), name: '别人' }
  expect(heldPapers(before, { nominees: [renamed, aNominee(2)] }, [2])).toEqual([])
  expect(heldPapers(before, { nominees: [renamed, aNominee(2)] }, [1, 3])).toEqual([
    expect.stringContaining('1号有材料，姓名从“张明”改成了“别人”'),
    expect.stringContaining('3号“王建国”有材料，不能去掉'),
  ])
})
