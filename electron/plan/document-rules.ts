import type { Credit, Expense, Invoice, PurchaseOrder, Payment } from '../../shared/domain.ts'
import type { Draft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import type { PlanContext } from './context.ts'
import type { Operation, Verdict } from './input.ts'
import type { Link, LinkedType } from './link.ts'

export type BusinessDocument = Invoice | Credit | Payment | Expense | PurchaseOrder

/**
 * A document as it should stand in QuickBooks. `ready` is false while a record that it needs is still on its way;
 * `draft` then shows what is known.
 */
export type Prepared =
  | { ok: true; ready: boolean; draft: Draft; party: string | null; total: Cents; allowDuplicateNumber?: boolean }
  | { ok: false; problem: Problem; draft?: Draft | null }

/** What the rules of one kind of document say; the order in which they are asked is the same for all. */
export interface DocumentRules<R extends BusinessDocument> {
  type(record: R): LinkedType
  /** All types that it can have stood there as, where there are several. */
  types?: readonly LinkedType[]
  date(record: R): string
  currency(record: R): string | null
  number(record: R): string | null
  /** `books`: it belongs there. `waits`: not yet, or no longer, and why. `withdrawn`: it has to leave the books again. */
  wanted(record: R): { in: 'books' } | { in: 'waits' | 'withdrawn'; problem: Problem }
  prepare(context: PlanContext, key: DocumentKey, record: R): Prepared
  /** A synced document whose content changed in Billdr: held with this problem, or overwritten where null. */
  edited: ((record: R) => Problem) | null
  /** Steps that take it out of the books; empty where it is out already. */
  withdraw(context: PlanContext, key: DocumentKey, link: Link): Operation[]
  /** What Billdr's removal of a record with a document in the books does: the steps, or the problem that asks a person. */
  removed(context: PlanContext, key: DocumentKey, record: R, link: Link): Operation[] | Problem
  /** What else becomes of one that stands there, before it is compared with what was sent; null: nothing else. */
  standing?(context: PlanContext, key: DocumentKey, record: R, link: Link): Verdict | null
  /** What a linked document needs besides (receipts, applying a credit, the rest of a payment). */
  settle?(
    context: PlanContext,
    key: DocumentKey,
    record: R,
    link: Link,
  ): { operations: Operation[]; note: Problem | null }
}
