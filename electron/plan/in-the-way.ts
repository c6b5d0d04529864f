import type { OtherDocument } from '../../shared/problem.ts'
import type { BooksDocument } from './books.ts'

/** A document of the books as it is shown beside ours. */
export function otherOf(document: BooksDocument): OtherDocument {
  return {
    type: document.type,
    id: document.id,
    docNumber: document.docNumber ?? document.reference ?? null,
    date: document.date,
    party: document.partyName,
    amount: document.subtotal ?? document.total,
  }
}
