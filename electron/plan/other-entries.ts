import type { Kind } from '../../shared/kinds.ts'
import type { BooksDocument, BooksType, EntryPart, LinkableDocument, OtherEntry } from './books.ts'
import { OTHER_ENTRIES } from './books.ts'
import type { PlanContext } from './context.ts'

/** As what else a person may have entered a document of Billdr: it cannot be linked to these, as this program never sends them. */
const ENTERED_OTHERWISE: Partial<Record<Kind, readonly OtherEntry[]>> = {
  invoice: ['SalesReceipt', 'JournalEntry'],
  credit: ['RefundReceipt', 'JournalEntry'],
  payment: ['SalesReceipt', 'Deposit', 'JournalEntry'],
  expense: ['JournalEntry'],
}

/** The types of entries that are asked for before a record of this kind is created. */
export function enteredOtherwise(kind: string): readonly OtherEntry[] {
  return ENTERED_OTHERWISE[kind as Kind] ?? []
}

/** Whether a document of the books is one to which nothing of Billdr can be linked. */
export function isOtherEntry(type: BooksType): type is OtherEntry {
  return (OTHER_ENTRIES as readonly BooksType[]).includes(type)
}

export function isLinkable(document: BooksDocument): document is LinkableDocument {
  return !isOtherEntry(document.type)
}

/** The id of the whole document, of which a deposit's or journal entry's line is held against a record by itself. */
export function wholeId({ id }: Pick<BooksDocument, 'id'>): string {
  return id.split('/')[0] ?? id
}

/** What of a document of the books may stand for a record of this kind: itself, or those of its lines that fit. */
export function partsFor(context: PlanContext, kind: Kind, document: BooksDocument): BooksDocument[] {
  if (!document.parts) return [document]
  return document.parts
    .filter((part) => isEnteredAs(context, kind, part))
    .map(({ line, partyId, partyName, amount }) => {
      const { parts: _parts, ...whole } = document
      return { ...whole, id: `${document.id}/${line}`, partyId, partyName, subtotal: amount, total: amount }
    })
}

/** Which side of which account tells what a line of a journal entry does; a deposit's line is money that came in. */
function isEnteredAs(context: PlanContext, kind: Kind, { side, posting, account }: EntryPart): boolean {
  if (side === 'supplier')
    return kind === 'expense' && !(posting === 'debit' && isOf(context, account, 'Accounts Payable'))
  if (posting === undefined) return kind === 'payment'
  const isOwed = isOf(context, account, 'Accounts Receivable')
  switch (kind) {
    case 'invoice':
      return isOwed === (posting === 'debit')
    case 'payment':
      return !isOwed || posting === 'credit'
    case 'credit':
      return isOwed === (posting === 'credit')
    default:
      return false
  }
}

function isOf({ books }: PlanContext, account: string | null | undefined, type: string): boolean {
  return books?.accounts.find(({ id }) => id === account)?.accountType === type
}
