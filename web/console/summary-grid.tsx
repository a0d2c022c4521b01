import type { CampaignFile } from '../../worker/rules/campaign.ts'
import type { GridCell, PanelGrid } from '../../worker/rules/panel-grid.ts'

export interface GridProps {
  readonly campaign: CampaignFile
  readonly grid: PanelGrid
  readonly of: { readonly key: string; readonly name: string }
}

/** What every reviewer gave, for the file of the campaign: for organizers and auditors. */
export function Grid({ campaign, grid, of }: GridProps) {
  const nameOf = (number: number) => campaign.nominees.find(one => one.number === number)?.name ?? ''
  return (
    <details class="field">
      <summary>各位评审的评分</summary>
      <section class="summary" tabIndex={0} aria-label={`${of.name}各位评审的评分`}>
        <table>
          <thead>
            <tr>
              <th scope="col" class="left">
                编号
              </th>
              {grid.reviewers.map((name, i) => (
                <th key={i} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows
              .filter(({ category }) => category === of.key)
              .map(({ number, cells }) => (
                <tr key={number}>
                  <th scope="row">
                    {number}号 {nameOf(number)}
                  </th>
                  {cells.map((cell, i) => (
                    <td key={i}>{sayCell(cell)}</td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </section>
      <p class="soft small field">按权重折成百分的得分，只列已提交的；评审的备注不在其中。</p>
    </details>
  )
}

const sayCell = (cell: GridCell): string => (cell === 'recused' ? '回避' : (cell?.toFixed(2) ?? '—'))
