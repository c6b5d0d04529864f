import type { Difference, QueueRow } from '../../shared/row.ts'
import type { Books } from '../plan/books.ts'
import type { Link } from '../plan/link.ts'

/** What stands between the values of several lines. */
const BETWEEN_LINES = ' + '

/**
 * Differences as a person reads them. Where planning compares ids, they are told by the names that QuickBooks' lists have for
 * them; else the document itself says what its customer or supplier is called there, and Billdr what it is called here. An
 * id is left only where nobody knows its name.
 */
export function namedDifferences(
  books: Books | null,
  link: Link | null,
  about: Pick<QueueRow, 'party' | 'project'>,
  differs: Difference[] | null,
): Difference[] | null {
  if (!differs) return null
  return differs.map((each) => {
    const listed = (text: string): string =>
      text
        .split(BETWEEN_LINES)
        .map((id) => nameInBooks(books, link, each.field, id) ?? id)
        .join(BETWEEN_LINES)
    if (each.field !== 'customer' && each.field !== 'supplier')
      return { ...each, billdr: listed(each.billdr), quickbooks: listed(each.quickbooks) }
    const ours = each.field === 'customer' ? (about.project ?? about.party) : about.party
    const theirs = link?.observed.partyId === each.quickbooks ? link.observed.name : null
    return {
      ...each,
      billdr: nameInBooks(books, link, each.field, each.billdr) ?? ours ?? each.billdr,
      quickbooks: nameInBooks(books, link, each.field, each.quickbooks) ?? theirs ?? each.quickbooks,
    }
  })
}

/** Null for a field that holds no id, and for an id that the books do not list. */
function nameInBooks(books: Books | null, link: Link | null, field: string, id: string): string | null {
  if (!books || id === '') return null
  const account = (): string | null => books.accounts.find((each) => each.id === id)?.fullName ?? null
  const item = (): string | null => books.items.find((each) => each.id === id)?.fullName ?? null
  switch (field) {
    case 'customer':
    case 'supplier':
    case 'project':
      return contactName(books, field === 'supplier' ? 'Vendor' : 'Customer', id)
    case 'paidFrom':
    case 'payable':
    case 'receivable':
      return account()
    case 'account':
      // Lines of an expense go to accounts, those of a sale or an order to items.
      return link?.type === 'Purchase' || link?.type === 'Bill' ? (account() ?? item()) : (item() ?? account())
    default:
      return null
  }
}

/** Customers, suppliers and employees share their ids, and any of them may be whom a purchase was paid to. */
function contactName(books: Books, type: 'Customer' | 'Vendor', id: string): string | null {
  const found = books.contacts.filter((each) => each.id === id)
  return (found.find((each) => each.type === type) ?? found[0])?.name ?? null
}
