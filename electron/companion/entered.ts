import type { Candidate } from '../../shared/candidate.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { kindOf, parseKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import type { QueueRow } from '../../shared/row.ts'
import { problem } from '../../shared/problem.ts'
import type { BooksDocument } from '../plan/books.ts'
import { fingerprintOf } from '../plan/content.ts'
import type { PlanContext } from '../plan/context.ts'
import { contextOf } from '../plan/context.ts'
import { heldAgainst, isUnclaimed, nameOfDocument, takeEntered } from '../plan/entered-already.ts'
import { otherOf } from '../plan/in-the-way.ts'
import type { Likeness } from '../plan/likeness.ts'
import { byLikeness, likenessOf, soughtOf, typesEnteredAs } from '../plan/likeness.ts'
import type { LinkedType } from '../plan/link.ts'
import { isLinkable, isOtherEntry, partsFor, wholeId } from '../plan/other-entries.ts'
import { isLockedThere } from '../plan/locked.ts'
import { coveredByYes } from '../plan/paid-already.ts'
import type { Company } from './company.ts'
import { contactMatches } from './matches.ts'

/** So many are listed at most; whoever looks for another one types more of it. */
const MOST_CANDIDATES = 500

/** Problems that "send it anyway" answers. */
const ASKS_WHETHER_ENTERED: ReadonlySet<string> = new Set<Problem['code']>([
  'looks-entered-already',
  'already-paid-there',
])

/** Problems that the yes of `approve` answers for many at once. */
export function asksForYes(found: Pick<Problem, 'code'> | null): boolean {
  const code = found?.code
  return asksWhetherEntered(found) || code === 'undone' || code === 'awaits-review'
}

export function asksWhetherEntered(found: Pick<Problem, 'code'> | null): boolean {
  return found !== null && ASKS_WHETHER_ENTERED.has(found.code)
}

function planContext(company: Company): PlanContext {
  const context = contextOf(company.workspace.planInput(company.books))
  takeEntered(context)
  return context
}

/** Every document of the books that is no known record's and of a type that the record can stand there as, the likeliest first. */
function possible(context: PlanContext, key: DocumentKey): Likeness[] {
  const sought = soughtOf(context, key)
  if (!sought) return []
  return (context.books?.documents ?? [])
    .filter(
      (each) =>
        sought.types.includes(each.type) && (isUnclaimed(context, each) || each.mark === key) && !isApplication(each),
    )
    .flatMap((each) => partsFor(context, kindOf(key), each))
    .map((each) => heldAgainst(context, sought, each))
    .sort(byLikeness)
}

/** A payment of nothing only applies a credit. */
function isApplication({ type, total }: BooksDocument): boolean {
  return type === 'Payment' && total === 0
}

/**
 * Documents in QuickBooks that could be this record, the likeliest first; for a contact, contacts. What another record
 * of ours holds, or has marked, is not among them. `all`: also those that have nothing in common with it.
 */
export function candidatesOf(company: Company, key: DocumentKey, { all = false } = {}): Candidate[] {
  if (typesEnteredAs(kindOf(key)).length === 0) return contactCandidates(company, key, all)
  const context = planContext(company)
  return possible(context, key)
    .filter(({ document }) => isLinkable(document))
    .filter((each) => all || each.likely || each.amount !== null || each.sameNumber || each.onInvoice || isNear(each))
    .slice(0, MOST_CANDIDATES)
    .map((each) => {
      const { type, id, docNumber, date, party, amount } = otherOf(each.document)
      return { type, id, number: docNumber, date, party, amount, measure: each.measure, likely: each.likely }
    })
}

/** Of its own party, in the same two months. */
function isNear({ party, days }: Likeness): boolean {
  return party !== 'other' && party !== 'none' && days !== null && days <= 60
}

/** Suggestions first; with `all` every other active contact of the type, which nobody of ours holds. */
function contactCandidates(company: Company, key: DocumentKey, all: boolean): Candidate[] {
  const found = contactMatches(company).find((each) => each.key === key)
  const type = kindOf(key) === 'professional' ? 'Vendor' : 'Customer'
  const isFree = (id: string): boolean => {
    const owner = company.workspace.linkedKey(type, id)
    return owner === null || owner === key
  }
  const contact = (id: string, party: string, measure: string, likely: boolean): Candidate => ({
    type,
    id,
    number: null,
    date: null,
    party,
    amount: null,
    measure,
    likely,
  })
  const suggested = (found?.suggestions ?? []).filter(({ id }) => isFree(id))
  const known = new Set(suggested.map(({ id }) => id))
  const others = all
    ? (company.books?.contacts ?? []).filter(
        (each) => each.type === type && each.active && !known.has(each.id) && isFree(each.id),
      )
    : []
  return [
    ...suggested.map(({ id, name, reason, confidence }) => contact(id, name, reason, confidence >= 0.9)),
    ...others
      .sort((a, b) => a.name.localeCompare(b.name, company.profile.billdr?.locale ?? 'en'))
      .slice(0, MOST_CANDIDATES)
      .map(({ id, name }) => contact(id, name, '', false)),
  ]
}

/**
 * The entry of another type that a person says a record is, by the id of its document: nothing can be linked to it. Null: the id
 * names none that could be this record.
 */
export function entryNamed(company: Company, key: DocumentKey, id: string): BooksDocument | null {
  const found = possible(planContext(company), key).find(
    ({ document }) => isOtherEntry(document.type) && wholeId(document) === id,
  )
  return found?.document ?? null
}

/** The type of the document that a person names by its id, where the books know it. */
export function knownType(company: Company, key: DocumentKey, id: string): LinkedType | null {
  const types = typesEnteredAs(kindOf(key))
  const found = (company.books?.documents ?? [])
    .filter(isLinkable)
    .filter((each) => each.id === id && types.includes(each.type))
  return found.length === 1 ? (found[0]?.type ?? null) : null
}

/**
 * Why a person has to say yes before a record is linked to this document: it is of another party, or of an amount that is
 * neither Billdr's before tax nor with tax. Null: nothing differs.
 */
export function differsBeforeLinking(company: Company, key: DocumentKey, document: BooksDocument): Problem | null {
  const context = planContext(company)
  const sought = soughtOf(context, key)
  if (!sought) return null
  const { party, amount } = likenessOf(sought, document)
  const isOther = party === 'other' || party === 'similar-name'
  const fields = [...(isOther ? [sought.side] : []), ...(amount === null ? ['amount'] : [])]
  if (fields.length === 0) return null
  const row = company.rows().find((each) => each.key === key)
  return problem(
    'link-differs',
    {
      type: document.type,
      number: document.docNumber ?? document.reference ?? '',
      fields: fields.join(', '),
      ours: row?.party ?? row?.name ?? '',
      beforeTax: sought.beforeTax,
      withTax: sought.withTax,
      theirs: document.partyName ?? '',
      amount: document.subtotal ?? document.total ?? 0,
    },
    { other: otherOf(document) },
  )
}

/** The record of ours that has a document by its mark, though it is not linked to it; null where it is nobody's. */
export function markedFor(company: Company, key: DocumentKey, { mark }: BooksDocument): DocumentKey | null {
  if (mark === null || mark === key || !parseKey(mark)) return null
  const owner = mark as DocumentKey
  const stored = company.workspace.store.table('records').get(owner)
  return stored && stored.presence !== 'removed' ? owner : null
}

/**
 * Yes to sending these beside what the books have: to each as Billdr has it now, and beside what is there now. Others
 * among the keys are left as they are. Answers how many there were.
 */
export async function sendAnyway(company: Company, keys: readonly DocumentKey[]): Promise<number> {
  const wanted = new Set(keys)
  const rows = company.rows().filter((row) => wanted.has(row.key))
  const asking = rows.filter((row) => asksWhetherEntered(row.problem))
  const undone = await sendUndone(
    company,
    rows.filter((row) => row.problem?.code === 'undone').map((row) => row.key),
  )
  const reviewed = (await approveShown(company, rows)) + (await approveDespiteLock(company, rows))
  if (asking.length === 0) return undone + reviewed
  const context = planContext(company)
  for (const { key } of asking) {
    const record = context.records.get(key)?.record
    if (!record) continue
    const likely = possible(context, key).flatMap((each) => (each.likely ? [nameOfDocument(each.document)] : []))
    const content = fingerprintOf(record)
    const before = context.decision(key).sendAnyway
    const earlier = before?.content === content ? before.beside : []
    const beside = coveredByYes(context, key, [...earlier, ...likely])
    await company.workspace.decide(key, (decision) => ({ ...decision, sendAnyway: { content, beside } }))
    await company.workspace.store.commit([{ table: 'refusals', id: key, value: undefined }])
    await company.workspace.noteDecision('approve', { key })
  }
  company.replan()
  return undone + reviewed + asking.length
}

/** Yes to sending again what was taken back, as Billdr has it now. Answers how many there were. */
async function sendUndone(company: Company, keys: readonly DocumentKey[]): Promise<number> {
  for (const key of keys) {
    const record = company.workspace.store.table('records').get(key)?.record
    if (!record) continue
    const approved = fingerprintOf(record)
    await company.workspace.decide(key, ({ undone, ...before }) => ({
      ...before,
      ...(undone && { undone: { ...undone, approved } }),
    }))
    await company.workspace.noteDecision('approve-undone', { key })
  }
  if (keys.length > 0) company.replan()
  return keys.length
}

/** Yes to what was shown for review, removals among it. Answers how many there were. */
async function approveShown(company: Company, rows: readonly QueueRow[]): Promise<number> {
  const waiting = rows.flatMap(({ key, problem }) =>
    problem?.code === 'awaits-review' ? [{ key, shown: String(problem.params['shown']) }] : [],
  )
  for (const { key, shown } of waiting) {
    const isRemoval = shown.startsWith('delete ') || shown.startsWith('void ')
    await company.workspace.decide(key, (before) => ({
      ...before,
      reviewed: shown,
      ...(isRemoval && { removalConfirmed: true }),
    }))
    await company.workspace.noteDecision('approve-shown', { key })
  }
  if (waiting.length > 0) company.replan()
  return waiting.length
}

/** Yes to changing what a person's month end holds, as it was shown. Answers how many there were. */
async function approveDespiteLock(company: Company, rows: readonly QueueRow[]): Promise<number> {
  const locked = rows.filter((row) => row.problem !== null && isLockedThere(row.problem.code))
  for (const { key, problem } of locked) {
    const despiteLock = String(problem?.params['shown'])
    await company.workspace.decide(key, (before) => ({ ...before, despiteLock }))
    await company.workspace.note({
      type: 'decision',
      company: company.id,
      who: 'person',
      what: 'approve-despite-lock',
      key,
      reason: problem?.code ?? null,
      params: {},
    })
  }
  if (locked.length > 0) company.replan()
  return locked.length
}
