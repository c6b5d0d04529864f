import type { Result } from '../../shared/result.ts'

/**
 * Where tokens, keys and secrets live: the operating system's keychain, or memory for the practice company and for
 * tests. Never a file. A keychain that is missing or locked is an answer ('keychain-missing', 'keychain-locked').
 */
export interface SecretStore {
  /**
   * The value kept for an account, or null. A locked keychain may answer like an empty one: where the value must be there
   * (`isExpected`), the two are told apart.
   */
  get(account: string, isExpected?: boolean): Promise<Result<string | null>>
  set(account: string, value: string): Promise<Result>
  /** Forgets the value; an account that is not there is no failure. */
  delete(account: string): Promise<Result>
  /** The names of all accounts, sorted. */
  list(): Promise<Result<string[]>>
}
