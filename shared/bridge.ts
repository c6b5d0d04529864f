import type { Candidate } from './candidate.ts'
import { z } from 'zod'
import { columnMappingSchema } from './column-mapping.ts'
import type { ColumnsAnswer } from './column-preview.ts'
import type { FirmSetting } from './firm-setting.ts'
import type { HealthReport } from './health.ts'
import type { DocumentKey } from './kinds.ts'
import { parseKey } from './kinds.ts'
import type { MonthsAnswer } from './month-books.ts'
import type { Mappings } from './mappings.ts'
import { mappingsSchema } from './mappings.ts'
import type { Places } from './places.ts'
import { PROBLEMS } from './problem-catalogue.ts'
import type { ActionName } from './action.ts'
import type { OtherDocument, Problem, ProblemCode } from './problem.ts'
import type { Difference, QueueRow } from './row.ts'
import type { Settings } from './settings.ts'
import { settingsChangeSchema } from './settings.ts'
import type { CompanyStatus, ConnectionStatus } from './status.ts'
import type { Result } from './result.ts'
import type { RunDocument, RunSummary } from './runs.ts'
import type { UndoLine } from './undo.ts'
import { KEPT_BECAUSE, UNDO_DOES } from './undo.ts'

/**
 * The one contract between a window and the companion. Electron's ipc, the browser host and the doubles of the
 * tests are all derived from it: a new call is a new line here, and a handler that the compiler then asks for.
 */
const company = z.string().min(1).max(100)
const key = z
  .string()
  .max(300)
  .transform((text, context): DocumentKey => {
    if (parseKey(text)) return text as DocumentKey
    context.addIssue({ code: 'custom', message: 'not a document key' })
    return z.NEVER
  })
const keys = z.union([z.literal('all'), z.array(key).max(100_000)])
const text = z.string().max(2_000)
const undoTarget = z.union([z.strictObject({ run: text }), z.strictObject({ key })])
const undoLine = z.strictObject({ key, does: z.enum(UNDO_DOES), why: z.enum(KEPT_BECAUSE).nullable() })
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
const CODES = Object.keys(PROBLEMS) as ProblemCode[]

export interface AppInfo {
  version: string
  host: 'electron' | 'browser'
  language: 'en' | 'fr'
  keychain: boolean
  /** What a person should know of where the data lies; null where it is well. */
  notice: Problem | null
  /** What the firm's IT set for the whole computer; it cannot be changed here. */
  byFirm: readonly FirmSetting[]
}

export interface RowsAnswer {
  revision: number
  /** Every row where `whole`, else the rows that changed since the revision asked for. */
  whole: boolean
  rows: QueueRow[]
  removed: DocumentKey[]
}

/** One line of what QuickBooks will get, or has. */
export interface PreviewLine {
  description: string
  /** Item or account, by its full name; null where none is chosen yet. */
  account: string | null
  quantity: string | null
  unitPrice: string | null
  amount: number
  /** Project of a purchase line. */
  project?: string | null
}

export interface HistoryEntry {
  at: string
  /** Fills `history.<event>` of the words. */
  event: string
  params: Record<string, string | number>
  tone: 'plain' | 'good' | 'bad'
  /** For the fold with technical details; no secrets. */
  details: Record<string, string | number | null> | null
}

/** A field in which Billdr now, the document as it was sent, and QuickBooks now are not the same; null where one says nothing. */
export interface Side {
  field: Difference['field']
  billdr: string | null
  sent: string | null
  quickbooks: string | null
}

/** A field of the very draft that is posted; money as a decimal number, days as ISO days. */
export interface PostedField {
  name:
    | 'displayName'
    | 'companyName'
    | 'person'
    | 'parent'
    | 'email'
    | 'phone'
    | 'address'
    | 'site'
    | 'printAs'
    | 'number'
    | 'customer'
    | 'payee'
    | 'supplier'
    | 'date'
    | 'dueDate'
    | 'expectedOn'
    | 'reference'
    | 'total'
    | 'appliedTo'
    | 'depositTo'
    | 'paymentType'
    | 'paidFrom'
    | 'payable'
    | 'receivable'
    | 'taxCode'
    | 'currency'
    | 'memo'
    | 'note'
  value: string
}

export interface DocumentDetails {
  row: QueueRow
  /** Where Billdr, what was sent and QuickBooks differ; empty where they agree or nothing is there. */
  sides: Side[]
  /** What goes with the next sync besides its lines; empty where nothing goes. */
  posted: PostedField[]
  /** What Billdr says, name → value; the window words the names. */
  fields: { name: string; value: string }[]
  lines: PreviewLine[]
  taxes: { name: string; rate: string; amount: number }[]
  /** Where the lines go: Invoice, Bill, Purchase … in QuickBooks; null where nothing is sent. */
  target: string | null
  /** As it would be, or was, posted; for the fold with technical details. */
  body: string | null
  quickbooksUrl: string | null
  other: OtherDocument | null
  nextNumber: string | null
  history: HistoryEntry[]
}

export interface ContactMatch {
  key: DocumentKey
  name: string
  email: string | null
  /** Linked QuickBooks contact, or null. */
  linked: { id: string; name: string } | null
  suggestions: {
    id: string
    name: string
    reason: 'same-name' | 'similar-name' | 'same-email' | 'same-phone'
    confidence: number
  }[]
}

export interface CostCodeMatch {
  key: DocumentKey
  code: string
  name: string
  item: string | null
  account: string | null
  /** What Billdr uses it for: which of the two sides it needs. */
  usedFor: 'income' | 'expense' | 'both'
  usedBy: number
  suggestions: {
    item: string | null
    account: string | null
    reason: 'same-name' | 'same-number' | 'similar-name'
    confidence: number
  }[]
}

export interface BooksLists {
  customers: { id: string; name: string; isProject: boolean }[]
  vendors: { id: string; name: string }[]
  items: { id: string; name: string }[]
  accounts: { id: string; name: string; type: string; currency?: string }[]
  /** ISO codes of the currencies, besides the company's own, in which accounts are kept. */
  foreignCurrencies?: string[]
  taxCodes: { id: string; name: string }[]
}

/** What only the desktop program has: how it starts, and how it is kept up to date. */
export interface DesktopState {
  version: string
  /** Null where the system could not repeat this start (a development run). */
  startsAtLogin: boolean | null
  /** Null where this program has no place to check for updates. */
  updates: {
    state: 'checking' | 'current' | 'loading' | 'ready' | 'failed'
    /** ISO instant of the last check; null before the first. */
    checkedAt: string | null
    /** What waits for a restart, with what is new in it. */
    ready: { version: string; notes: string } | null
    /** Whether versions that are still tried out are taken, too. */
    beta: boolean
  } | null
}

export interface ActivityEntry extends HistoryEntry {
  key: DocumentKey | null
  /** A person on a computer, or the program on it; null in entries of an earlier version. */
  who?: { person: string | null; desktop: string } | null
  /** What it was about, as it was then: also of records that are gone. `amount`: cents. */
  about?: { number: string | null; party: string | null; amount: number | null; currency: string | null } | null
}

function call<A>() {
  return <S extends z.ZodType>(args: S) => ({ args, answer: undefined as unknown as A })
}

/** name → arguments (checked where the companion runs) and answer. */
export const CALLS = {
  appInfo: call<AppInfo>()(z.strictObject({})),
  setLanguage: call<Result>()(z.strictObject({ language: z.enum(['en', 'fr']) })),
  companies: call<CompanyStatus[]>()(z.strictObject({})),
  addCompany: call<Result<{ id: string }>>()(
    z.strictObject({ name: text, location: text, apiKey: text.nullable(), practice: z.boolean() }),
  ),
  status: call<CompanyStatus>()(z.strictObject({ company })),
  rows: call<RowsAnswer>()(z.strictObject({ company, since: z.number().int().nullable() })),
  document: call<DocumentDetails | null>()(z.strictObject({ company, key })),
  attachment: call<Result<{ contentType: string; base64: string }>>()(
    z.strictObject({ company, key, attachmentId: text }),
  ),
  syncNow: call<Result>()(z.strictObject({ company })),
  /** Until an instant, 'resumed': until somebody resumes it, null: resume now. */
  pause: call<Result>()(
    z.strictObject({ company, until: z.union([z.iso.datetime(), z.literal('resumed'), z.null()]) }),
  ),
  retry: call<Result<{ count: number }>>()(z.strictObject({ company, keys })),
  ignore: call<Result<{ count: number }>>()(z.strictObject({ company, keys: z.array(key).max(100_000), reason: text })),
  /** Yes to many at once, each by what its problem asks (see shared/approval.ts); others are left as they are. */
  approve: call<Result<{ count: number }>>()(z.strictObject({ company, keys: z.array(key).max(100_000) })),
  /** Leaves out a receipt that cannot go; its document goes on. */
  ignoreReceipt: call<Result>()(z.strictObject({ company, key, attachmentId: text })),
  unignore: call<Result<{ count: number }>>()(z.strictObject({ company, keys })),
  /** Records of QuickBooks that this one could be linked to, the likeliest first. */
  candidates: call<Result<Candidate[]>>()(z.strictObject({ company, key })),
  /** `yes`: also where it is of another party or amount. */
  link: call<Result>()(z.strictObject({ company, key, quickbooksId: text, yes: z.boolean().optional() })),
  unlink: call<Result>()(z.strictObject({ company, key })),
  /** Actions of a problem that have no call of their own (`take-next-number`, `create-anew`, `overwrite`, `keep-theirs`). */
  act: call<Result>()(
    z.strictObject({
      company,
      key,
      action: z.enum([
        'take-next-number',
        'approve',
        'same-record',
        'another-record',
        'create-anew',
        'overwrite',
        'keep-theirs',
        'link-to-existing',
      ] satisfies ActionName[]),
    }),
  ),
  confirmGuard: call<Result<{ count: number }>>()(z.strictObject({ company, guard: text })),
  /** What each run did, the newest first. */
  runs: call<Result<RunSummary[]>>()(z.strictObject({ company })),
  /** The documents of one run, with what it did to each. */
  runDocuments: call<Result<RunDocument[]>>()(z.strictObject({ company, run: text })),
  /** What taking a run, or the last write to a document, back would do, line by line; sends nothing. */
  shownUndo: call<Result<UndoLine[]>>()(z.strictObject({ company, target: undoTarget })),
  /** Takes back what was shown, and answers what became of it. */
  undo: call<Result<UndoLine[]>>()(
    z.strictObject({ company, target: undoTarget, shown: z.array(undoLine).max(100_000) }),
  ),
  contacts: call<Result<ContactMatch[]>>()(z.strictObject({ company })),
  costCodes: call<Result<CostCodeMatch[]>>()(z.strictObject({ company })),
  booksLists: call<Result<BooksLists>>()(z.strictObject({ company })),
  /** The settings of QuickBooks and of the mappings that cause trouble, with why; by the last look. */
  health: call<Result<HealthReport>>()(z.strictObject({ company })),
  /** Makes the account or item that a cost code asks for; nothing of the kind happens by itself (rule K1). */
  createForCostCode: call<Result>()(
    z.strictObject({ company, key, what: z.enum(['account', 'item']), parent: text.nullable() }),
  ),
  mappings: call<Mappings>()(z.strictObject({ company })),
  setMappings: call<Result>()(z.strictObject({ company, mappings: mappingsSchema })),
  settings: call<Settings>()(z.strictObject({ company })),
  setSettings: call<Result<Settings>>()(z.strictObject({ company, settings: settingsChangeSchema })),
  setSource: call<Result>()(z.strictObject({ company, location: text, apiKey: text.nullable() })),
  /** The folders and zips at a place of this computer, to choose a location from; null: the personal folder. */
  places: call<Result<Places>>()(z.strictObject({ at: text.nullable() })),
  /** How the first rows of each table will be understood: with `draft`, or with the mapping that is kept. Changes nothing. */
  columns: call<Result<ColumnsAnswer>>()(z.strictObject({ company, draft: columnMappingSchema.nullable() })),
  setColumns: call<Result>()(z.strictObject({ company, mapping: columnMappingSchema })),
  /** `notice`: what a person should know before she signs in; null where nothing. */
  connect: call<Result<{ authorizeUrl: string; notice: Problem | null }>>()(
    z.strictObject({ company, environment: z.enum(['production', 'sandbox', 'practice']) }),
  ),
  finishConnect: call<Result<ConnectionStatus>>()(
    z.strictObject({ company, address: text.nullable(), acceptOtherCompany: z.boolean() }),
  ),
  disconnect: call<Result>()(z.strictObject({ company })),
  /** What the months are besides their documents: read when, signed by whom, and what only QuickBooks has. */
  months: call<MonthsAnswer>()(z.strictObject({ company })),
  /** Reads a month from QuickBooks by date. */
  readMonth: call<Result>()(z.strictObject({ company, month })),
  /** Signs a month by a name; null takes the signature back. */
  signMonth: call<Result>()(z.strictObject({ company, month, by: text.nullable() })),
  /** A person's word on what only QuickBooks has: it has nothing to do with Billdr, or it has after all. */
  notFromBilldr: call<Result>()(z.strictObject({ company, type: text, id: text, isSo: z.boolean() })),
  /** A month as a report that is saved. */
  monthReport: call<Result<{ fileName: string; base64: string }>>()(
    z.strictObject({ company, month, form: z.enum(['csv', 'pdf']) }),
  ),
  /** `relayUrl`: the https page to which Intuit sends the sign-in of production keys; null where there is none. */
  setAppKeys: call<Result>()(z.strictObject({ clientId: text, clientSecret: text, relayUrl: text.nullable() })),
  /** How Intuit is reached: by which proxy, and whether one wants a sign-in ("host:port"). */
  network: call<{ proxy: string; asks: string | null }>()(z.strictObject({})),
  /** '' for the way of this computer, "off", or the address of a proxy. */
  setProxy: call<Result>()(z.strictObject({ proxy: text })),
  /** For the proxy that asks; goes into the keychain. */
  setProxySignIn: call<Result>()(z.strictObject({ name: text, password: text })),
  activity: call<ActivityEntry[]>()(z.strictObject({ company, limit: z.number().int().min(1).max(10_000) })),
  /** The newest lines of the technical log, oldest first, for a report to support. */
  logTail: call<string[]>()(z.strictObject({})),
  /** Opens a document, the practice books or a help page in the system's browser; other addresses are refused. */
  open: call<Result<{ url: string }>>()(
    z.strictObject({
      company,
      what: z.union([z.strictObject({ document: key }), z.strictObject({ help: z.enum(CODES) }), z.literal('books')]),
    }),
  ),
  /** Copies the next practice export over the first one, so that the second day can be tried. */
  nextSample: call<Result>()(z.strictObject({ company })),
  /** Null in a browser. */
  desktop: call<DesktopState | null>()(z.strictObject({})),
  setStartAtLogin: call<Result>()(z.strictObject({ on: z.boolean() })),
  checkForUpdates: call<Result>()(z.strictObject({})),
  setBetaUpdates: call<Result>()(z.strictObject({ on: z.boolean() })),
  /** Shows what is new and asks; only a yes restarts. */
  restartToUpdate: call<Result>()(z.strictObject({})),
} as const

export type CallName = keyof typeof CALLS
/** What a handler gets: the arguments after the check. */
export type CallArguments<N extends CallName> = z.output<(typeof CALLS)[N]['args']>
/** What a window passes. */
export type CallInput<N extends CallName> = z.input<(typeof CALLS)[N]['args']>
export type CallAnswer<N extends CallName> = (typeof CALLS)[N]['answer']

/** What the window offers to its code, wherever it runs. */
export type Bridge = { [N in CallName]: (args: CallInput<N>) => Promise<CallAnswer<N>> } & {
  /** Calls back with every event; the function it returns ends that. */
  listen(listener: (event: BridgeEvent) => void): () => void
  /** Where a file lies that was dropped on the window; not there in a browser, which does not say it. */
  pathOf?(file: File): string
}

export type BridgeHandlers = { [N in CallName]: (args: CallArguments<N>) => Promise<CallAnswer<N>> }

/** Pushed to windows; each carries what it takes to show it without asking again. */
export type BridgeEvent =
  | { event: 'status'; status: CompanyStatus }
  | { event: 'rows'; company: string; revision: number; rows: QueueRow[]; removed: DocumentKey[] }
  | { event: 'companies'; companies: CompanyStatus[] }
  | { event: 'open'; company: string; key: DocumentKey | null }

/**
 * Checks the arguments of a call that came from outside. Answers null for an unknown call or arguments that do not
 * fit: the caller refuses it without saying more.
 */
export function checkedArguments<N extends CallName>(
  name: string,
  args: unknown,
): { name: N; args: CallArguments<N> } | null {
  if (!Object.hasOwn(CALLS, name)) return null
  const parsed = CALLS[name as CallName].args.safeParse(args)
  return parsed.success ? { name: name as N, args: parsed.data as CallArguments<N> } : null
}
