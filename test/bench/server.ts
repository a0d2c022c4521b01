import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CampaignDocument } from '../../worker/import/document.ts'
import type { CampaignId } from '../../worker/rules/ids.ts'
import type { ConstantAnswer } from './bare.ts'
import { cpuOfTree } from './process.ts'

/** The keys of every site a bench starts. */
export const VARS = {
  SITE_KEY: 'the site key of a bench, thirty-two signs',
  OPERATOR_KEY: 'the operator key of a bench, long enough',
  PROXY_HEADER: 'x-real-ip',
} as const

export type Order =
  | { readonly kind: 'bare'; readonly state: string; readonly constant?: ConstantAnswer }
  | {
      readonly kind: 'site'
      readonly state: string
      readonly campaigns: readonly CampaignDocument[]
      readonly vars?: Readonly<Record<string, string>>
      /** Another build than dist/worker. */
      readonly script?: string
    }

export interface Ready {
  readonly port: number
  readonly campaigns: Readonly<Record<string, string>>
  readonly v8Flags: string
}

/** A server in a process of its own. */
export interface Server {
  readonly port: number
  readonly origin: string
  /** As set by the site for the runtime; the bare worker gets the same. */
  readonly v8Flags: string
  campaign(slug: string): CampaignId
  /** Milliseconds of CPU that the runtime and its supervisor have used so far. */
  cpu(): number
  stop(): Promise<void>
}

type Without<T> = T extends unknown ? Omit<T, 'state'> : never

/** Starts a server on a state of its own, which goes when it stops. */
export async function startServer(order: Without<Order>, v8Flags?: string): Promise<Server> {
  const state = mkdtempSync(join(tmpdir(), 'mingping-bench-'))
  const child = fork(join(import.meta.dirname, 'serve.ts'), [], {
    stdio: ['ignore', 2, 2, 'ipc'],
    env: { ...process.env, ...(v8Flags ? { MINIFLARE_WORKERD_V8_FLAGS: v8Flags } : {}) },
  })
  child.send({ ...order, state } as Order)
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const ready = await Promise.race([
    new Promise<Ready>(resolve => child.once('message', message => resolve(message as Ready))),
    ended.then(() => Promise.reject(new Error(`the ${order.kind} server did not start`))),
  ])
  return {
    port: ready.port,
    origin: `http://127.0.0.1:${ready.port}`,
    v8Flags: ready.v8Flags,
    campaign: slug => (ready.campaigns[slug] ?? '') as CampaignId,
    cpu: () => cpuOfTree(child.pid ?? 0),
    async stop() {
      child.disconnect()
      await ended
      rmSync(state, { recursive: true, force: true })
    },
  }
}
