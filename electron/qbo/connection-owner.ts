import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { Environment } from './addresses.ts'

/** Whose connection it is. Two data folders may each have a company of the same id, for another contractor. */
export interface ConnectionOwner {
  /** The data folder's own id. */
  folderId: string
  /** The company's id in that folder. */
  companyId: string
  /** The Billdr company whose documents are sent; null where its export names none. */
  billdrId(): string | null
  /**
   * What the company's profile says it was connected to last, and for which Billdr company; `environment` is null where a
   * person disconnected it. Null: it never was, or the profile was lost.
   */
  boundTo(): { environment: Environment | null; realmId: string; billdrId: string | null } | null
}

/** For whom tokens were kept. Entries of the first version of the program say none of it. */
export interface KeptFor {
  folderId: string
  companyId: string
  billdrId: string | null
}

interface Kept {
  realmId: string
  environment: Environment
  companyName: string
  keptFor: KeptFor | null
}

/**
 * Why a company may not use what the keychain has under its name: it was kept for another one, or the profile does not say
 * that it is connected there. Null: it is its own. A person then says so by signing in; nothing is concluded.
 */
export function refusedTo(owner: ConnectionOwner, kept: Kept): Problem | null {
  const isOwn = owner.boundTo()?.environment === kept.environment && wasKeptFor(owner, kept)
  return isOwn ? null : problem('connection-unconfirmed', { name: kept.companyName || kept.realmId })
}

/** Whether tokens are, or were, this company's: to end the connection of another one is nobody's wish. */
export function mayEnd(owner: ConnectionOwner, kept: Kept): boolean {
  return kept.keptFor === null ? refusedTo(owner, kept) === null : wasKeptFor(owner, kept)
}

function wasKeptFor(owner: ConnectionOwner, { realmId, keptFor }: Kept): boolean {
  const bound = owner.boundTo()
  if (bound?.realmId !== realmId) return false
  return (
    keptFor === null ||
    (keptFor.folderId === owner.folderId &&
      keptFor.companyId === owner.companyId &&
      keptFor.billdrId === bound.billdrId)
  )
}
