import type { CustomerDraft, Draft, VendorDraft } from '../../shared/draft.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { fingerprintOf, settlingFingerprintOf, storedFingerprintOf } from './content.ts'
import type { PlanContext } from './context.ts'
import { commonVerdict, held, labelOf, rewrittenVerdict, verdict, waitsForAnswer } from './context.ts'
import { enteredProblem } from './entered-already.ts'
import { paidAlready } from './paid-already.ts'
import { personsWork } from './persons-work.ts'
import { notAsSent } from './as-sent.ts'
import { otherPartyCurrency } from './currencies.ts'
import {
  asBilldrSays,
  differencesOf,
  isOlderWork,
  overriddenTax,
  isSettledInDeposit,
  isShownWhole,
  showsEachLine,
} from './differences.ts'
import type { Operation, StoredRecord, Verdict } from './input.ts'
import type { Link } from './link.ts'
import { withRate } from './rates.ts'
import { takenProblem } from './taken-numbers.ts'
import type { BusinessDocument, DocumentRules, Prepared } from './document-rules.ts'
import { isHeldBack, wasRefused } from './refused.ts'

/** What the rules say of one document. What it replaced in the books leaves them before anything else is done (rule E2). */
export function documentVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  stored: StoredRecord,
  record: R,
): Verdict {
  const found = ruledVerdict(context, rules, key, stored, record)
  const link = context.link(key)
  const undoing = context.refusals.get(key)
  if (link && !link.gone && found.state !== 'ignored' && wasRefused(undoing, key, { work: 'undoing' }))
    return { ...found, state: 'failed', problem: undoing.problem, operations: [] }
  if (!link?.replaces || link.gone || found.state === 'ignored') return found
  const { type, id, kept } = link.replaces
  const never = context.refusals.get(key)
  if (wasRefused(never, key, { work: 'replacing' }))
    return verdict('failed', { problem: never.problem, draft: found.draft, differs: found.differs })
  const operations: Operation[] = [{ kind: 'remove-replaced', key, type, id }]
  if (kept) return held(kept, { draft: found.draft, differs: found.differs, operations })
  return { ...found, state: found.state === 'synced' ? 'pending' : found.state, operations }
}

/** Asks the rules of one document, in the order of their weight, and answers the first that has something to say. */
function ruledVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  stored: StoredRecord,
  record: R,
): Verdict {
  const link = context.link(key)
  if (stored.presence === 'removed')
    return rewrittenVerdict(context, key) ?? removedVerdict(context, rules, key, record, link)
  const common = commonVerdict(context, key, stored)
  if (common) return link ? { ...common, differs: differencesOf(link) } : common
  const wanted = rules.wanted(record)
  if (!link && wanted.in !== 'books') {
    // Sent before the data folder was lost or set back: it is linked first, and then treated as what it is.
    const adopted = adoption(context, rules, key, record)
    if (adopted) return adopted
  }
  if (wanted.in === 'waits') return waitingVerdict(rules, key, record, link, wanted.problem)
  if (wanted.in === 'withdrawn') return withdrawnVerdict(context, rules, key, record, link, wanted.problem)
  return link ? linkedVerdict(context, rules, key, record, link) : newVerdict(context, rules, key, record)
}

function removedVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link | null,
): Verdict {
  const isOver = link === null || link.gone || context.decision(key).ignored !== undefined
  // Sent before the data folder was set back, or by another desktop: it has to leave the books as one that we knew of.
  const adopted = link === null && !context.decision(key).ignored ? adoption(context, rules, key, record) : null
  if (adopted) return adopted
  if (isOver) return verdict('synced', { operations: [{ kind: 'forget', key }] })
  const steps = rules.removed(context, key, record, link)
  if (!Array.isArray(steps)) return held(steps)
  return steps.length > 0
    ? removalVerdict(context, rules, key, record, steps)
    : verdict('synced', { operations: [{ kind: 'forget', key }] })
}

/** Steps that void or delete: not in a closed period, and not again where QuickBooks refused just that. */
function removalVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  operations: Operation[],
): Verdict {
  const closed = closedProblem(context, rules.date(record))
  if (closed) return held(closed)
  const link = context.link(key)
  const theirs = link ? personsWork(link, null) : null
  if (theirs) return held(theirs)
  const refusal = context.refusals.get(key)
  if (wasRefused(refusal, key, { work: 'removing' }))
    return isHeldBack(refusal) ? held(refusal.problem, { operations }) : verdict('failed', { problem: refusal.problem })
  return verdict('pending', { operations })
}

/** Draft or rejected: rule I4 for what is in the books already, rule E3 where it has to leave them. */
function waitingVerdict<R extends BusinessDocument>(
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link | null,
  why: Problem,
): Verdict {
  if (!link) return held(why)
  if (link.gone) return held(why, { operations: droppedTie(key, link) })
  return held(
    problem('back-to-draft', { number: rules.number(record) ?? '', docNumber: link.observed.docNumber ?? '' }),
    { differs: differencesOf(link) },
  )
}

function withdrawnVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link | null,
  why: Problem,
): Verdict {
  if (!link) return held(why)
  if (link.gone) return held(why, { operations: droppedTie(key, link) })
  const steps = rules.withdraw(context, key, link)
  return steps.length > 0 ? removalVerdict(context, rules, key, record, steps) : verdict('synced')
}

/** The link to what QuickBooks no longer has is dropped; one that a person dropped stays known, so that it is not found again. */
function droppedTie(key: DocumentKey, link: Link): Operation[] {
  return link.unlinked ? [] : [{ kind: 'unlink', key }]
}

function linkedVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link,
): Verdict {
  const decision = context.decision(key)
  if (link.gone) {
    // A second desktop put it there again: that one is adopted once this link is dropped.
    if (decision.createAnew || adoption(context, rules, key, record))
      return verdict('pending', { operations: [{ kind: 'unlink', key }] })
    if (link.unlinked)
      return held(
        problem('unlinked', { type: link.type, docNumber: link.observed.docNumber ?? link.sent.docNumber ?? '' }),
      )
    return held(
      problem('deleted-in-quickbooks', {
        type: link.type,
        docNumber: link.observed.docNumber ?? link.sent.docNumber ?? '',
      }),
    )
  }
  const content = storedFingerprintOf(record, link.sent.content, decision.keepTheirs)
  const changed = differencesOf(link)
  const isEdited = changed !== null && content !== link.sent.content
  const differs = isEdited ? asBilldrSays(changed, rules.prepare(context, key, record).draft ?? null) : changed
  const undone = undoneProblem(context, key, content)
  if (undone) return held(undone, { differs })
  const unlike = notAsSent(link)
  if (unlike && decision.keepTheirs !== content) {
    if (decision.overwrite === link.observed.syncToken)
      return { ...updateVerdict(context, rules, key, record, link, content), differs: unlike }
    // Other content of Billdr goes over it by itself, where it may.
    if (content === link.sent.content || rules.edited) {
      const fields = unlike.map((each) => each.field).join(', ')
      return held(problem('not-as-sent', { type: link.type, fields }), { differs: unlike })
    }
  }
  const otherwise = decision.keepTheirs === content ? null : rules.standing?.(context, key, record, link)
  if (otherwise) return otherwise
  if (content !== link.sent.content && decision.keepTheirs !== content) {
    if (rules.edited) {
      const agreed = differs !== null && agreedThere(context, rules, key, record, link)
      if (!agreed) return held(rules.edited(record), { differs })
      return settledVerdict(context, rules, key, record, link, null)
    }
    const updated = updateVerdict(context, rules, key, record, link, content)
    return { ...updated, differs: updated.differs ?? differs }
  }
  return settledVerdict(context, rules, key, record, link, differs)
}

/** Whether a person has put into QuickBooks what Billdr says now: every amount, and where each line goes, with its words. */
function agreedThere<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link,
): boolean {
  const prepared = rules.prepare(context, key, record)
  return prepared.ok && showsEachLine(link.observed, prepared.draft)
}

/** What a document in the books needs besides, and what is said of it. */
function settledVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link,
  differs: Verdict['differs'],
): Verdict {
  const settled = rules.settle?.(context, key, record, link) ?? { operations: [], note: null }
  const refusal = context.refusals.get(key)
  if (
    settled.operations.length > 0 &&
    wasRefused(refusal, key, { work: 'settling', content: settlingFingerprintOf(record) })
  ) {
    if (refusal.problem.code === 'quickbooks-keeps-failing')
      return verdict('failed', { problem: refusal.problem, differs, operations: onlyReceipts(settled.operations) })
    return verdict('synced', {
      note: refusal.problem,
      differs,
      operations: onlyReceipts(settled.operations),
    })
  }
  return verdict(settled.operations.length > 0 ? 'pending' : 'synced', { ...settled, differs })
}

function onlyReceipts(operations: readonly Operation[]): Operation[] {
  return operations.filter((step) => step.kind === 'attach')
}

/** Rule E2: overwritten, but never over an edit that a person made in QuickBooks without asking (rule X1). */
export function updateVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
  link: Link,
  content: string,
): Verdict {
  const theirs = isOlderWork(link.observed, context.exportedAt ?? null) ? null : differencesOf(link)
  const refusal = context.refusals.get(key)
  const prepared = preparedOnce(context, rules, key, record)
  // What shows there is what Billdr says now: our own change arrived, though its answer did not, or by another desktop.
  const hasArrived = prepared.ok && rules.type(record) === link.type && isShownWhole(link.observed, prepared.draft)
  if (theirs && !hasArrived && context.decision(key).overwrite !== link.observed.syncToken) {
    return held(
      problem('changed-in-quickbooks', { type: link.type, fields: theirs.map((each) => each.field).join(', ') }),
    )
  }
  if (!prepared.ok) return held(prepared.problem, { draft: prepared.draft ?? null })
  const { draft } = prepared
  const isAgreed = context.decision(key).overwrite === link.observed.syncToken
  const taxed = isAgreed || rules.type(record) !== link.type ? null : overriddenTax(link.observed, draft)
  if (taxed)
    return held(problem('changed-in-quickbooks', { type: link.type, fields: 'tax' }), { draft, differs: taxed })
  const heldBack =
    refusal && wasRefused(refusal, key, { work: 'sending', content }) && isHeldBack(refusal) ? refusal.problem : null
  if (!heldBack && wasRefused(refusal, key, { work: 'sending', content }))
    return verdict('failed', { problem: refusal.problem, draft })
  const type = rules.type(record)
  const work = type === link.type && !isSettledInDeposit(link.observed, draft) ? personsWork(link, draft) : null
  if (work) return held(work, { draft })
  const closed = link.observed.date === null ? null : closedProblem(context, link.observed.date)
  if (closed) return held(closed, { draft })
  const operations: Operation[] = prepared.ready ? [{ kind: 'update', key, type, id: link.id, draft, content }] : []
  return heldBack ? held(heldBack, { draft, operations }) : verdict('pending', { draft, operations })
}

function newVerdict<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
): Verdict {
  const prepared = preparedOnce(context, rules, key, record)
  const draft = prepared.draft ?? null
  const { syncFrom } = context.settings
  if (syncFrom && rules.date(record) < syncFrom)
    return held(problem('before-sync-from', { date: rules.date(record), syncFrom }), { draft })
  const undone = undoneProblem(context, key, fingerprintOf(record))
  if (undone) {
    // Its number stays its own meanwhile.
    if (prepared.ok) takenProblem(context, key, rules.type(record), prepared)
    return held(undone, { draft })
  }
  if (!prepared.ok) return held(prepared.problem, { draft })
  const type = rules.type(record)
  const adopted = adoption(context, rules, key, record)
  if (adopted) return { ...adopted, draft }
  // A creation that may have arrived is repeated as it was: the same request never makes a second one.
  const isOnTheWay = context.onTheWay?.has(key) ?? false
  const entered = isOnTheWay
    ? null
    : (enteredProblem(context, key) ?? (record.kind === 'payment' ? paidAlready(context, key, record) : null))
  if (entered) return held(entered, { draft })
  const content = fingerprintOf(record)
  const taken = takenProblem(context, key, type, prepared)
  if (taken) return verdict('failed', { problem: taken, draft })
  const refusal = context.refusals.get(key)
  if (wasRefused(refusal, key, { work: 'sending', content, number: context.decision(key).number }))
    return verdict('failed', { problem: refusal.problem, draft })
  if (!context.books || !prepared.ready) return verdict('pending', { draft })
  const allowDuplicateNumber = prepared.allowDuplicateNumber ?? false
  return verdict('pending', {
    draft,
    operations: [{ kind: 'create', key, type, draft: prepared.draft, content, allowDuplicateNumber }],
  })
}

/**
 * The document of the books that carries this record's mark is linked to it; null where there is none. One of another type
 * (an expense that was unpaid when it was sent) is linked as an edited one, so that it is replaced.
 */
function adoption<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
): Verdict | null {
  const type = rules.type(record)
  const types = [...new Set([type, ...(rules.types ?? [])])]
  const marked = types.flatMap((each) => context.marked.get(`${each}|${key}`) ?? [])
  const [ours] = marked
  const before = context.link(key)
  // A copy that a person made says the same as the older one; what was sent at another time may be either.
  const isDoubtful = !before && marked.some((each) => each.type !== ours?.type || each.asOf !== ours.asOf)
  if (isDoubtful) return held(problem('marked-twice', { number: rules.number(record) ?? labelOf(context, key) }))
  if (!ours || (before && before.type === ours.type && before.id === ours.id)) return null
  const content = ours.type === type ? fingerprintOf(record) : `${fingerprintOf(record)} as ${type}`
  return verdict('pending', {
    operations: [{ kind: 'link', key, type: ours.type, id: ours.id, origin: 'adopted', content }],
  })
}

/** The preparation, and the checks that hold for all kinds: currency and closed books. */
export function preparedOnce<R extends BusinessDocument>(
  context: PlanContext,
  rules: DocumentRules<R>,
  key: DocumentKey,
  record: R,
): Prepared {
  const waits = waitsForAnswer(context, key)
  if (waits) return { ok: false, problem: waits }
  const prepared = rules.prepare(context, key, record)
  if (!prepared.ok) return prepared
  const currency = rules.currency(record)
  const home = context.books?.facts.homeCurrency ?? null
  if (currency && home && currency !== home && !context.books?.facts.multiCurrency) {
    return { ok: false, problem: problem('record-currency', { currency, home }), draft: prepared.draft }
  }
  const closed = closedProblem(context, rules.date(record))
  if (closed) return { ok: false, problem: closed, draft: prepared.draft }
  const other = isContact(prepared.draft) ? null : otherPartyCurrency(context, prepared.draft)
  if (other) return { ok: false, problem: other, draft: prepared.draft }
  const rated = withRate(context, key, prepared.draft)
  if (!rated.ok) return { ok: false, problem: rated.problem, draft: prepared.draft }
  return { ...prepared, draft: rated.draft, ready: prepared.ready && rated.ready }
}

function isContact(draft: Draft): draft is CustomerDraft | VendorDraft {
  return draft.type === 'Customer' || draft.type === 'Vendor'
}

export function closedProblem(context: PlanContext, date: string): Problem | null {
  const until = context.books?.facts.booksClosedUntil
  return until && date <= until ? problem('books-closed', { date, until }) : null
}

/** Rule U1: what was taken back goes again on a yes to just this content. */
function undoneProblem(context: PlanContext, key: DocumentKey, content: string): Problem | null {
  const { undone } = context.decision(key)
  return undone && undone.approved !== content ? problem('undone', { by: undone.by, at: undone.at }) : null
}
