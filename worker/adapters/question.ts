import { randomInt } from 'altcha-lib'
import { seal, tagOf, unseal } from '../tokens.ts'
import { type HumanCheck, lifeOf, scopeText } from './human-check.ts'

export interface Question {
  readonly text: string
  readonly token: string
}

export interface QuestionProof {
  readonly token: string
  readonly answer: string
}

const NUMERALS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十']

/**
 * One sum in words, for phones that run no script. It stops only the laziest program, so a ballot says which check it
 * passed. The answer lies in the token as a keyed tag, never in the clear.
 */
export const question: HumanCheck<Question, QuestionProof> = {
  async issue({ config, now }, scope) {
    const [a, b] = [randomInt(9, 2), randomInt(9, 2)]
    const until = now() + lifeOf(scope)
    const sum = tagOf(config.siteKey, 'question', `${a + b}|${until}|${scopeText(scope)}`)
    return {
      text: `请用数字填写：${NUMERALS[a]} 加 ${NUMERALS[b]} 等于几？`,
      token: seal(config.siteKey, 'question', `${until}.${sum}`),
    }
  },

  async verify({ config, now }, scope, { token, answer }) {
    const payload = unseal(config.siteKey, 'question', token)
    if (!payload) return 'failed'
    const [until = '', sum = ''] = payload.split('.')
    const given = Number(answer.normalize('NFKC').trim())
    if (tagOf(config.siteKey, 'question', `${given}|${until}|${scopeText(scope)}`) !== sum) return 'failed'
    return Number(until) > now() ? 'passed' : 'expired'
  },
}
