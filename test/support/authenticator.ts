import type { CDPSession, Page } from 'playwright-core'

/** A device with a fingerprint reader that always knows its owner, inside one page of Chromium. */
export interface Authenticator {
  readonly session: CDPSession
  readonly id: string
  /** Whether the owner is recognized from now on. */
  recognize(owner: boolean): Promise<void>
}

export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId: id } = await session.send('WebAuthn.addVirtualAuthenticator', { options })
  const recognize = async (isUserVerified: boolean) => {
    await session.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified })
  }
  return { session, id, recognize }
}
