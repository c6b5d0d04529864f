import { createHash } from 'node:crypto'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { MonthBooks, MonthReading, MonthSigned, MonthsAnswer } from '../../shared/month-books.ts'
import type { MonthParts } from '../../shared/month-parts.ts'
import { partsByMonth } from '../../shared/month-parts.ts'
import type { MonthStanding } from '../../shared/months.ts'
import { emptyMonth, MONTHLY_KINDS, monthsOf, withMarked } from '../../shared/months.ts'
import type { RecordAbout } from '../../shared/record-name.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { Packed } from '../../shared/shown.ts'
import { unpackShown } from '../../shared/shown.ts'
import type { LinkedType } from '../plan/link.ts'
import { figuresOf } from './audit-about.ts'
import type { Company } from './company.ts'
import { taxesByMonth } from './tax-rates.ts'

/** A month of a company, with what was read of it by date and who signed it. */
export type CompanyMonth = MonthStanding &
  MonthBooks & {
    parts: MonthParts
    /** The rows of what changed since it was signed, by key; those that are gone are not among them. */
    rows?: ReadonlyMap<string, QueueRow>
  }

/** A signature as it is stored: with what each document of the month was then. */
export interface StoredSignature {
  by: string
  /** ISO instant. */
  at: string
  documents: Record<DocumentKey, string>
  /** What each of them was about then, of signatures since that is kept: a document can leave the month for good. */
  about?: Record<DocumentKey, RecordAbout>
  /** The keys that a digest has told to have changed since, a line each. */
  told?: string
}

/** Every month of a company, the newest first; `only`: that one month, also where nothing is in it. */
export function companyMonths(company: Company, only?: string): CompanyMonth[] {
  const readings = company.workspace.store.table('monthReadings')
  const rows = withMarked(company.rows(), markedIn(readings.values()))
  const standings = monthsOf(rows, company.books?.facts.homeCurrency ?? null)
  const wanted = only === undefined ? standings : [standings.find(({ month }) => month === only) ?? emptyMonth(only)]
  const books = booksOfMonths(
    company,
    rows,
    wanted.map(({ month }) => month),
  )
  const parts = partsByMonth(rows, company.books?.facts.homeCurrency ?? null)
  return wanted.map((standing, at) => ({
    ...standing,
    ...(books[at] as MonthBooks),
    parts: parts.get(standing.month) ?? { project: [], party: [] },
    rows: rowsOfKeys(rows, books[at]?.signed?.changedSince ?? []),
  }))
}

function rowsOfKeys(rows: readonly QueueRow[], keys: readonly DocumentKey[]): ReadonlyMap<string, QueueRow> {
  const wanted = new Set(keys)
  return new Map(wanted.size === 0 ? [] : rows.flatMap((row) => (wanted.has(row.key) ? [[row.key, row] as const] : [])))
}

function booksOfMonths(company: Company, rows: readonly QueueRow[], months: readonly string[]): MonthBooks[] {
  const { store } = company.workspace
  const signedMonths = months.filter((month) => store.table('signatures').has(month))
  const now = signedMonths.length === 0 ? new Map<string, Map<DocumentKey, string>>() : documentsByMonth(rows)
  const taxes = taxesByMonth(rows, ({ key }) => {
    const record = store.table('records').get(key)?.record
    return record && 'taxes' in record ? record.taxes : []
  })
  return months.map((month) => {
    const reading = store.table('monthReadings').get(month) ?? null
    return {
      month,
      readAt: reading?.at ?? null,
      onlyInQuickBooks: reading ? stillOnly(company, reading) : [],
      signed: signedOf(
        company,
        store.table('signatures').get(month) ?? null,
        now.get(month) ?? new Map<DocumentKey, string>(),
      ),
      ...(taxes.get(month) ?? { taxRates: [], rounding: [] }),
    }
  })
}

/** Those that were not linked since, with what a person said of them. */
function stillOnly(company: Company, { only }: MonthReading): MonthReading['only'] {
  const said = company.workspace.store.table('notFromBilldr')
  return only
    .filter(({ type, id }) => company.workspace.linkedKey(type as LinkedType, id) === null)
    .map((each) => (said.has(`${each.type}|${each.id}`) ? { ...each, notFromBilldr: true } : each))
}

/** Documents that stand in QuickBooks under our mark without a link here, as they were read. */
function markedIn(readings: Iterable<MonthReading>): Map<DocumentKey, Packed> {
  return new Map([...readings].flatMap((each) => each.marked))
}

/** What a window needs besides its rows, for every month that has something. */
export function monthsAnswer(company: Company): MonthsAnswer {
  const readings = company.workspace.store.table('monthReadings')
  const marked = markedIn(readings.values())
  const homeCurrency = company.books?.facts.homeCurrency ?? null
  const rows = withMarked(company.rows(), marked)
  const months = new Set([...monthsOf(rows, homeCurrency).map(({ month }) => month), ...readings.keys()])
  return { homeCurrency, months: booksOfMonths(company, rows, [...months].sort().reverse()), marked: [...marked] }
}

function signedOf(
  { workspace: { store } }: Company,
  stored: StoredSignature | null,
  now: ReadonlyMap<DocumentKey, string>,
): MonthSigned | null {
  if (!stored) return null
  const then = new Map(Object.entries(stored.documents) as [DocumentKey, string][])
  const changed = [...now].filter(([key, what]) => then.get(key) !== what).map(([key]) => key)
  const left = [...then.keys()].filter((key) => !now.has(key))
  const about = left.map((key) => [key, stored.about?.[key] ?? aboutNow(store, key)] as const)
  const { by, at } = stored
  return { by, at, changedSince: [...changed, ...left], ...(left.length > 0 && { left: Object.fromEntries(about) }) }
}

function aboutNow(store: Company['workspace']['store'], key: DocumentKey): RecordAbout {
  return figuresOf(store, store.table('records').get(key)?.record ?? null)
}

/** The months that somebody signed, with what changed in them since. */
export function signedMonths(company: Company): ({ month: string } & MonthSigned)[] {
  const { store } = company.workspace
  const signatures = [...store.table('signatures').entries()]
  if (signatures.length === 0) return []
  const rows = withMarked(company.rows(), markedIn(store.table('monthReadings').values()))
  const now = documentsByMonth(rows)
  return signatures.flatMap(([month, stored]) => {
    const signed = signedOf(company, stored, now.get(month) ?? new Map<DocumentKey, string>())
    return signed ? [{ month, ...signed }] : []
  })
}

/** What each document of a month is, by key, so that a change of it shows later. */
function documentsByMonth(rows: readonly QueueRow[]): Map<string, Map<DocumentKey, string>> {
  const months = new Map<string, Map<DocumentKey, string>>()
  for (const row of rows) {
    if (!(MONTHLY_KINDS as readonly string[]).includes(row.kind)) continue
    const shown = row.shows === undefined ? null : unpackShown(row.shows)
    const what = fingerprintOf(row, shown)
    for (const month of new Set([row.date?.slice(0, 7), shown?.date?.slice(0, 7)])) {
      if (month === undefined) continue
      const documents = months.get(month) ?? new Map<DocumentKey, string>()
      months.set(month, documents.set(row.key, what))
    }
  }
  return months
}

/** Of what a person signs for: not of when it was read, nor of what was paid of it since. */
function fingerprintOf(row: QueueRow, shown: ReturnType<typeof unpackShown> | null): string {
  const theirs = shown && [
    shown.number,
    shown.date,
    shown.party,
    shown.currency,
    shown.beforeTax,
    shown.tax,
    shown.total,
    shown.voided,
    shown.lines.map((line) => [line.goesTo, line.amount]),
  ]
  const receipts = row.attachments.map(({ id, state }) => [id, state])
  const ours = [row.date, row.amount, row.currency, row.number, row.party, row.outside, row.accepted, receipts]
  return createHash('sha256')
    .update(JSON.stringify([ours, theirs]))
    .digest('base64url')
    .slice(0, 16)
}

/** Signs a month as it stands now; an earlier signature is replaced. The history keeps both. */
export async function signMonth(company: Company, month: string, by: string): Promise<void> {
  const { store } = company.workspace
  const rows = withMarked(company.rows(), markedIn(store.table('monthReadings').values()))
  const documents = Object.fromEntries(documentsByMonth(rows).get(month) ?? [])
  const keys = Object.keys(documents) as DocumentKey[]
  const about = Object.fromEntries(keys.map((key) => [key, aboutNow(store, key)])) as Record<DocumentKey, RecordAbout>
  const at = company.now.toISOString()
  await store.commit([{ table: 'signatures', id: month, value: { by, at, documents, about } }])
  await note(company, 'month-signed', { month, by, documents: keys.length })
}

/** Takes the signature back. Answers whether there was one. */
export async function unsignMonth(company: Company, month: string): Promise<boolean> {
  const { store } = company.workspace
  const stored = store.table('signatures').get(month)
  if (!stored) return false
  await store.commit([{ table: 'signatures', id: month, value: undefined }])
  await note(company, 'month-unsigned', { month, by: stored.by })
  return true
}

/** A person says of a document in QuickBooks (`type`, `id`) that it has nothing to do with Billdr, or takes that back. */
export async function sayNotFromBilldr(company: Company, type: string, id: string, isSo: boolean): Promise<void> {
  const value = isSo ? { at: company.now.toISOString() } : undefined
  const readings = [...company.workspace.store.table('monthReadings').values()]
  const said = readings.flatMap(({ only }) => only).find((each) => each.type === type && each.id === id)
  await company.workspace.store.commit([{ table: 'notFromBilldr', id: `${type}|${id}`, value }])
  await note(company, isSo ? 'not-from-billdr' : 'from-billdr-after-all', { type, id, number: said?.number ?? '' })
}

async function note(company: Company, what: string, params: Record<string, string | number>): Promise<void> {
  const entry = { type: 'decision', company: company.id, who: 'person', what, key: null, reason: null, params } as const
  await company.workspace.note(entry)
}
