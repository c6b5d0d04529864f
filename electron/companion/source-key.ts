import type { Result } from '../../shared/result.ts'
import type { SecretStore } from '../keychain/secret-store.ts'

/** What the keychain has for a company's local API. */
interface KeptKey {
  /** The key was given for this origin (scheme, host and port), and goes to no other. */
  origin: string
  key: string
  /** The Billdr company that was read with it; null where that was not known. */
  billdrId: string | null
}

/** The keys of local APIs, in the keychain: each its company's of this data folder, for the one origin it was given for. */
export class SourceKeys {
  readonly #secrets: SecretStore
  readonly #folderId: string

  constructor(secrets: SecretStore, folderId: string) {
    this.#secrets = secrets
    this.#folderId = folderId
  }

  #account(companyId: string): string {
    return `source-key ${this.#folderId} ${companyId}`
  }

  /** Keeps a key for the origin of `location`; for a source that is no address there is nothing to keep. */
  async keep(companyId: string, location: string, key: string, billdrId: string | null): Promise<Result> {
    const origin = originOf(location)
    if (origin === null) return { ok: true, value: null }
    return this.#secrets.set(this.#account(companyId), JSON.stringify({ origin, key, billdrId } satisfies KeptKey))
  }

  /** The key for a location; null where none was given for its origin, or it was given for another Billdr company. */
  async find(companyId: string, location: string, billdrId: string | null): Promise<string | null> {
    const origin = originOf(location)
    if (origin === null) return null
    const answer = await this.#secrets.get(this.#account(companyId))
    const kept = answer.ok && answer.value !== null ? parse(answer.value) : null
    if (kept?.origin !== origin) return null
    return kept.billdrId === null || billdrId === null || kept.billdrId === billdrId ? kept.key : null
  }

  forget(companyId: string): Promise<Result> {
    return this.#secrets.delete(this.#account(companyId))
  }
}

function originOf(location: string): string | null {
  return /^https?:/i.test(location) ? (URL.parse(location)?.origin ?? null) : null
}

function parse(text: string): KeptKey | null {
  try {
    const { origin, key, billdrId } = JSON.parse(text) as Partial<KeptKey>
    if (typeof origin !== 'string' || typeof key !== 'string') return null
    return { origin, key, billdrId: typeof billdrId === 'string' ? billdrId : null }
  } catch {
    return null
  }
}
