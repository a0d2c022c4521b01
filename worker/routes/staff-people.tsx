import { Hono } from 'hono'
import { everyStaff, type StaffFile, staffById } from '../../db/staff.ts'
import { factorsOfAll } from '../../db/staff-factors.ts'
import { sessionName, sessionsOf } from '../../db/staff-sessions.ts'
import { type Inviting, PeoplePage, type PersonLine } from '../../web/console/people.tsx'
import { LinkShownPage, PersonPage } from '../../web/console/person.tsx'
import { staffPaths } from '../../web/staff-paths.ts'
import { inviteStaff, sendLink } from '../actions/make-link.ts'
import { disableAccount, endSessionOf, restoreAccount } from '../actions/staff-standing.ts'
import { type AppContext, type AppTypes, Refused, readForm } from '../http.ts'
import { originOf } from '../origin.ts'
import { personalPage, siteOf } from '../page.tsx'
import { STATUS } from '../refusals.ts'
import { staffId } from '../rules/ids.ts'
import { invitation } from '../rules/invitation.ts'
import type { Refusal } from '../rules/refusal.ts'
import { ownSignIn, staffOnly } from '../staff-door.ts'
import { IDLE } from '../staff-session.ts'

/** Accounts of staff, for administrators. */
export const staffPeopleRoutes = new Hono<AppTypes>()

type Factors = Awaited<ReturnType<typeof factorsOfAll>>

function lineOf(account: StaffFile, factors: Factors): PersonLine {
  const { id, login, name, role, unit, email, passwordHash, disabledAt, signedInAt } = account
  const { totp = false, passkeys = 0 } = factors.get(id) ?? {}
  const state = disabledAt !== null ? 'disabled' : passwordHash === '' && email === null ? 'waiting' : 'open'
  return { id, login, name, role, unit, email, state, totp, passkeys, signedInAt }
}

const EMPTY: Inviting = { login: '', name: '', role: 'organizer', unit: '', email: '' }
const byAccess = (c: AppContext): boolean => c.var.deps.config.signIn.driver === 'access'

async function peoplePage(c: AppContext, typed: Inviting, refusal: Refusal | null): Promise<Response> {
  const { deps, staff } = c.var
  const [accounts, factors] = await Promise.all([everyStaff(deps.db), factorsOfAll(deps.db)])
  const people = accounts.map(account => lineOf(account, factors))
  const page = { site: siteOf(c), staff, people, access: byAccess(c), typed, refusal, now: deps.now() }
  return personalPage(c, <PeoplePage {...page} />, refusal ? (STATUS[refusal.code] as 422) : 200)
}

staffPeopleRoutes.get('/staff/people', staffOnly('manage-staff'), c => peoplePage(c, EMPTY, null))

staffPeopleRoutes.post('/staff/people', staffOnly('manage-staff'), async c => {
  const form = await readForm(c.req.raw)
  const field = (name: string) => (form.get(name) ?? '').trim()
  const typed = {
    login: field('login').toLowerCase(),
    name: field('name'),
    role: field('role'),
    unit: field('unit'),
    email: field('email').toLowerCase(),
  }
  const parsed = invitation(typed, byAccess(c))
  const verdict = parsed.ok ? await inviteStaff(c.var.deps, c.var.staff, parsed.value) : parsed
  if (!verdict.ok) return peoplePage(c, typed, verdict.refusal)
  if (byAccess(c)) return c.redirect(staffPaths.people(), 303)
  return linkShown(c, { name: typed.name, token: verdict.value.token, life: '7 天内' })
})

function linkShown(
  c: AppContext,
  { name, token, life }: { name: string; token: string; life: string },
): Response | Promise<Response> {
  const url = originOf(c.req.raw, c.var.deps.config) + staffPaths.join(token)
  return personalPage(c, <LinkShownPage site={siteOf(c)} staff={c.var.staff} name={name} url={url} life={life} />)
}

/** The account that the address names; refuses with 'not-found'. */
async function accountIn(c: AppContext): Promise<StaffFile> {
  const id = staffId(c.req.param('id') ?? '')
  const account = id && (await staffById(c.var.deps.db, id))
  if (!account) throw new Refused({ code: 'not-found' })
  return account
}

staffPeopleRoutes.get('/staff/people/:id', staffOnly('manage-staff'), async c => {
  const { deps, staff, presence } = c.var
  const account = await accountIn(c)
  const now = deps.now()
  const [factors, sessions] = await Promise.all([factorsOfAll(deps.db), sessionsOf(deps.db, account.id, { now, idle: IDLE })])
  const lines = sessions.map(({ tokenHash, device, createdAt, seenAt }) => ({
    name: sessionName(tokenHash),
    device,
    since: createdAt,
    seen: seenAt,
    here: tokenHash === presence.tokenHash,
  }))
  const page = { site: siteOf(c), staff, person: lineOf(account, factors), access: byAccess(c), sessions: lines, now }
  return personalPage(c, <PersonPage {...page} />)
})

staffPeopleRoutes.post('/staff/people/:id/link', ownSignIn, staffOnly('manage-staff'), async c => {
  const account = await accountIn(c)
  const verdict = await sendLink(c.var.deps, c.var.staff, account)
  if (!verdict.ok) throw new Refused(verdict.refusal)
  const life = account.passwordHash === '' ? '7 天内' : '24 小时内'
  return linkShown(c, { name: account.name, token: verdict.value.token, life })
})

staffPeopleRoutes.post('/staff/people/:id/disable', staffOnly('manage-staff'), async c => {
  const account = await accountIn(c)
  const verdict = await disableAccount(c.var.deps, c.var.staff, account)
  if (!verdict.ok) throw new Refused(verdict.refusal)
  return c.redirect(staffPaths.person(account.id), 303)
})

staffPeopleRoutes.post('/staff/people/:id/restore', staffOnly('manage-staff'), async c => {
  const account = await accountIn(c)
  await restoreAccount(c.var.deps, c.var.staff, account)
  return c.redirect(staffPaths.person(account.id), 303)
})

staffPeopleRoutes.post('/staff/people/:id/sessions/end', staffOnly('manage-staff'), async c => {
  const account = await accountIn(c)
  const name = (await readForm(c.req.raw)).get('session')
  await endSessionOf(c.var.deps, c.var.staff, { account, name })
  return c.redirect(staffPaths.person(account.id), 303)
})
