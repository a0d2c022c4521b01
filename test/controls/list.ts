import { BALLOTS } from './ballots.ts'
import { CHECKS } from './checks.ts'
import { CODES } from './codes.ts'
import { CONTENTS } from './contents.ts'
import type { Control } from './control.ts'
import { DISCLOSURE } from './disclosure.ts'
import { DOORS } from './doors.ts'
import { NOTICES } from './notices.ts'
import { PROOF } from './proof.ts'
import { RECORDS } from './records.ts'
import { RECOUNT } from './recount.ts'
import { ROLES } from './roles.ts'
import { SECRETS } from './secrets.ts'
import { SIGN_IN } from './sign-in.ts'
import { SUPPLIES } from './supplies.ts'
import { SUSPICION } from './suspicion.ts'

/** Every control whose removal is tried, in the order of the threats they stand against. */
export const CONTROLS: readonly Control[] = [
  ...BALLOTS,
  ...CHECKS,
  ...CODES,
  ...SUSPICION,
  ...DISCLOSURE,
  ...ROLES,
  ...SIGN_IN,
  ...RECORDS,
  ...DOORS,
  ...CONTENTS,
  ...SECRETS,
  ...PROOF,
  ...RECOUNT,
  ...NOTICES,
  ...SUPPLIES,
]
