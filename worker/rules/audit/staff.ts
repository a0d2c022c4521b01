/** Events about accounts and how people sign in, with what is kept of each. */
export interface StaffEvents {
  // sign-in
  'signed-in': object
  'signed-out': object
  'recovery-code-used': object
  'session-ended': { readonly login: string }
  // accounts
  'staff-created': { readonly login: string; readonly role: string }
  'staff-invited': { readonly login: string; readonly role: string }
  'first-administrator-invited': object
  'staff-link-used': object
  'staff-enrolled': object
  'staff-recovery-sent': { readonly login: string }
  'staff-disabled': { readonly login: string }
  'staff-restored': { readonly login: string }
  'second-factor-set': { readonly factor: string }
  'second-factor-removed': { readonly factor: string }
  'password-changed': object
}

/** What each of them is about. */
export const STAFF_KINDS = {
  'sign-in': ['signed-in', 'signed-out', 'recovery-code-used', 'session-ended'],
  accounts: [
    'staff-created',
    'staff-invited',
    'first-administrator-invited',
    'staff-link-used',
    'staff-enrolled',
    'staff-recovery-sent',
    'staff-disabled',
    'staff-restored',
    'second-factor-set',
    'second-factor-removed',
    'password-changed',
  ],
} as const satisfies Record<string, readonly (keyof StaffEvents)[]>
