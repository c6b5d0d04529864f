import { randomBytes } from 'node:crypto'
import type { SecretStore } from '../keychain/secret-store.ts'
import { StoreWriteError } from '../store/store.ts'
import type { AuditLog } from '../store/audit/audit-log.ts'
import type { HistoryKey, KeyAnswer } from '../store/audit/audit-seal.ts'

const KEY_BYTES = 32

/**
 * The key under which the end of a company's history is kept: made once, and kept in the keychain alone. Who can write in
 * the data folder can compute every hash of the history anew, but not what this key gives.
 */
export class HistoryKeys {
  readonly #secrets: SecretStore
  readonly #account: string
  readonly #owner: string

  constructor(secrets: SecretStore, folderId: string, companyId: string) {
    this.#secrets = secrets
    this.#account = `history ${folderId} ${companyId}`
    this.#owner = `${folderId} ${companyId}`
  }

  /** What the keychain has; changes nothing in it. */
  async find(): Promise<KeyAnswer> {
    const answer = await this.#secrets.get(this.#account)
    if (!answer.ok) return answer.problem.code === 'keychain-missing' ? 'keychain-missing' : 'keychain-locked'
    const kept = /^(new|used) ([0-9a-f]{64})$/.exec(answer.value ?? '')
    if (!kept?.[2]) return 'none'
    return { secret: Buffer.from(kept[2], 'hex'), owner: this.#owner, isUsed: kept[1] === 'used' }
  }

  /**
   * Keeps the end of a history under the key from now on, which is made where there is none. False where the history is not
   * as it was left; true also where the keychain or the disk gave no answer: then it is as it was.
   */
  async seal(log: AuditLog): Promise<boolean> {
    const found = await this.find()
    if (found === 'keychain-locked' || found === 'keychain-missing') return true
    const key = found === 'none' ? await this.#made() : found
    if (key === null) return true
    try {
      const isWhole = await log.seal(key)
      // Only now: until its first end is durable under it, a history without one is no alarm.
      if (!key.isUsed) await this.#keep(key, 'used')
      return isWhole
    } catch (error) {
      if (!(error instanceof StoreWriteError)) throw error
      return true
    }
  }

  async #made(): Promise<HistoryKey | null> {
    const key = { secret: randomBytes(KEY_BYTES), owner: this.#owner, isUsed: false }
    return (await this.#keep(key, 'new')) ? key : null
  }

  async #keep({ secret }: HistoryKey, state: 'new' | 'used'): Promise<boolean> {
    return (await this.#secrets.set(this.#account, `${state} ${secret.toString('hex')}`)).ok
  }
}
