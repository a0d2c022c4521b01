import type { Hono } from 'hono'
import type { AppTypes } from '../http.ts'
import { apiRoutes } from './api.ts'
import { appealRoutes } from './appeals.tsx'
import { commentRoutes } from './comments.tsx'
import { crawlerRoutes } from './crawlers.ts'
import { entranceRoutes } from './entrance.tsx'
import { feedRoutes } from './feeds.ts'
import { fileRoutes } from './files.ts'
import { likeLogRoutes } from './like-log.ts'
import { likeRoutes } from './likes.tsx'
import { logRoutes } from './logs.ts'
import { noticesRoutes } from './notices.tsx'
import { objectionRoutes } from './objections.tsx'
import { posterRoutes } from './posters.tsx'
import { proofRoutes } from './proof.tsx'
import { publicRoutes } from './public.tsx'
import { receiptRoutes } from './receipts.tsx'
import { searchRoutes } from './search.tsx'
import { voteRoutes } from './vote.tsx'
import { wechatRoutes } from './wechat.tsx'

/** What the public reaches, one file a noun. What stands first is asked first. */
export const SITE_ROUTES: readonly Hono<AppTypes>[] = [
  apiRoutes,
  voteRoutes,
  receiptRoutes,
  wechatRoutes,
  entranceRoutes,
  appealRoutes,
  objectionRoutes,
  likeRoutes,
  likeLogRoutes,
  commentRoutes,
  logRoutes,
  publicRoutes,
  proofRoutes,
  posterRoutes,
  noticesRoutes,
  searchRoutes,
  feedRoutes,
  crawlerRoutes,
  fileRoutes,
]
