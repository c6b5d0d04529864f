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
  /** Only where answers may wait for a person; memory has nothing of it. */
  waits?: WaitsForPerson
}

/** What is to be known of a keychain that asks a person. */
export interface WaitsForPerson {
  /** Whether there is a keychain at all, as its last answer said; it counts as there until it was asked. Asks nothing. */
  isThere(): boolean
  /** Told of an answer that came after it was given up ('keychain-locked'): the person has unlocked it since. */
  onLateAnswer: (() => void) | null
  /** The program is about to end: what is kept now gets a moment, a question that a person left open is given up. */
  hurry(): void
  /** Nothing is asked any more. */
  close(): void
}
