import { type Call, clientFor, done, type Outcome } from './command-call.ts'

/** `turn-key SLUG`: another key for the logs of a campaign in place of the one they have now. */
export async function turnKeyCommand(call: Call): Promise<Outcome> {
  const [slug = ''] = call.words
  const client = await clientFor(call)
  if (!client.ok) return client
  const now = await client.value.logKey(slug)
  if (!now.ok) return now
  const { number, entered } = now.value
  // One that is still on its way is not followed by another; asking again tells how far it has come.
  const turned = entered ? await client.value.turnLogKey(slug, number) : now
  if (!turned.ok) return turned
  if (!turned.value.entered) return done(`第 ${turned.value.number} 把密钥已经定下，投票结束后写入日志，从那时起由它签名`)
  return done(
    `各票箱的日志已换成第 ${turned.value.number} 把密钥，以前签过的照旧有效。新公钥如下，请交给见证方用 --log 加上：`,
    ...turned.value.keys,
  )
}
