/** Whether this browser has passkeys here: they need a secure page and a site with a name. */
export const hasPasskeys = (): boolean => window.isSecureContext && typeof PublicKeyCredential === 'function'

export interface PasskeyWish {
  readonly does: 'get' | 'create'
  readonly options: object
}

/** The device's answer as JSON, or the reason in words why there is none. */
export async function askDevice({ does, options }: PasskeyWish): Promise<{ answer: string } | { says: string }> {
  const { startAuthentication, startRegistration } = await import('@simplewebauthn/browser')
  try {
    const optionsJSON = options as never
    const answer = does === 'get' ? await startAuthentication({ optionsJSON }) : await startRegistration({ optionsJSON })
    return { answer: JSON.stringify(answer) }
  } catch (error) {
    return { says: why(error) }
  }
}

function why(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidStateError') return '这台设备已经有本账号的通行密钥，不用重复添加。'
  if (name === 'NotAllowedError') return '没有收到通行密钥：已取消，或等待超时。可以再试一次，或用密码和动态码。'
  return '这台设备没能使用通行密钥，请改用密码和动态码。'
}
