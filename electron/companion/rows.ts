import type { BilldrRecord, Tax } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf, parseKey } from '../../shared/kinds.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { AttachmentRow, QueueRow, QuickBooksLink, State } from '../../shared/row.ts'
import type { RecordProblem } from '../../shared/source.ts'
import { costCodeReference } from '../plan/accounts.ts'
import { attachmentProblem, isAttached } from '../plan/attachments.ts'
import { isContentOf } from '../plan/content.ts'
import type { PlanInput, StoredRecord, Verdict } from '../plan/input.ts'
import type { Link } from '../plan/link.ts'
import { amountInBooks, costsHoldTax, isBeforeTaxThere } from '../plan/purchase-tax.ts'
import { warningOf } from '../plan/warnings.ts'
import { namedDifferences } from './difference-names.ts'
import { causeOf, countUnder } from './row-causes.ts'
import type { PaidInBilldr } from './paid-notes.ts'
import { centOfTaxNote, paidNote } from './paid-notes.ts'
import type { Payers } from './payers.ts'
import { shownWithAmounts } from './payers.ts'

/** What rows are made from: what planning saw, what it said, and what is on its way now. */
export interface RowSources extends PlanInput {
  verdicts: ReadonlyMap<DocumentKey, Verdict>
  syncing: ReadonlySet<DocumentKey>
  /** Uncertain requests of the last run: shown beside what is pending. */
  unsettled: ReadonlyMap<DocumentKey, Problem>
  /** Since when a record waits in this state for this reason (the code of its problem); null where it does not wait. */
  since(key: DocumentKey, state: State, code: string | null): string | null
  /** The payments whose lines tell what counts on the other side. */
  payers: Payers
  /** What Billdr received and credited on each invoice. */
  paid: PaidInBilldr
  /** ISO day: what lies ahead of it is warned of. */
  today: string
}

/** The queue: a row for every record that was read, and for every one that could not be. */
export function rowsOf(sources: RowSources, recordProblems: Iterable<[string, RecordProblem]>): QueueRow[] {
  const rows: QueueRow[] = []
  for (const [key, stored] of sources.records) {
    const verdict = sources.verdicts.get(key)
    if (verdict) rows.push(rowOf(sources, key, stored, verdict))
  }
  for (const [id, found] of recordProblems) {
    if (found.key !== null && sources.records.has(found.key)) continue
    rows.push(unreadRow(sources, (found.key ?? id) as DocumentKey, found))
  }
  countUnder(rows)
  return rows
}

export function rowOf(
  sources: RowSources,
  key: DocumentKey,
  { record, presence }: StoredRecord,
  verdict: Verdict,
): QueueRow {
  const link = sources.links.get(key) ?? null
  const state = sources.syncing.has(key) ? 'syncing' : verdict.state
  const why = verdict.problem ?? (verdict.state === 'pending' ? (sources.unsettled.get(key) ?? null) : null)
  const about = aboutOf(sources, record)
  const attachments = attachmentsOf(sources, key, record, link)
  return {
    key,
    kind: record.kind,
    billdrId: record.id,
    ...about,
    state,
    quickbooks: linkOf(sources, record, link),
    problem: why,
    since: sources.since(key, state, why?.code ?? null),
    note: verdict.note ?? (state === 'ignored' ? null : noteOf(sources, record, link)),
    attachments,
    tax: taxOf(sources, record, link),
    differs: namedDifferences(sources.books, link, about, verdict.differs),
    ignored: state === 'ignored' ? ignoredOf(sources, key) : null,
    ...((presence === 'removed' || isOutside(record)) && { outside: true }),
    ...(isAccepted(sources, key, record, link) && { accepted: true }),
    ...(isPaidDraft(sources, record, state, why) && { paysDraft: true }),
    ...('status' in record && record.status === 'voided' && { voided: true }),
    ...causeOf(sources.verdicts, record.kind, why),
    ...(link?.sentAs !== undefined && { sent: link.sentAs }),
    ...shownOn(link, sources.payers),
  }
}

function ignoredOf({ decisions }: RowSources, key: DocumentKey): QueueRow['ignored'] {
  const ignored = decisions.get(key)?.ignored
  return ignored ? { reason: ignored.reason, at: ignored.at } : null
}

/** What a person should know of a row and what stops nothing. */
function noteOf(sources: RowSources, record: BilldrRecord, link: Link | null): Problem | null {
  const cent =
    'taxes' in record && link && !link.gone && !link.observed.voided
      ? centOfTaxNote(totalTax(record.taxes), link.observed.tax ?? cents(0))
      : null
  return (
    paidNote(sources, sources.paid, record, link) ??
    cent ??
    taxNotThere(sources, record, link) ??
    warningOf(record, sources.today)
  )
}

/** A cost that an earlier version sent before tax, in a company where QuickBooks can add none to it. */
function taxNotThere({ books }: RowSources, record: BilldrRecord, link: Link | null): Problem | null {
  if (record.kind !== 'expense' || !link || link.gone || !costsHoldTax(books?.facts)) return null
  if (!isBeforeTaxThere(record, link)) return null
  return problem('purchase-tax-not-there', { tax: cents(record.total - record.subtotal), total: record.total })
}

export function unreadRow(sources: RowSources, key: DocumentKey, found: RecordProblem): QueueRow {
  const ignored = ignoredOf(sources, key)
  const state = ignored ? 'ignored' : 'held'
  return {
    key,
    kind: found.kind,
    billdrId: parseKey(key)?.billdrId ?? '',
    number: null,
    name: null,
    party: null,
    project: null,
    date: null,
    amount: null,
    currency: null,
    state,
    quickbooks: null,
    problem: found.problem,
    since: sources.since(key, state, found.problem.code),
    note: null,
    attachments: [],
    tax: null,
    differs: null,
    ignored,
  }
}

function shownOn(link: Link | null, payers: Payers): Pick<QueueRow, 'shows'> {
  const shows = link && !link.gone ? shownWithAmounts(link, payers) : null
  return shows === null ? {} : { shows }
}

/** Drafts, rejected, voided and cancelled documents are nothing for the books. */
function isOutside(record: BilldrRecord): boolean {
  return 'status' in record && ['draft', 'rejected', 'voided', 'cancelled'].includes(record.status)
}

/** A person said "keep what QuickBooks has" of this content of Billdr, and the amount there is still the one of then. */
function isAccepted(sources: RowSources, key: DocumentKey, record: BilldrRecord, link: Link | null): boolean {
  const { keepTheirs, keptAmount } = sources.decisions.get(key) ?? {}
  if (keepTheirs === undefined || !link || link.gone || !isContentOf(record, keepTheirs)) return false
  return keptAmount === undefined || keptAmount === link.observed.subtotal
}

/** A payment whose invoice is still a draft: money was received, and nothing but a person brings it into the books. */
function isPaidDraft(sources: RowSources, record: BilldrRecord, state: State, problem: Problem | null): boolean {
  if (record.kind !== 'payment' || state !== 'held' || problem?.code !== 'waits-for') return false
  const invoice = sources.records.get(keyOf('invoice', record.invoiceId))?.record
  return invoice?.kind === 'invoice' && invoice.status === 'draft'
}

type About = Pick<QueueRow, 'number' | 'name' | 'party' | 'project' | 'date' | 'amount' | 'currency'>

/** What a person knows a record by. */
function aboutOf(sources: RowSources, record: BilldrRecord): About {
  const nothing: About = {
    number: null,
    name: null,
    party: null,
    project: null,
    date: null,
    amount: null,
    currency: null,
  }
  const currency = sources.company?.currency ?? null
  switch (record.kind) {
    case 'client':
    case 'professional':
      return { ...nothing, name: record.displayName }
    case 'project':
      return {
        ...nothing,
        name: record.name,
        number: record.number,
        party: clientName(sources, record.clientId),
        date: record.createdAt?.slice(0, 10) ?? null,
      }
    case 'cost-code':
      return { ...nothing, name: record.name, number: record.code }
    case 'invoice':
    case 'credit':
      return {
        ...nothing,
        number: record.number,
        date: record.issuedOn,
        amount: record.subtotal,
        currency: record.currency,
        ...forProject(sources, record.projectId),
      }
    case 'payment': {
      const invoice = sources.records.get(keyOf('invoice', record.invoiceId))?.record
      const about =
        invoice?.kind === 'invoice' ? forProject(sources, invoice.projectId) : { party: null, project: null }
      return {
        ...nothing,
        number: record.reference,
        date: record.receivedOn,
        amount: record.amount,
        currency: invoice?.kind === 'invoice' ? invoice.currency : currency,
        ...about,
      }
    }
    case 'expense':
      return {
        ...nothing,
        number: record.number,
        name: record.memo,
        date: record.spentOn,
        amount: amountInBooks(sources.books?.facts, record, sources.links.get(keyOf('expense', record.id)) ?? null),
        currency: record.currency,
        party: supplierName(sources, record.professionalId),
        project: projectName(sources, record.projectId),
      }
    case 'purchase-order':
      return {
        ...nothing,
        number: record.number,
        name: record.memo,
        date: record.issuedOn,
        amount: record.subtotal,
        currency: record.currency,
        party: supplierName(sources, record.professionalId),
        project: projectName(sources, record.projectId),
      }
  }
}

function forProject(sources: RowSources, projectId: string): { party: string | null; project: string | null } {
  const project = sources.records.get(keyOf('project', projectId))?.record
  return project?.kind === 'project'
    ? { party: clientName(sources, project.clientId), project: project.name }
    : { party: null, project: null }
}

function projectName(sources: RowSources, id: string | null): string | null {
  const project = id === null ? null : sources.records.get(keyOf('project', id))?.record
  return project?.kind === 'project' ? project.name : null
}

function clientName(sources: RowSources, id: string): string | null {
  const client = sources.records.get(keyOf('client', id))?.record
  return client?.kind === 'client' ? client.displayName : null
}

function supplierName(sources: RowSources, id: string | null): string | null {
  const professional = id === null ? null : sources.records.get(keyOf('professional', id))?.record
  return professional?.kind === 'professional' ? professional.displayName : null
}

/** Cost codes are linked by their mapping and not by a document. */
function linkOf(sources: RowSources, record: BilldrRecord, link: Link | null): QuickBooksLink | null {
  if (record.kind === 'cost-code') {
    const side = record.usedFor === 'income' ? 'item' : 'account'
    const found = costCodeReference(record, side, sources.mappings, sources.books)
    return found?.ok && found.value.id !== null
      ? { type: side === 'item' ? 'Item' : 'Account', id: found.value.id, docNumber: null }
      : null
  }
  return link && !link.gone ? { type: link.type, id: link.id, docNumber: link.observed.docNumber } : null
}

function attachmentsOf(
  sources: RowSources,
  key: DocumentKey,
  record: BilldrRecord,
  link: Link | null,
): AttachmentRow[] {
  if (!('attachments' in record)) return []
  return record.attachments.map((attachment) => {
    const why = attachmentProblem(sources, key, attachment)
    const isSent = link !== null && !link.gone && isAttached(link, attachment)
    const isLeftOut = why !== null && sources.decisions.get(key)?.receiptsLeftOut?.includes(attachment.id) === true
    return {
      id: attachment.id,
      fileName: attachment.fileName,
      contentType: attachment.contentType,
      bytes: attachment.bytes,
      state: isSent ? 'sent' : isLeftOut ? 'ignored' : why ? 'held' : 'waiting',
      problem: isSent || isLeftOut ? null : why,
    }
  })
}

/** Rule T1: what Billdr computed and QuickBooks does not show yet. A cost that holds its tax needs none added. */
function taxOf({ books }: RowSources, record: BilldrRecord, link: Link | null): QueueRow['tax'] {
  // What was voided or rejected needs no tax any more.
  if (!('taxes' in record) || record.status === 'voided' || record.status === 'rejected' || link?.observed.voided)
    return null
  const computed = record.kind === 'expense' && costsHoldTax(books?.facts) ? cents(0) : totalTax(record.taxes)
  const seen: Cents = link && !link.gone ? (link.observed.tax ?? cents(0)) : cents(0)
  if (computed === 0 && seen === 0) return null
  // Entered there with its tax in the amount, as a card feed does: nothing is left to add.
  if (link?.origin === 'chosen' && 'total' in record && seen === 0 && link.observed.total === record.total)
    return { toAdd: cents(0), seen }
  // To within a cent: rounding line by line is nothing that anybody can add.
  return { toAdd: computed - seen > 1 ? cents(computed - seen) : cents(0), seen }
}

export function totalTax(taxes: readonly Tax[]): Cents {
  return sumOf(taxes.map((tax) => tax.amount))
}
