import type { BilldrRecord } from '../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { parseKey } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import type { Result } from '../../shared/result.ts'
import type { Books, BooksDocument, LinkableDocument } from '../plan/books.ts'
import { contextOf } from '../plan/context.ts'
import { mayStandForSome, nameOfDocument, plainKey } from '../plan/entered-already.ts'
import type { LinkedType, Observed } from '../plan/link.ts'
import { isLinkable } from '../plan/other-entries.ts'
import { textIn } from '../entities/entity-fields.ts'
import { observedOf } from '../entities/observe.ts'
import { invoiceLinks } from '../entities/payment-links.ts'
import { companyDigits } from '../entities/seal.ts'
import { sentUnknown } from '../entities/sent.ts'
import type { Entity, QuickBooks } from '../qbo/contract.ts'
import type { ChangeOf } from '../store/store.ts'
import type { BooksCache } from './books-cache.ts'
import { isSuspicious, shrinkChanges, shrinkGuard } from './intake.ts'
import type { CompanyTables } from './tables.ts'
import type { Workspace } from './workspace.ts'

/** What a record of a kind stands in the books as; other types that carry its mark (a credit's application) are no documents of their own. */
const TYPES: Partial<Record<Kind, readonly LinkedType[]>> = {
  invoice: ['Invoice'],
  credit: ['CreditMemo'],
  payment: ['Payment'],
  expense: ['Purchase', 'Bill'],
  'purchase-order': ['PurchaseOrder'],
}

interface Orphan {
  key: DocumentKey
  kind: Kind
  document: LinkableDocument
  /** By Billdr's own word, and not only since an export no longer has it. */
  isRemovedInBilldr: boolean
}

/**
 * Documents of ours that Billdr has no more, and that this data folder never knew: another desktop sent them, or this one did
 * before its folder was lost or set back. Each is taken up as a record that was removed, so that the rules for those
 * take it out of the books (P2, E3), or say who has to. Where too much is missing at once, a person is asked first.
 */
export async function takeOrphans(
  workspace: Workspace,
  quickbooks: QuickBooks,
  cache: BooksCache,
  now: Date,
): Promise<Result<number>> {
  const orphans = orphansOf(workspace, cache.books())
  const isHeld = areTooMany(workspace, orphans)
  const waiting: DocumentKey[] = []
  for (const orphan of orphans) {
    const { type, id } = orphan.document
    const answer = await quickbooks.read(type, id)
    if (!answer.ok) return { ok: false, problem: answer.failure.problem }
    if (answer.value === null) {
      cache.gone(type, id)
      continue
    }
    const mayWait = isHeld && !orphan.isRemovedInBilldr
    if (mayWait) waiting.push(orphan.key)
    await workspace.store.commit(takenUp(workspace, orphan, answer.value, mayWait, now))
    await workspace.note({
      type: 'event',
      company: workspace.companyId,
      what: 'found-removed-in-billdr',
      key: orphan.key,
      params: { type, id },
    })
  }
  if (waiting.length > 0) await askFor(workspace, waiting, now)
  return { ok: true, value: orphans.length }
}

/** One for each record: of several with its mark the oldest, as the others are copies that a person made. */
function orphansOf(workspace: Workspace, books: Books | null): Orphan[] {
  const found = new Map<DocumentKey, Orphan>()
  const byAge = allOrphans(workspace, books).sort((a, b) =>
    a.document.id.localeCompare(b.document.id, 'en', { numeric: true }),
  )
  for (const orphan of byAge) if (!found.has(orphan.key)) found.set(orphan.key, orphan)
  return [...found.values()]
}

function allOrphans(workspace: Workspace, books: Books | null): Orphan[] {
  const { store } = workspace
  const [records, links, tombstones] = [store.table('records'), store.table('links'), store.table('tombstones')]
  // Read only where there is a stray at all.
  let maybe: Set<string> | null = null
  const found = (books?.documents ?? []).flatMap((document): Orphan[] => {
    const key = document.mark as DocumentKey | null
    if (key === null || records.has(key) || links.has(key)) return []
    const kind = parseKey(key)?.kind ?? null
    if (kind === null || document.voided || !isLinkable(document) || !TYPES[kind]?.includes(document.type)) return []
    // Linked to a record whose id was rewritten, or that a person chose, it is nobody's stray.
    if (workspace.linkedKey(document.type, document.id) !== null) return []
    if (!isOfThisContractor(workspace, document)) return []
    const isRemovedInBilldr = tombstones.has(key)
    // A record here may be it, under an id that a spreadsheet rewrote: whoever is asked about that says so (rule D1).
    maybe ??= unlinkedPlainKeys(workspace)
    if (!isRemovedInBilldr && maybe.has(plainKey(key))) return []
    return isRemovedInBilldr || isAbsent(workspace, kind, document) ? [{ key, kind, document, isRemovedInBilldr }] : []
  })
  // Nor is what says the same as a record under quite another id: that is asked about as entered already.
  const asked = found.some((orphan) => !orphan.isRemovedInBilldr)
    ? mayStandForSome(contextOf(workspace.planInput(books)))
    : null
  return found.filter(({ isRemovedInBilldr, document }) => isRemovedInBilldr || !asked?.has(nameOfDocument(document)))
}

/** What records that Billdr has and the books have not could be called before a spreadsheet rewrote their ids. */
function unlinkedPlainKeys({ store }: Workspace): Set<string> {
  const links = store.table('links')
  const unlinked = [...store.table('records').entries()].filter(
    ([id, { presence }]) => presence === 'present' && !links.has(id),
  )
  return new Set(unlinked.map(([id]) => plainKey(id)))
}

/** Another Billdr company may post to the same books: what its seal names is nothing of ours, whatever our ids are. */
function isOfThisContractor(workspace: Workspace, { company }: BooksDocument): boolean {
  const { billdr } = workspace.profile()
  return company === undefined || (billdr !== null && companyDigits(billdr.id) === company)
}

/** It was sent from an older export than ours, which has all of its kind, and not it. */
function isAbsent(workspace: Workspace, kind: Kind, { asOf }: BooksDocument): boolean {
  const { exportedAt, wholeKinds } = workspace.profile()
  return (
    asOf !== undefined &&
    exportedAt !== null &&
    (wholeKinds ?? []).includes(kind) &&
    Date.parse(asOf) < Date.parse(exportedAt)
  )
}

/** Missing from an export: by the measure of a suspicious shrinking, the documents counted as if they had been known. */
function areTooMany(workspace: Workspace, orphans: readonly Orphan[]): boolean {
  if (orphans.length === 0) return false
  const known = new Map<Kind, number>()
  const count = (kind: Kind): void => {
    known.set(kind, (known.get(kind) ?? 0) + 1)
  }
  for (const { record, presence } of workspace.store.table('records').values())
    if (presence !== 'removed') count(record.kind)
  const missing = orphans.filter((orphan) => !orphan.isRemovedInBilldr)
  for (const { kind } of missing) count(kind)
  return isSuspicious(
    missing.map(({ key }) => key),
    known,
  )
}

function takenUp(
  workspace: Workspace,
  { key, kind, document }: Orphan,
  entity: Entity,
  mayWait: boolean,
  now: Date,
): ChangeOf<CompanyTables>[] {
  const observed = observedOf(document.type, entity, now)
  const record = asRemembered(workspace, kind, parseKey(key)?.billdrId ?? '', document.type, entity, observed, now)
  return [
    { table: 'records', id: key, value: { record, presence: mayWait ? 'absent' : 'removed' } },
    {
      table: 'links',
      id: key,
      value: {
        type: document.type,
        id: document.id,
        origin: 'adopted',
        linkedAt: now.toISOString(),
        sent: sentUnknown(null),
        observed,
        gone: false,
        receiptsKnown: false,
        attachments: {},
        application: null,
      },
    },
  ]
}

/** What is left of the record: what QuickBooks shows of it. */
function asRemembered(
  workspace: Workspace,
  kind: Kind,
  id: string,
  type: LinkedType,
  entity: Entity,
  observed: Observed,
  now: Date,
): BilldrRecord {
  const base = { id, updatedAt: now.toISOString() }
  const number = observed.docNumber ?? ''
  const date = observed.date ?? ''
  const subtotal = observed.subtotal ?? cents(0)
  const lined = {
    currency: workspace.profile().billdr?.currency ?? '',
    memo: null,
    lines: [],
    subtotal,
    attachments: [],
  }
  const taxed = { taxes: [], total: observed.total ?? subtotal }
  switch (kind) {
    case 'payment':
      return {
        kind,
        ...base,
        invoiceId: paidInvoice(workspace, entity),
        amount: subtotal,
        receivedOn: date,
        method: 'other',
        reference: textIn(entity, 'PaymentRefNum'),
        memo: null,
      }
    case 'expense':
      return {
        kind,
        ...base,
        ...lined,
        ...taxed,
        number: observed.docNumber,
        projectId: null,
        professionalId: null,
        status: 'approved',
        spentOn: date,
        paidWith: type === 'Bill' ? 'unpaid' : 'bank',
        dueOn: observed.dueDate,
      }
    case 'purchase-order':
      return {
        kind,
        ...base,
        ...lined,
        number,
        projectId: null,
        professionalId: '',
        status: 'open',
        issuedOn: date,
        expectedOn: observed.dueDate,
      }
    case 'credit':
      return {
        kind,
        ...base,
        ...lined,
        ...taxed,
        number,
        projectId: '',
        status: 'submitted',
        issuedOn: date,
        appliesToInvoiceId: null,
      }
    case 'invoice':
      return {
        kind,
        ...base,
        ...lined,
        ...taxed,
        number,
        projectId: '',
        status: 'submitted',
        issuedOn: date,
        dueOn: observed.dueDate,
      }
    default:
      throw new Error(`no document: ${kind}`)
  }
}

/** The Billdr id of the invoice that a payment is applied to; empty where it is none of ours. */
function paidInvoice(workspace: Workspace, payment: Entity): string {
  const [first] = invoiceLinks(payment)
  const key = first ? workspace.linkedKey('Invoice', first.id) : null
  return key === null ? '' : (parseKey(key)?.billdrId ?? '')
}

async function askFor(workspace: Workspace, keys: readonly DocumentKey[], now: Date): Promise<void> {
  const { store } = workspace
  const before = shrinkGuard(store)
  const all = [...new Set([...(before?.guard.keys ?? []), ...keys])]
  await store.commit(shrinkChanges(before, all, store.table('records').size, now.toISOString()))
}
