import type { DocumentKey } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'
import type { MonthReading, OnlyInQuickBooks } from '../../shared/month-books.ts'
import { amountShown } from '../../shared/months.ts'
import type { Result } from '../../shared/result.ts'
import type { Packed } from '../../shared/shown.ts'
import { unpackShown } from '../../shared/shown.ts'
import { booksDocumentOf, observedOf } from '../entities/observe.ts'
import type { Link, LinkedType } from '../plan/link.ts'
import type { Entity, QuickBooks } from '../qbo/contract.ts'
import type { Company } from './company.ts'
import { proveReceipts } from './prove-receipts.ts'
import { NOT_IN_PLAN, askForLinked, takeChanges } from './refresh.ts'

/** All types as which Billdr's documents can stand in QuickBooks. */
const TYPES: readonly LinkedType[] = ['Invoice', 'CreditMemo', 'Payment', 'Purchase', 'Bill', 'PurchaseOrder']

/**
 * Reads every document of these months (ISO, first and last) from QuickBooks by its date, page by page. Links get what it
 * shows now; what is linked to a document that was not among them is asked for by its id; what is nobody's is kept with
 * its month; receipts are proven to hang there. Refused where QuickBooks cannot be asked.
 */
export function readMonths(company: Company, first: string, last: string): Promise<Result> {
  return company.alone(({ quickbooks }) => readAll(company, quickbooks, first, last))
}

async function readAll(company: Company, quickbooks: QuickBooks, first: string, last: string): Promise<Result<null>> {
  const readings = new Map(monthsBetween(first, last).map((month) => [month, emptyReading(company.now)]))
  for (const type of TYPES) {
    const answer = await quickbooks.query(type, [
      { field: 'TxnDate', operator: '>=', value: `${first}-01` },
      { field: 'TxnDate', operator: '<=', value: lastDayOf(last) },
    ])
    if (!answer.ok) {
      if (NOT_IN_PLAN.has(answer.failure.problem.code)) continue
      return { ok: false, problem: answer.failure.problem }
    }
    const changes = { entities: answer.value.map((entity) => ({ type, entity })), deleted: [] }
    await takeChanges(company.workspace, changes, company.now)
    for (const entity of answer.value) {
      company.cache.took(type, entity)
      placeIn(company, readings, type, entity)
    }
    const asked = await askForMoved(company, quickbooks, type, first, last, answer.value)
    if (!asked.ok) return asked
  }
  const linked = [...company.workspace.store.table('links').entries()].filter(([, { observed }]) =>
    readings.has(observed.date?.slice(0, 7) ?? ''),
  ) as [DocumentKey, Link][]
  const proven = await proveReceipts(company.workspace, quickbooks, linked)
  if (!proven.ok) return proven
  await company.cache.keep()
  await company.workspace.store.commit(
    [...readings].map(([month, value]) => ({ table: 'monthReadings', id: month, value }) as const),
  )
  return { ok: true, value: null }
}

/** Each month from the first to the last, both with it. */
function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = monthAfter(month)) months.push(month)
  return months
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

function emptyReading(now: Date): MonthReading {
  return { at: now.toISOString(), only: [], marked: [] }
}

/** Links that stood in these months and did not come with them: deleted, or moved to another day. */
async function askForMoved(
  company: Company,
  quickbooks: QuickBooks,
  type: LinkedType,
  first: string,
  last: string,
  found: readonly Entity[],
): Promise<Result> {
  const came = new Set(found.map(({ Id }) => Id))
  const missed = [...company.workspace.store.table('links').entries()].filter(([, link]) => {
    const month = link.observed.date?.slice(0, 7) ?? ''
    return link.type === type && !link.gone && month >= first && month <= last && !came.has(link.id)
  }) as [DocumentKey, Link][]
  return askForLinked(company.workspace, quickbooks, type, missed, company.now)
}

/** Puts a document that no link holds where it belongs: to its mark, or to what only QuickBooks has. */
function placeIn(
  company: Company,
  readings: ReadonlyMap<string, MonthReading>,
  type: LinkedType,
  entity: Entity,
): void {
  if (company.workspace.linkedKey(type, entity.Id) !== null) return
  const packed = observedOf(type, entity, company.now).shown
  if (packed === undefined) return
  const shown = unpackShown(packed)
  const reading = readings.get(shown.date?.slice(0, 7) ?? '')
  // A payment of nothing only applies a credit.
  if (!reading || (type === 'Payment' && shown.total === 0 && !shown.voided)) return
  const { mark } = booksDocumentOf(type, entity)
  const { store } = company.workspace
  // Where its record is another document by now, as one that a person linked by hand, it is nobody's.
  const isWanted = mark !== null && store.table('links').get(mark)?.gone !== false
  if (isWanted && parseKey(mark) && store.table('records').has(mark)) reading.marked.push([mark as DocumentKey, packed])
  else reading.only.push(onlyOf(type, entity.Id, packed))
}

function onlyOf(type: LinkedType, id: string, packed: Packed): OnlyInQuickBooks {
  const shown = unpackShown(packed)
  const { number, date, party, currency } = shown
  return { type, id, number, date, party, amount: amountShown(shown), currency }
}
