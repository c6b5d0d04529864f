import type { DocumentKey } from '../../shared/kinds.ts'
import type { BooksContact, BooksDocument } from './books.ts'
import { receiptName } from './context.ts'
import type { LinkFacts, RecordFacts } from './facts.ts'
import { numberKey } from './facts.ts'
import { ASKED, invoicesOf } from './indexes.ts'

/**
 * What is another than at the plan before. Everything else that a plan is made from (settings, mappings, the company of Billdr,
 * the short lists of the books) is the same.
 */
export interface Changed {
  /** Records of which something is another: what Billdr says, the link, a decision, a refusal, how it was read, a request. */
  keys: ReadonlySet<DocumentKey>
  /** Receipts, as `attachmentProblems` names them. */
  receipts: ReadonlySet<string>
  /** Documents and contacts of the books as they are now, by `<type>|<id>`; undefined: gone. */
  documents: ReadonlyMap<string, BooksDocument | undefined>
  contacts: ReadonlyMap<string, BooksContact | undefined>
}

/** By what names others may have read what a record says. */
export function namesOfRecord({ kind, invoice }: RecordFacts): string[] {
  if (kind === 'payment') return [ASKED.ourPayments]
  return kind === 'credit' && invoice !== null ? [ASKED.creditsOn(invoice)] : []
}

/** By what names others may have read a link. */
export function namesOfLink({ type, place, number, on, onSeveral }: LinkFacts): string[] {
  return [
    ASKED.linked(place),
    ...(type === 'Customer' || type === 'Vendor' ? [ASKED.holder(place)] : []),
    ...(number === null ? [] : [ASKED.number(number)]),
    ...(on || onSeveral || type === 'Invoice' ? [ASKED.ourPayments] : []),
  ]
}

/** By what names a document of the books may have been read. */
export function namesOfDocument(document: BooksDocument): string[] {
  const { type, mark } = document
  return [
    ...numberOfDocument(document),
    ...(mark ? [ASKED.marked(`${type}|${mark}`)] : []),
    ...[...invoicesOf(document)].map(ASKED.paymentsOn),
  ]
}

/** A number is its record's, or the document's own where it is nobody's. */
export function numberOfDocument({ type, docNumber }: BooksDocument): string[] {
  return docNumber ? [ASKED.number(numberKey(type, docNumber))] : []
}

export const namesOfReceipt = receiptName
