import type { Hono } from 'hono'
import type { AppTypes } from '../http.ts'
import { consoleRoutes } from './console.tsx'
import { consoleAmendmentRoutes } from './console-amendments.tsx'
import { consoleAppealRoutes } from './console-appeals.tsx'
import { consoleArchiveRoutes } from './console-archive.tsx'
import { consoleCampaignRoutes } from './console-campaigns.tsx'
import { consoleCaseRoutes } from './console-cases.tsx'
import { consoleCodesRoutes } from './console-codes.tsx'
import { consoleCommentsRoutes } from './console-comments.tsx'
import { consoleDecisionRoutes } from './console-decision.tsx'
import { consoleDecisionExportRoutes } from './console-decision-export.tsx'
import { consoleLikesRoutes } from './console-likes.tsx'
import { consoleLogRoutes } from './console-log.tsx'
import { consoleLogsRoutes } from './console-logs.tsx'
import { consoleNewCampaignRoutes } from './console-new-campaign.tsx'
import { consoleNomineeDataRoutes } from './console-nominee-data.ts'
import { consoleNomineeRoutes } from './console-nominees.tsx'
import { consoleNoticeFileRoutes } from './console-notice-files.ts'
import { consoleNoticePublishingRoutes } from './console-notice-publishing.tsx'
import { consoleNoticeRoutes } from './console-notices.tsx'
import { consoleObjectionRoutes } from './console-objections.tsx'
import { consolePanelRoutes } from './console-panel.tsx'
import { consolePanelExportRoutes } from './console-panel-export.tsx'
import { consolePaperRoutes } from './console-papers.tsx'
import { consolePreviewRoutes } from './console-preview.tsx'
import { consolePublicityRoutes } from './console-publicity.tsx'
import { consoleRetentionRoutes } from './console-retention.tsx'
import { consoleReviewRoutes } from './console-review.tsx'
import { consoleRosterRoutes } from './console-roster.tsx'
import { consoleSettingsRoutes } from './console-settings.tsx'
import { consoleSheetRoutes } from './console-sheets.tsx'
import { consoleTallyRoutes } from './console-tally.tsx'
import { consoleTallyExportRoutes } from './console-tally-export.tsx'
import { staffEnrolRoutes } from './staff-enrol.tsx'
import { staffMeRoutes } from './staff-me.tsx'
import { staffPeopleRoutes } from './staff-people.tsx'
import { staffProveRoutes } from './staff-prove.tsx'
import { staffSignInRoutes } from './staff-sign-in.tsx'

/** The console, one file a noun; each of its addresses has a row in test/support/staff-addresses.ts. */
export const STAFF_ROUTES: readonly Hono<AppTypes>[] = [
  staffSignInRoutes,
  staffEnrolRoutes,
  staffProveRoutes,
  staffMeRoutes,
  staffPeopleRoutes,
  consoleRoutes,
  consoleRetentionRoutes,
  consoleArchiveRoutes,
  consoleLogRoutes,
  consoleTallyRoutes,
  consoleTallyExportRoutes,
  consoleCaseRoutes,
  consoleAppealRoutes,
  consoleDecisionRoutes,
  consoleAmendmentRoutes,
  consoleDecisionExportRoutes,
  consoleReviewRoutes,
  consoleSheetRoutes,
  consolePanelRoutes,
  consolePanelExportRoutes,
  consoleLikesRoutes,
  consoleLogsRoutes,
  consoleCodesRoutes,
  consoleRosterRoutes,
  consoleCommentsRoutes,
  consoleNewCampaignRoutes,
  consoleCampaignRoutes,
  consoleSettingsRoutes,
  consolePreviewRoutes,
  consolePublicityRoutes,
  consoleObjectionRoutes,
  consoleNoticeRoutes,
  consoleNoticeFileRoutes,
  consoleNoticePublishingRoutes,
  consoleNomineeDataRoutes,
  consoleNomineeRoutes,
  consolePaperRoutes,
]
