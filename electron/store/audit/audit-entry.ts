import type { ProblemCode } from '../../../shared/problem.ts'

export type AuditParams = Record<string, string | number | null>

/** Who did it and what it is about, as it was then; absent in entries of an earlier version. */
export interface AuditAbout {
  /** Who was signed in to the computer; null where the program did it by itself. */
  person: string | null
  /** The computer's name. */
  desktop: string
  number: string | null
  party: string | null
  /** Before tax; of a payment what was received. Cents. */
  amount: number | null
  currency: string | null
  quickbooks: { type: string; id: string } | null
}

/** One request that could change QuickBooks, and what came of it. Never a body, never a secret. */
export interface WriteEntry {
  type: 'write'
  company: string
  /** The document's key (`invoice:inv_1`); null where the request belongs to none. */
  key: string | null
  verb: 'create' | 'update' | 'void' | 'delete' | 'upload'
  entityType: string
  requestId: string
  /** Intuit's correlation id of the answer. */
  intuitTid: string | null
  /** SHA-256 of what was sent, in hexadecimal digits. */
  bodyHash: string | null
  outcome: 'done' | 'refused' | 'unknown' | 'adopted' | 'not-sent' | 'throttled' | 'signed-out'
  quickbooksId: string | null
  problemCode: ProblemCode | null
  params: AuditParams
  about?: AuditAbout
}

/** What a person decided: a yes to a guard, an account chosen, a document ignored or linked. */
export interface DecisionEntry {
  type: 'decision'
  company: string
  who: 'person'
  what: string
  key: string | null
  reason: string | null
  params: AuditParams
  about?: AuditAbout
}

/** What the program noted by itself: found again, continued after a crash, connected. */
export interface EventEntry {
  type: 'event'
  company: string
  what: string
  key: string | null
  params: AuditParams
  about?: AuditAbout
}

export type AuditEntry = WriteEntry | DecisionEntry | EventEntry

/** An entry as it stands in the history. */
export interface AuditRecord {
  /** 1, 2, 3 … without a gap. */
  seq: number
  /** ISO instant of the writing, by the computer's clock. */
  at: string
  entry: AuditEntry
}
