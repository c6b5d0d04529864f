import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ChainHead } from './audit-chain.ts'

/**
 * The key of one company's history, as the keychain keeps it. Whoever changes the history and computes every hash anew can
 * compute all but what this key gives.
 */
export interface HistoryKey {
  secret: Buffer
  /** Whose history it is: the data folder's own id and the company's. */
  owner: string
  /** Whether an end was kept under it before; not so while it is just being made. */
  isUsed: boolean
}

/** The end of a history under its key. */
export interface SealedHead extends ChainHead {
  /** HMAC-SHA-256, in hexadecimal digits. */
  seal: string
}

/** How a history's end stands to the key. */
export type SealState =
  /** Its end up to line `to` is under the key of this computer's keychain. */
  | { state: 'sealed'; to: number }
  /** It was not kept under a key yet. */
  | { state: 'unsealed' }
  /** Its key is not in this keychain: a copy on another computer, or a keychain that was emptied. */
  | { state: 'key-elsewhere' }
  | { state: 'keychain-locked' }
  | { state: 'keychain-missing' }

/** What the keychain said when it was asked for the key. */
export type KeyAnswer = HistoryKey | 'none' | 'keychain-locked' | 'keychain-missing'

export function sealed({ seq, hash, offset }: ChainHead, key: HistoryKey): SealedHead {
  const text = JSON.stringify(['billdr-qbo history', key.owner, seq, hash, offset])
  return { seq, hash, offset, seal: createHmac('sha256', key.secret).update(text, 'utf8').digest('hex') }
}

export function isSealedBy(head: SealedHead, key: HistoryKey): boolean {
  return timingSafeEqual(Buffer.from(head.seal, 'hex'), Buffer.from(sealed(head, key).seal, 'hex'))
}
