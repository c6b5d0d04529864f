import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem, ProblemCode } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { ASKS_BY_NAME } from '../../shared/row.ts'
import type { Difference } from '../../shared/row.ts'
import type { BooksLocks } from './books.ts'
import { fingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { held, labelOf } from './context.ts'
import { differencesOf, isLikelyAnother, isOlderWork } from './differences.ts'
import type { Operation, Plan, Verdict } from './input.ts'
import type { Link, LinkedType } from './link.ts'
import { isEnteredThere } from './link.ts'

type Does = 'overwrite' | 'replace' | 'void' | 'delete'
type Lock = 'reconciled' | 'bank-matched' | 'tax-filed'

/** A document of QuickBooks that a step overwrites or takes away; days that it is dated, before and after. */
interface Touched {
  type: LinkedType
  id: string
  does: Does
  days: string[]
  /** It is the second half of a replacement: a yes to replacing the document covers it. */
  replaced?: true
}

const PROBLEM_OF: Record<Lock | 'entered-there' | 'edited-there', ProblemCode> = {
  reconciled: 'reconciled-there',
  'bank-matched': 'bank-matched-there',
  'tax-filed': 'tax-filed-there',
  'entered-there': 'entered-there',
  'edited-there': 'edited-there',
}

/** What sales tax is reported by. A payment and an order report none. */
const TAXED: ReadonlySet<LinkedType> = new Set(['Invoice', 'CreditMemo', 'Purchase', 'Bill'])

const WEIGHTY: ReadonlySet<Difference['field']> = new Set(['amount', 'lines', 'customer', 'supplier'])

/** Whether a code says that a person's work holds a document, which a yes to just that document lets go. */
export function isLockedThere(code: ProblemCode): boolean {
  return ASKS_BY_NAME.has(code)
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
 * that names it; nor is one that a person entered, and that was only linked here; and what has other amounts or another
 * party by a person's edit is not voided, deleted or replaced. New documents go.
 */
export function holdLocked(context: PlanContext, verdicts: Map<DocumentKey, Verdict>): void {
  for (const [key, verdict] of verdicts) {
    if (verdict.operations.length === 0) continue
    const link = context.link(key)
    for (const touched of touchedBy(verdict.operations, link)) {
      const why = lockedProblem(context, key, touched, link)
      if (!why) continue
      verdicts.set(key, held(why, { draft: verdict.draft, differs: verdict.differs, note: verdict.note }))
      break
    }
  }
}

function lockedProblem(context: PlanContext, key: DocumentKey, touched: Touched, link: Link | null): Problem | null {
  const { type, id, does } = touched
  const lock = monthEndOf(context, touched) ?? workTakenAway(context, key, touched, link)
  if (!lock) return null
  const record = context.records.get(key)?.record
  const { observed, sent } = link ?? {}
  const content = record ? fingerprintOf(record) : ''
  // A yes to taking an edit away is to just that state of it.
  const state = lock === 'edited-there' ? [observed?.syncToken ?? ''] : []
  const shown = (done: Does): string => [lock, type, id, done, content, ...state].join(' ')
  const agreed = context.decision(key).despiteLock ?? ''
  if (agreed === shown(does)) return null
  // Whatever Billdr says by now: the document that takes its place stands already.
  // Of what an earlier version stored, it was not known that an overwriting would replace it.
  if (touched.replaced && (['replace', 'overwrite'] as const).some((done) => isSameDocument(agreed, shown(done))))
    return null
  return problem(PROBLEM_OF[lock], {
    type,
    number: observed?.docNumber ?? sent?.docNumber ?? labelOf(context, key),
    does,
    until: context.books?.locks?.filedUntil ?? '',
    fields: lock === 'edited-there' && link ? editsOf(link).join(', ') : '',
    shown: shown(does),
  })
}

/** Whether two yeses name the same lock, document and act, whatever Billdr said of it. */
function isSameDocument(agreed: string, shown: string): boolean {
  const named = (text: string): string => text.split(' ').slice(0, 4).join(' ')
  return agreed !== '' && named(agreed) === named(shown)
}

/** What the month end says of a document, as far as its days are known: it is asked for before anything of others goes. */
function monthEndOf({ books }: PlanContext, { type, id, days }: Touched): Lock | null {
  const locks = books?.locks
  if (!locks || !days.every((day) => locks.from <= day && day <= locks.to)) return null
  return lockOf(locks, type, id, days)
}

/** What of a person's a step would take away: a document that she entered and linked here, or her edit of ours. */
function workTakenAway(
  context: PlanContext,
  key: DocumentKey,
  { does, replaced }: Touched,
  link: Link | null,
): 'entered-there' | 'edited-there' | null {
  if (link === null) return null
  if (replaced) return link.replaces?.entered ? 'entered-there' : null
  // What differs from what Billdr says is asked about by a guard of its own.
  const isRemoval = does === 'void' || does === 'delete'
  if (isEnteredThere(link)) return isRemoval && isLikelyAnother(link) ? null : 'entered-there'
  if (does === 'overwrite') return null
  // The yes to overwriting her edit is a yes to replacing it; what is voided there shows nothing of hers.
  const isAgreed = does === 'replace' && context.decision(key).overwrite === link.observed.syncToken
  if (isAgreed || link.observed.voided || isOlderWork(link.observed, context.exportedAt ?? null)) return null
  return editsOf(link).length > 0 ? 'edited-there' : null
}

/** What a person changed of a document that makes it another one: its amounts, its lines, or whose it is. */
function editsOf(link: Link): Difference['field'][] {
  const fields = (differencesOf(link) ?? []).map((each) => each.field)
  return fields.filter((field) => WEIGHTY.has(field))
}

/** Documents that these steps overwrite or take away. */
function touchedBy(operations: readonly Operation[], link: Link | null): Touched[] {
  const days = link?.observed.date ? [link.observed.date] : []
  return operations.flatMap((step): Touched[] => {
    switch (step.kind) {
      case 'update': {
        const date = 'date' in step.draft ? [step.draft.date] : []
        if (!link) return []
        const does = isReplaced(step, link) ? 'replace' : 'overwrite'
        return [{ type: link.type, id: step.id, does, days: [...days, ...date] }]
      }
      case 'void':
      case 'delete':
        return [{ type: step.type, id: step.id, does: step.kind, days }]
      case 'remove-replaced':
        return [{ type: step.type, id: step.id, does: 'delete', days, replaced: true }]
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

/** Whether a change makes another document and takes the linked one out of the books (rule E2). */
function isReplaced({ draft }: Extract<Operation, { kind: 'update' }>, { type, observed }: Link): boolean {
  if (draft.type !== type) return true
  return draft.type === 'Purchase' && observed.paymentType !== undefined && observed.paymentType !== draft.paymentType
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
