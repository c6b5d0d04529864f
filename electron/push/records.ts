import type { BilldrRecord } from '../../shared/domain.ts'
import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import type { BytesOutcome } from '../../shared/source.ts'
import type { BooksContact, BooksDocument } from '../plan/books.ts'
import type { Decision, Operation, Refusal } from '../plan/input.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import type { Entity, EntityType, WriteVerb } from '../qbo/contract.ts'
import type { RunWrite } from './run-writes.ts'

/**
 * A request that was stored before it left and has no certain outcome yet. Found again after a crash, it is finished
 * with the same request id and body, so that QuickBooks carries it out once.
 */
export interface InFlight {
  key: DocumentKey
  /** What kind of operation it carries out; stored under this name since the first version. */
  deed: Exclude<Operation['kind'], 'link' | 'unlink' | 'forget' | 'undo-link' | 'undo-application'>
  type: EntityType
  verb: WriteVerb
  requestId: string
  body: Record<string, unknown>
  /** Fingerprint of the Billdr content that it sends. */
  content: string
  draft: Draft | null
  entityId: string | null
  attachmentId: string | null
  /** ISO instant of the first time it left. */
  sentAt: string
  /** ISO instant of the last time it left; absent of requests that an earlier version stored. */
  lastSentAt?: string
  attempts: number
  /** Runs in which it was sent, looked for and not found, while QuickBooks took other things. */
  failedRuns?: number
  /** The number is in use by another supplier, and that is meant. */
  allowDuplicateNumber?: boolean
  /** The batch that it left in: it is repeated in no other way before an answer to that batch is there. */
  batch?: string
  /** Sent at least once without an answer that says what happened. */
  unknown: boolean
  /** The run that sent it; absent of requests that an earlier version stored, and outside of runs. */
  run?: string
  /** What it changes, as it was read before. */
  before?: Entity
}

/** The durable tables that pushing reads and writes; ids are document keys unless said otherwise. */
export interface PushTables {
  links: Link
  /** Key, or `<key>#<attachment id>` for receipts. */
  inFlight: InFlight
  refusals: Refusal
  /** How often a request of this record was definitely refused or undone: the next one gets another request id. */
  generations: number
  decisions: Decision
  attachmentProblems: Problem
  /** What each run did; by run and request. */
  runWrites: RunWrite
}

export type PushChange = {
  [N in keyof PushTables]: { table: N; id: string; value: PushTables[N] | undefined }
}[keyof PushTables]

/** What a table will hold once the commits under way are durable. */
export type Newest = <N extends keyof PushTables>(table: N, id: string) => PushTables[N] | undefined

/** A change of a link as it is by then; nothing where there is none. */
export function linkChange(newest: Newest, key: DocumentKey, change: (link: Link) => Link): PushChange[] {
  const link = newest('links', key)
  return link ? [{ table: 'links', id: key, value: change(link) }] : []
}

/** One line of the append-only history: a request that changed QuickBooks, or tried to. */
export interface WriteRecord {
  key: DocumentKey
  verb: WriteVerb | 'upload'
  entityType: EntityType
  requestId: string
  intuitTid: string | null
  bodyHash: string
  outcome: 'done' | 'refused' | 'unknown' | 'adopted' | 'not-sent'
  quickbooksId: string | null
  docNumber: string | null
  /** Of a receipt, as it was sent. */
  fileName?: string
  problemCode: ProblemCode | null
  httpStatus: number | null
}

/** What the pusher needs of the company around it. */
export interface PushRecords {
  get<N extends keyof PushTables>(table: N, id: string): PushTables[N] | undefined
  /** All or none, durable when it resolves. As a function where a change builds on what is stored: it then sees the commits under way too. */
  commit(changes: readonly PushChange[] | ((newest: Newest) => readonly PushChange[])): Promise<void>
  record(key: DocumentKey): BilldrRecord | null
  /** The run under way; null where a person does something by itself. */
  run(): string | null
  /** When Billdr said what the records say, ISO instant; null where the source tells none. */
  exportedAt(): string | null
  /** Whether QuickBooks applies new credits of this company by itself; what is applied is a person's work everywhere else. */
  appliesCreditsByItself(): boolean
  /** The id of the Billdr company whose records these are; null where it is not known. */
  billdrId(): string | null
  /** The record that is linked to this id in QuickBooks. */
  linkedKey(type: LinkedType, id: string): DocumentKey | null
  attachment(key: DocumentKey, attachmentId: string): Promise<BytesOutcome>
  wrote(entry: WriteRecord): Promise<void>
  /** A sentence for the record's history: what was found and decided, and why. */
  explained(key: DocumentKey, event: string, params: Record<string, string | number>): Promise<void>
  /** What was met on the way, so that the next plan knows of it. */
  sawDocument(document: BooksDocument): void
  sawContact(contact: BooksContact): void
  /** An entity as an answer to a write or read showed it. */
  tookEntity(type: EntityType, entity: Entity): void
  /** QuickBooks said that it has none of that id any more. */
  lostEntity(type: EntityType, id: string): void
}
