import { type Call, clientFor, done, failed, type Outcome } from './command-call.ts'
import { cosignAll } from './cosign.ts'

/** `cosign SLUG`: from the public addresses to the witness, and its lines back to the site. */
export async function cosignCommand(call: Call): Promise<Outcome> {
  const { witness = '', vkey = '' } = call.values
  const [slug = ''] = call.words
  if (!URL.canParse(witness) || vkey === '') return failed('cosign 需要 --witness 网址 和 --vkey 见证方公钥')
  const client = await clientFor(call)
  if (!client.ok) return client
  const signed = await cosignAll({ base: client.value.publicBase(slug), witness: witness.replace(/\/$/, ''), vkey })
  if (!signed.ok) return signed
  for (const one of signed.value) {
    const added = await client.value.addCosignatures(slug, one)
    if (!added.ok) return added
  }
  return done(...signed.value.map(({ shard, size }) => `第 ${shard + 1} 册：前 ${size} 条记录已有见证签名`))
}
