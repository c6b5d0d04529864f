import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { BooksLocks } from './books.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { held, labelOf } from './context.ts'
import type { Operation, Plan, Verdict } from './input.ts'
import type { Link, LinkedType } from './link.ts'

type Does = 'overwrite' | 'void' | 'delete'
type Lock = 'reconciled' | 'bank-matched' | 'tax-filed'

/** A document of QuickBooks that a step overwrites or takes away; days that it is dated, before and after. */
interface Touched {
  type: LinkedType
  id: string
  does: Does
  days: string[]
}

const PROBLEM_OF: Record<Lock, ProblemCode> = {
  reconciled: 'reconciled-there',
  'bank-matched': 'bank-matched-there',
  'tax-filed': 'tax-filed-there',
}

/** What sales tax is reported by. A payment and an order report none. */
const TAXED: ReadonlySet<LinkedType> = new Set(['Invoice', 'CreditMemo', 'Purchase', 'Bill'])

/** Whether a code says that a person's month end holds a document, which a yes to just that document lets go. */
export function isLockedThere(code: ProblemCode): boolean {
  return Object.values(PROBLEM_OF).includes(code)
}

/** What the month end says of a document of the books, by what is known; null: nothing. */
export function lockOf(locks: BooksLocks | undefined, type: string, id: string, days: readonly string[]): Lock | null {
  const byBank = locks?.byId[id]
  if (byBank) return byBank
  const until = locks?.filedUntil ?? null
  return until !== null && TAXED.has(type as LinkedType) && days.some((day) => day <= until) ? 'tax-filed' : null
}

/**
 * Rule D2: what is reconciled, matched to the bank or in a filed tax period is not overwritten, voided or deleted without a yes
 * that names it. New documents go.
 */
export function holdLocked(context: PlanContext, verdicts: Map<DocumentKey, Verdict>): void {
  const locks = context.books?.locks
  if (!locks) return
  for (const [key, verdict] of verdicts) {
    for (const touched of touchedBy(verdict.operations, context.link(key))) {
      // Of other days only a part is known: they are asked for before anything of these goes.
      if (!touched.days.every((day) => locks.from <= day && day <= locks.to)) continue
      const lock = lockOf(locks, touched.type, touched.id, touched.days)
      const why = lock && lockedProblem(context, key, touched, lock)
      if (!why) continue
      verdicts.set(key, held(why, { draft: verdict.draft, differs: verdict.differs, note: verdict.note }))
      break
    }
  }
}

function lockedProblem(context: PlanContext, key: DocumentKey, touched: Touched, lock: Lock): Problem | null {
  const record = context.records.get(key)?.record
  const shown = [lock, touched.type, touched.id, touched.does, record ? fingerprintOf(record) : ''].join(' ')
  if (context.decision(key).despiteLock === shown) return null
  const { observed, sent } = context.link(key) ?? {}
  return problem(PROBLEM_OF[lock], {
    type: touched.type,
    number: observed?.docNumber ?? sent?.docNumber ?? labelOf(context, key),
    does: touched.does,
    until: context.books?.locks?.filedUntil ?? '',
    shown,
  })
}

/** Documents that these steps overwrite or take away. */
function touchedBy(operations: readonly Operation[], link: Link | null): Touched[] {
  const days = link?.observed.date ? [link.observed.date] : []
  return operations.flatMap((step): Touched[] => {
    switch (step.kind) {
      case 'update': {
        const date = 'date' in step.draft ? [step.draft.date] : []
        return link ? [{ type: link.type, id: step.id, does: 'overwrite', days: [...days, ...date] }] : []
      }
      case 'void':
      case 'delete':
        return [{ type: step.type, id: step.id, does: step.kind, days }]
      case 'remove-replaced':
        return [{ type: step.type, id: step.id, does: 'delete', days }]
      // New documents, receipts and links go; the steps of an undo are asked where they are made.
      case 'create':
      case 'link':
      case 'unlink':
      case 'forget':
      case 'apply-credit':
      case 'unapply-credit':
      case 'pay-bill':
      case 'attach':
      case 'undo-create':
      case 'undo-update':
      case 'undo-receipt':
      case 'undo-application':
      case 'undo-bill-payment':
      case 'undo-link':
        return []
    }
  })
}

/** The days, first and last, of what a plan is about to overwrite, void or delete; null: nothing of it. */
export function daysTouched(
  plan: Plan,
  links: { get(key: DocumentKey): Link | undefined },
): { from: string; to: string } | null {
  const days = [...plan.verdicts]
    .flatMap(([key, { operations }]: [DocumentKey, Verdict]) =>
      operations.length === 0 ? [] : touchedBy(operations, links.get(key) ?? null),
    )
    .flatMap((touched) => touched.days)
    .sort()
  const [from, to] = [days[0], days.at(-1)]
  return from === undefined || to === undefined ? null : { from, to }
}
