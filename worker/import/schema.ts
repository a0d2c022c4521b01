import { toJsonSchema } from '@valibot/to-json-schema'
import { CampaignSettings } from './document.ts'

/**
 * The JSON Schema of campaign.json, for editors that complete and check while one types. What it cannot say (that a
 * moment is a real day, that an end comes after its beginning) the import checks.
 */
export function campaignSchema(): Readonly<Record<string, unknown>> {
  const { properties, ...schema } = toJsonSchema(CampaignSettings, { errorMode: 'ignore', typeMode: 'input' })
  return {
    ...schema,
    title: '活动设置 campaign.json',
    properties: {
      $schema: { type: 'string' },
      nominees: {
        type: 'string',
        description: '名单的文件名；不写就找 候选对象.xlsx、nominees.xlsx、候选对象.csv 或 nominees.csv',
      },
      ...properties,
    },
  }
}
