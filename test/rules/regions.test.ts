import { expect, test } from 'vitest'
import { inRegionOrder, regionName } from '../../web/text/regions.ts'
import { RegionTable, regionOf } from '../../worker/rules/regions.ts'

test('a ballot is of a province, of Hong Kong, Macau or Taiwan, from abroad, or nobody knows', () => {
  const from = [
    ['CN', 'Zhejiang'],
    ['CN', null],
    ['HK', 'Kowloon'],
    ['TW', 'Taipei City'],
    ['US', 'California'],
    [null, null],
  ] as const
  expect(from.map(([country, region]) => regionOf({ country, region }))).toEqual(['Zhejiang', '', 'HK', 'TW', 'abroad', ''])
})

test('every ballot of a poll is counted in one region, as it stands after the look', () => {
  const table = new RegionTable()
  for (const [country, region, status] of [
    ['CN', 'Zhejiang', 'counted'],
    ['CN', 'Zhejiang', 'counted'],
    ['US', 'Texas', 'held'],
    [null, null, 'void'],
  ] as const)
    table.add({ country, region }, status)
  expect(table.counts(row => (row === 1 ? 'held' : null))).toEqual({
    Zhejiang: { counted: 1, held: 1, void: 0 },
    abroad: { counted: 0, held: 1, void: 0 },
    '': { counted: 0, held: 0, void: 1 },
  })
})

test('where the network says nothing, as on one machine, there are no regions', () => {
  const table = new RegionTable()
  table.add({ country: null, region: null }, 'counted')
  expect([table.counts(() => null), new RegionTable().counts(() => null)]).toEqual([null, null])
})

test('regions stand in the official order of the divisions, whatever came from them', () => {
  const order = inRegionOrder(['', 'abroad', 'HK', 'Xinjiang Uygur Autonomous Region', '某地', 'Beijing'])
  expect(order.map(regionName)).toEqual(['北京', '新疆', '香港', '某地', '境外', '不明'])
})
