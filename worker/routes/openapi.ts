import { toJsonSchema } from '@valibot/to-json-schema'
import { STATUS } from '../refusals.ts'
import type { RefusalCode } from '../rules/refusal.ts'
import * as shapes from './api-shapes.ts'
import type { Endpoint } from './endpoint.ts'

type Json = Readonly<Record<string, unknown>>

/** The API in OpenAPI 3.1, made from the very table the routes are made from. */
export function describe(endpoints: readonly Endpoint[], siteName: string): Json {
  const byPath: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:([a-z]+)/g, '{$1}')
    byPath[path] = { ...byPath[path], [endpoint.method]: operation(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: `${siteName} API`, version: '1', description: '公开接口。时间均为 UTC 毫秒；拒绝时返回代码和一句中文说明。' },
    paths: byPath,
    components: { schemas: { Refusal: schemaOf(shapes.Refusal) } },
  }
}

function operation({ method, path, summary, repeat, query, headers, body, answer, refusals }: Endpoint): Json {
  return {
    operationId: `${method}${path.replaceAll(/[^a-z]+(.)/g, (_, sign: string) => sign.toUpperCase())}`,
    summary,
    description: repeat,
    parameters: [...pathParameters(path), ...(query ? queryParameters(query) : []), ...Object.entries(headers ?? {}).map(header)],
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    responses: {
      200: { description: '成功', content: { 'application/json': { schema: schemaOf(answer) } } },
      ...refused(refusals),
    },
  }
}

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/:([a-z]+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

const header = ([name, description]: readonly [string, string]): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', format: 'uuid' },
})

function queryParameters(query: NonNullable<Endpoint['query']>): Json[] {
  const { properties = {}, required = [] } = schemaOf(query) as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

/** One answer per status, with the codes that may stand in it. */
function refused(codes: readonly RefusalCode[]): Json {
  const byStatus = new Map<number, RefusalCode[]>()
  for (const code of codes) byStatus.set(STATUS[code], [...(byStatus.get(STATUS[code]) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, these]) => [
      status,
      { description: these.join(', '), content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } } },
    ]),
  )
}

const schemaOf = (schema: Parameters<typeof toJsonSchema>[0]): Json => {
  const { $schema: _meta, ...rest } = toJsonSchema(schema, { errorMode: 'ignore' }) as Record<string, unknown>
  return rest
}
