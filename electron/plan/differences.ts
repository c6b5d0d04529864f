import type { Draft } from '../../shared/draft.ts'
import { cents, decimalOf, sumOf } from '../../shared/money.ts'
import type { Difference } from '../../shared/row.ts'
import { unpackShown } from '../../shared/shown.ts'
import { showsDetails } from './details.ts'
import type { Details, Link, Observed } from './link.ts'

/**
 * What a person changed in QuickBooks since we sent it (rule X1): each of our fields that no longer shows what was
 * sent. Tax is no difference: it is meant to be added there (T1).
 */
export function differencesOf(link: Link): Difference[] | null {
  const { sent, observed } = link
  if (sent.content === null || link.gone) return null
  const found: Difference[] = []
  if (observed.voided && sent.subtotal !== 0) {
    return [{ field: 'voided', billdr: '', quickbooks: '' }]
  }
  if (sent.docNumber !== null && observed.docNumber !== sent.docNumber) {
    found.push({ field: 'number', billdr: sent.docNumber, quickbooks: observed.docNumber ?? '' })
  }
  if (sent.date !== null && observed.date !== sent.date)
    found.push({ field: 'date', billdr: sent.date, quickbooks: observed.date ?? '' })
  if (sent.dueDate !== null && observed.dueDate !== sent.dueDate) {
    found.push({ field: 'dueDate', billdr: sent.dueDate, quickbooks: observed.dueDate ?? '' })
  }
  if (sent.partyId !== null && observed.partyId !== sent.partyId) {
    found.push({
      field: link.type === 'Invoice' || link.type === 'CreditMemo' || link.type === 'Payment' ? 'customer' : 'supplier',
      billdr: sent.partyId,
      quickbooks: observed.partyId ?? '',
    })
  }
  if (sent.subtotal !== null && observed.subtotal !== null && observed.subtotal !== sent.subtotal) {
    found.push({ field: 'amount', billdr: decimalOf(sent.subtotal), quickbooks: decimalOf(observed.subtotal) })
  } else if (sent.lineAmounts.join() !== observed.lineAmounts.join()) {
    found.push({
      field: 'lines',
      billdr: sent.lineAmounts.map(decimalOf).join(' + '),
      quickbooks: observed.lineAmounts.map(decimalOf).join(' + '),
    })
  }
  found.push(...detailDifferences(sent.details, observed.details))
  return found.length > 0 ? found : null
}

/** Whether what a person linked is of another amount or party than Billdr says: it is likely not the same. */
export function isLikelyAnother(link: Link | null): boolean {
  if (link?.origin !== 'chosen') return false
  return (
    differencesOf(link)?.some(({ field }) => field === 'amount' || field === 'customer' || field === 'supplier') ??
    false
  )
}

/** The same differences with what Billdr says now in the place of what was sent, as far as its draft tells (rule W1). */
export function asBilldrSays(found: Difference[] | null, draft: Draft | null): Difference[] | null {
  if (!found || !draft || draft.type === 'Customer' || draft.type === 'Vendor') return found
  const amounts = 'lines' in draft ? draft.lines.map((line) => line.amount) : [draft.total]
  const party = 'customer' in draft ? draft.customer.id : draft.vendor?.id
  const now: Partial<Record<Difference['field'], string | null | undefined>> = {
    number: 'docNumber' in draft ? draft.docNumber : undefined,
    date: draft.date,
    dueDate: 'dueDate' in draft ? draft.dueDate : undefined,
    customer: party,
    supplier: party,
    amount: decimalOf(sumOf(amounts)),
    lines: amounts.map(decimalOf).join(' + '),
  }
  return found.map((each) => ({ ...each, billdr: now[each.field] ?? each.billdr }))
}

/** Ids of accounts and projects: whoever shows them knows their names. */
function detailDifferences(sent: Details | undefined, observed: Details | undefined): Difference[] {
  if (!sent || !observed) return []
  const found: Difference[] = []
  const compare = (field: Difference['field'], billdr: string | null, quickbooks: string | null): void => {
    if (billdr !== quickbooks) found.push({ field, billdr: billdr ?? '', quickbooks: quickbooks ?? '' })
  }
  compare('paidFrom', sent.account, observed.account)
  // Where our mark is gone, somebody wrote something else in its place.
  const note = observed.note ?? observed.otherNote
  if (sent.note !== null && note !== undefined) compare('note', sent.note, note)
  compare('reference', sent.reference, observed.reference)
  // With more or fewer lines, that is what is said.
  if (sent.lines.length !== observed.lines.length) return found
  for (const part of ['account', 'project', 'description'] as const) {
    const apart = sent.lines.flatMap((line, at) =>
      line[part] === observed.lines[at]?.[part] ? [] : [[line[part] ?? '', observed.lines[at]?.[part] ?? ''] as const],
    )
    if (apart.length > 0)
      found.push({
        field: part,
        billdr: apart.map(([ours]) => ours).join(' + '),
        quickbooks: apart.map(([, theirs]) => theirs).join(' + '),
      })
  }
  return found
}

/**
 * Whether a document stands as a program of ours left it, on whichever desktop, from an export no newer than this one
 * (`exportedAt`, ISO instant): then what it shows is no person's edit, and may be carried on.
 */
export function isOlderWork({ ours }: Observed, exportedAt: string | null): boolean {
  if (!ours) return false
  return ours.asOf === null || exportedAt === null || Date.parse(ours.asOf) <= Date.parse(exportedAt)
}

/**
 * A tax that a person wrote over, where a draft has other amounts: QuickBooks works it out anew with them, and hers would be gone.
 * Null: she did not, or the amounts stay, and her tax goes with them.
 */
export function overriddenTax({ taxOverridden, lineAmounts, tax }: Observed, draft: Draft): Difference[] | null {
  if (!taxOverridden || !('lines' in draft)) return null
  const isSame = draft.lines.map(({ amount }) => amount).join() === lineAmounts.join()
  return isSame ? null : [{ field: 'tax', billdr: '', quickbooks: decimalOf(tax ?? cents(0)) }]
}

/** Whether a document in QuickBooks shows what a draft says, as far as it is observed. */
export function isShown(observed: Observed, draft: Draft): boolean {
  if (draft.type === 'Customer' || draft.type === 'Vendor' || observed.voided) return false
  if (observed.date !== draft.date) return false
  if (draft.type === 'Payment')
    return (
      observed.partyId === draft.customer.id &&
      observed.total === draft.total &&
      observed.applied === sumOf([...draft.applied.map((part) => part.amount), draft.elsewhere ?? cents(0)])
    )
  const partyId = 'customer' in draft ? draft.customer.id : (draft.vendor?.id ?? null)
  const hasDue = !('dueDate' in draft) || draft.dueDate === null || observed.dueDate === draft.dueDate
  const hasNumber = draft.docNumber === null || observed.docNumber === draft.docNumber
  return (
    hasNumber &&
    hasDue &&
    observed.partyId === partyId &&
    observed.lineAmounts.join() === draft.lines.map((line) => line.amount).join()
  )
}

/** The same, with all that a person may change there: what was overwritten shows this much. */
export function isShownWhole(observed: Observed, draft: Draft): boolean {
  return isShown(observed, draft) && showsDetails(observed.details, draft)
}

/** Whether a payment that lies in a deposit shows what a draft says, whatever its seal says: there is nothing to send. */
export function isSettledInDeposit(observed: Observed, draft: Draft): boolean {
  if (!observed.deposited || draft.type !== 'Payment' || !isShownWhole(observed, draft)) return false
  return draft.applied.every(({ id }) => id === observed.appliedTo)
}

/** The same as `isShownWhole`, and where each line goes, with its words in full. */
export function showsEachLine(observed: Observed, draft: Draft): boolean {
  if (!isShownWhole(observed, draft) || observed.shown === undefined) return false
  const { lines } = unpackShown(observed.shown)
  const drafted = 'lines' in draft ? draft.lines : []
  return (
    drafted.length === lines.length &&
    drafted.every(
      (line, at) =>
        line.description.trim() === lines[at]?.description.trim() &&
        nameEnd(line.reference.name) === nameEnd(lines[at]?.goesTo),
    )
  )
}

/** The last part of an item's or account's name: QuickBooks may name it with those above it or without. */
function nameEnd(name: string | null | undefined): string {
  return (name ?? '').split(':').at(-1)?.trim() ?? ''
}
