import type { ColumnMapping } from '../../shared/column-mapping.ts'
import type { BilldrCompany } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { MonthReading } from '../../shared/month-books.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Settings } from '../../shared/settings.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { RecordProblem } from '../../shared/source.ts'
import type { TableName } from '../../shared/tables.ts'
import type { BooksContact, BooksDocument, BooksLocks, BooksTaxCode, BooksAccount, BooksItem } from '../plan/books.ts'
import type { StoredRecord } from '../plan/input.ts'
import type { ChainHead } from '../store/audit/audit-log.ts'
import type { PushTables } from '../push/records.ts'
import type { StoredSignature } from './months.ts'
import type { StoredSummary } from './summary.ts'
import type { Applications } from './payers.ts'
import type { Environment } from '../qbo/addresses.ts'
import type { CompanyFacts } from '../qbo/contract.ts'

/** What is known of a company besides its documents. */
export interface CompanyProfile {
  name: string
  source: { location: string; keyEnv: string | null }
  /** Where it is connected to; null until it was asked for. */
  environment: Environment | null
  /** The QuickBooks company that the links belong to. */
  realmId: string | null
  quickbooksName: string | null
  /** The Billdr company for which a person signed in; absent in profiles of the first version. */
  connectedFor?: string | null
  /** Why QuickBooks let us in no more at the last look, though the keychain has tokens; null where it did. */
  connectionProblem: Problem | null
  /** The Billdr company that this one is bound to. */
  billdr: BilldrCompany | null
  cursor: string | null
  exportedAt: string | null
  /** The kinds of which the last full reading had every record. */
  wholeKinds?: Kind[]
  lastReadAt: string | null
  /** What the last reading that was taken could not make out. */
  readProblem: Problem | null
  /** All of it, where that is more than one thing. */
  allReadProblems?: Problem[]
  /** The tables that a hand-made folder held at the last reading. */
  tablesThere?: TableName[]
  /** Why the source could not be read at the last try; null where it could. */
  readFailure: Problem | null
  lastPush: CompanyStatus['lastPush']
  /** Why QuickBooks could not be reached, or took nothing, at the end of the last run; absent or null where it did. */
  runTrouble?: Problem | null
  /** Up to when changes in QuickBooks have been looked at, ISO instant. */
  lookedAt: string | null
  /** Nothing is sent until then; null: not paused. "resumed" is no value: it is null again. */
  pausedUntil: string | null
}

/** Why a record waits, and since when (ISO instant). */
export interface StoredWait {
  what: string
  since: string
}

/** What a guard holds back. */
export interface StoredGuard {
  problem: Problem
  keys: DocumentKey[]
  since: string
  confirmed: boolean
}

/** A run that sent something; what it did stands in `runWrites`. Times are ISO instants; `endedAt` is null while it goes on. */
export interface StoredRun {
  startedAt: string
  endedAt: string | null
}

/** What a person took back: the documents that were shown as going. Times are ISO instants; `endedAt` is null while it is under way. */
export interface StoredUndo {
  run: string
  /** Of this document alone; absent where the whole run is. */
  key?: DocumentKey
  by: string
  at: string
  keys: DocumentKey[]
  endedAt: string | null
  /** How often it was gone on with and QuickBooks did not take it. */
  failedRuns?: number
}

/** The tables of one company's store. */
export interface CompanyTables extends PushTables {
  records: StoredRecord
  /** Keys that Billdr says were removed and that were never known here: what the books have of them came from elsewhere. */
  tombstones: { at: string }
  /** Problems of the last reading, by key or by "<table> <row>". */
  readProblems: RecordProblem
  profile: CompanyProfile
  mappings: Mappings
  settings: Settings
  /** How the tables of the source are to be read, where the user said so. */
  columns: ColumnMapping
  guards: StoredGuard
  waits: StoredWait
  /** What QuickBooks last said, so that the queue tells the same while it is not asked. */
  booksLists: KeptLists
  booksContacts: BooksContact
  booksDocuments: BooksDocument
  /** What the month end fixed, of the last run that had to know. */
  booksLocks: BooksLocks
  /** The runs that did something, by their ids. */
  runs: StoredRun
  /** What was taken back, or is being. */
  undos: StoredUndo
  /** What QuickBooks was asked, by ISO day. */
  reads: number
  /** What payments of others give to our documents, by `<type>|<id>`. */
  payers: Applications
  /** What QuickBooks had in a month when it was last read by date, by ISO month. */
  monthReadings: MonthReading
  /** What was counted at the end of the last run, for who only asks how a company stands. */
  summary: StoredSummary
  /** An end that the company's history had, for who holds the history against it. */
  historyEnd: ChainHead
  /** By ISO month. */
  signatures: StoredSignature
  /** Documents of QuickBooks (`<type>|<id>`) of which a person said that they are not Billdr's. */
  notFromBilldr: { at: string }
}

/** The short lists of QuickBooks, kept as one value. */
export interface KeptLists {
  facts: CompanyFacts
  accounts: BooksAccount[]
  items: BooksItem[]
  taxCodes: BooksTaxCode[]
  /** Absent in lists of an earlier version, and in a company with one currency. */
  rates?: Record<string, number | null>
}

/** The one id of tables that hold a single value. */
export const ONLY = 'only'

export const TABLES_VERSION = 1
