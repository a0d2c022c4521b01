import { type PowChallenge, solve } from './pow.ts'

addEventListener('message', (event: MessageEvent<PowChallenge>) => {
  postMessage(solve(event.data, 0, Number.POSITIVE_INFINITY))
})
