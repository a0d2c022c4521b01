// The one door to the hashing library: whatever is loaded with it, what old phones lack is there first.
import './has-own.ts'

export { sha256 } from '@noble/hashes/sha2.js'
