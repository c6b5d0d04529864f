import type { Result } from '../../shared/result.ts'

/** What the connection needs of a keychain; `electron/keychain` has the ones of the operating systems, and one in memory. */
export interface SecretKeeper {
  /** The value kept for an account, or null. `isExpected`: it must be there; a keychain that is only locked says so then. */
  get(account: string, isExpected?: boolean): Promise<Result<string | null>>
  set(account: string, value: string): Promise<Result>
  delete(account: string): Promise<Result>
}
