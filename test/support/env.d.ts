/// <reference types="vite/types/importMeta.d.ts" />
declare global {
  namespace Cloudflare {
    interface Env extends SiteEnv {
      readonly MIGRATIONS: import('@cloudflare/vitest-plugin').D1Migration[]
    }
    interface GlobalProps {
      mainModule: typeof import('../../worker/local.ts')
    }
  }
}

type SiteEnv = import('../../worker/env.ts').Env

export {}
