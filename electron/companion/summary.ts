import { isDeepStrictEqual } from 'node:util'
import type { Counts, QueueRow } from '../../shared/row.ts'
import { countStates, needsPerson } from '../../shared/row.ts'
import type { DocumentCounts, TaxSum } from '../../shared/row-sums.ts'
import { countDocuments, receiptsHeld, taxToAdd } from '../../shared/row-sums.ts'
import type { Store } from '../store/store.ts'
import { StoreWriteError } from '../store/store.ts'
import type { CompanyTables } from './tables.ts'
import { ONLY } from './tables.ts'

/** What is counted of a company's rows. */
export interface Summary {
  counts: Counts
  needsYou: number
  documents: DocumentCounts
  receiptsHeld: number
  taxToAdd: TaxSum[]
}

export interface StoredSummary {
  summary: Summary
  /** The last commit before the summary's own: while no other one follows, everything is as it was when this was counted. */
  after: number
  /** The version of the program that counted: another one may plan otherwise. */
  by: string
}

export function summaryOf(rows: readonly QueueRow[]): Summary {
  return {
    counts: countStates(rows),
    needsYou: rows.filter(needsPerson).length,
    documents: countDocuments(rows),
    receiptsHeld: receiptsHeld(rows),
    taxToAdd: taxToAdd(rows),
  }
}

/** The kept summary, where nothing at all was stored since this version of the program counted it; else null. */
export function keptSummary(store: Store<CompanyTables>, by: string): Summary | null {
  const kept = store.table('summary').get(ONLY)
  const isOfNow = kept !== undefined && kept.after + 1 === store.commits && kept.by === by
  return isOfNow && store.recovered === null ? kept.summary : null
}

/** Keeps it as the last thing that is stored; what is stored beside or after it makes it void. */
export async function keepSummary(store: Store<CompanyTables>, summary: Summary, by: string): Promise<void> {
  if (isDeepStrictEqual(keptSummary(store, by), summary)) return
  const value: StoredSummary = { summary, after: store.commits, by }
  try {
    await store.commit([{ table: 'summary', id: ONLY, value }])
  } catch (error) {
    // Without it the next one to ask counts anew.
    if (!(error instanceof StoreWriteError)) throw error
  }
}
