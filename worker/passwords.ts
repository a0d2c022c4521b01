import { Buffer } from 'node:buffer'
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** OWASP's 16 MiB variant; WebCrypto's PBKDF2 is capped in production below what OWASP asks for. */
const COST = { N: 16384, r: 8, p: 5, maxmem: 64 * 1024 * 1024 } as const
const LENGTH = 32

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(Buffer.from(key))))
  })

/** 'scrypt$16384$8$5$salt$key', salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Does the same work whether or not there is a hash to compare with, so that time tells nothing about accounts. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [, , , , salt = '', key = ''] = (stored ?? '').split('$')
  const expected = Buffer.from(key, 'base64url')
  const given = await derive(password, Buffer.from(salt || 'AAAAAAAAAAAAAAAAAAAAAA', 'base64url'))
  return expected.length === given.length && timingSafeEqual(expected, given)
}
