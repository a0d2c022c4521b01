import { type Call, clientFor, done, failed, type Outcome } from './command-call.ts'
import { cosignAll, type LogName } from './cosign.ts'

/** `cosign SLUG`: from the public addresses to the witness, and its lines back to the site. */
export async function cosignCommand(call: Call): Promise<Outcome> {
  const { witness = '', vkey = '' } = call.values
  const [slug = ''] = call.words
  if (!URL.canParse(witness) || vkey === '') return failed('cosign 需要 --witness 网址 和 --vkey 见证方公钥')
  const client = await clientFor(call)
  if (!client.ok) return client
  const base = client.value.publicBase(slug)
  const { signed, problems } = await cosignAll({ base, witness: witness.replace(/\/$/, ''), vkey })
  for (const one of signed) {
    const added = await client.value.addCosignatures(slug, one)
    if (!added.ok) return added
  }
  const named = (log: LogName) => (log === 'likes' ? '点赞' : `第 ${log + 1} 册`)
  const says = signed.map(({ log, size }) => `${named(log)}：前 ${size} 条记录已有见证签名`)
  return problems.length > 0 ? failed(...says, ...problems) : done(...says)
}
