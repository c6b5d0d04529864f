import type { Problem } from '../../shared/problem.ts'

/** The entities of QuickBooks Online that the program reads or writes. */
export type EntityType =
  | 'Customer'
  | 'Vendor'
  | 'Employee'
  | 'Account'
  | 'Item'
  | 'TaxCode'
  | 'TaxRate'
  | 'Invoice'
  | 'CreditMemo'
  | 'Payment'
  | 'Purchase'
  | 'Bill'
  | 'PurchaseOrder'
  | 'BillPayment'
  | 'SalesReceipt'
  | 'RefundReceipt'
  | 'Deposit'
  | 'JournalEntry'
  | 'Attachable'

/** An entity as QuickBooks answered it. Ids and sync tokens are decimal texts, up to 21 digits: never numbers. */
export interface Entity {
  readonly Id: string
  readonly SyncToken: string
  readonly [field: string]: unknown
}

export interface Fault {
  /** As text, without leading zeros: "6140". */
  code: string
  message: string
  detail: string
  element: string | null
}

/**
 * Why a request gave no result.
 * - `refused`: QuickBooks said no; nothing was written, and the same request would be refused again.
 * - `unknown`: it may or may not have been written (time-out, reset, 5xx, an answer that makes no sense).
 * - `not-sent`: it certainly did not arrive (no connection could be opened).
 * - `throttled`: refused for now; wait `retryAfterMs`.
 * - `signed-out`: the connection to the company has ended; only a new sign-in helps.
 */
export interface Failure {
  kind: 'refused' | 'unknown' | 'not-sent' | 'throttled' | 'signed-out'
  problem: Problem
  faults: Fault[]
  httpStatus: number | null
  /** Intuit's correlation id of the answer. */
  intuitTid: string | null
  retryAfterMs: number | null
}

export type Answer<T> =
  | {
      ok: true
      value: T
      intuitTid: string | null
      /** Milliseconds between the entity's CreateTime and the server's Date header; large = an old answer replayed. */ ageMs:
        number | null
    }
  | { ok: false; failure: Failure }

export type WriteVerb = 'create' | 'update' | 'void' | 'delete'

export interface WriteRequest {
  type: EntityType
  verb: WriteVerb
  /** As it is posted. Updates, voids and deletes carry Id and SyncToken. Never changed by the client. */
  body: Readonly<Record<string, unknown>>
  /** Repeating it with the same id and body repeats the answer and carries nothing out again. */
  requestId: string
  /** The DocNumber is in use already, and that is meant (`include=allowduplicatedocnum`). */
  allowDuplicateNumber?: boolean
  /** The batch in which a creation goes (36 characters at most), under whose id it is sent until an answer tells what came of it. */
  batch?: string
}

/** The answer to a batch: of each request that it held its own, and null of one that it did not hold. */
export type BatchAnswer =
  { ok: true; of(request: WriteRequest): Answer<Entity> | null } | { ok: false; failure: Failure }

/** What stays behind of a deleted entity. */
export interface DeletedEntity {
  Id: string
  status: 'Deleted'
}

export interface Upload {
  entityType: EntityType
  entityId: string
  fileName: string
  contentType: string
  bytes: Uint8Array
  note: string
  category: 'Receipt' | 'Document' | 'Image'
  requestId: string
}

/** One condition of a query; conditions are joined by AND (the query language has no OR). */
export interface Condition {
  field: string
  operator: '=' | '<' | '>' | '<=' | '>=' | 'IN' | 'LIKE'
  value: string | boolean | readonly (string | boolean)[]
}

export interface ChangedEntities {
  entities: { type: EntityType; entity: Entity }[]
  deleted: { type: EntityType; id: string }[]
  /** Types of which more changed than one answer holds: read them whole. */
  overflowed: EntityType[]
  /** When QuickBooks answered, by its own clock, ISO instant; absent where it did not say. */
  asOf?: string
}

/** Preferences, CompanyInfo and Entitlements, boiled down to what the rules ask (facts: QuickBooks API §1.14, §1.15). */
export interface CompanyFacts {
  realmId: string
  companyName: string
  country: string
  homeCurrency: string | null
  multiCurrency: boolean
  /** Last day of the closed books, ISO day. */
  booksClosedUntil: string | null
  customTxnNumbers: boolean
  /** Null where Preferences do not say; then the company's tax codes tell. */
  usingSalesTax: boolean | null
  /** True, false, or null where Preferences do not have it (a company with the older sales tax). */
  partnerTaxEnabled: boolean | null
  billableExpenses: boolean
  autoApplyCredit: boolean
  autoApplyPayments: boolean
  /** Null where it cannot be known before sending. */
  purchaseOrders: boolean | null
  /** Classes are kept, for a document as a whole or for each of its lines. */
  classTracking: 'off' | 'document' | 'line'
  /** Locations (departments) are kept. */
  locationTracking: boolean
  /** Unpaid bills can be entered. */
  bills: boolean
  /** False where QuickBooks says that the subscription has ended. */
  subscribed: boolean
}

/** One QuickBooks company, through which everything goes. Every method answers; none throws for what a network or a server can do. */
export interface QuickBooks {
  readonly realmId: string
  facts(): Promise<Answer<CompanyFacts>>
  /** Every entity that meets the conditions, in the order of Id, page by page. */
  query(type: EntityType, conditions?: readonly Condition[]): Promise<Answer<Entity[]>>
  /** The entity, or null where QuickBooks has none of that id (deleted). */
  read(type: EntityType, id: string): Promise<Answer<Entity | null>>
  /** Home units for one of a currency (ISO code) on an ISO day; null where QuickBooks has no rate. */
  exchangeRate(currency: string, day: string): Promise<Answer<number | null>>
  /** Ids of the transactions dated between two ISO days that the bank's statement or feed has made reconciled, or cleared (matched). */
  transactionsCleared(status: 'Reconciled' | 'Cleared', from: string, to: string): Promise<Answer<string[]>>
  /** Last ISO day of the tax periods that were filed; null where none was. */
  taxFiledUntil(): Promise<Answer<string | null>>
  changedSince(types: readonly EntityType[], since: string): Promise<Answer<ChangedEntities>>
  /** Done only if the expected entity came back with its id. */
  write(request: WriteRequest): Promise<Answer<Entity | DeletedEntity>>
  /**
   * Creations in one request under the batch's own id. Repeated with the same id, the first answer comes again, whatever
   * the repetition holds: what is not in it was not carried out.
   */
  writeBatch(batch: string, requests: readonly WriteRequest[]): Promise<BatchAnswer>
  /** Uploads and links a receipt in one multipart request with a length. */
  upload(upload: Upload): Promise<Answer<Entity>>
  /** The bytes of an attachment, for checks. */
  download(attachableId: string): Promise<Answer<Uint8Array>>
}
