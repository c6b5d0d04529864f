import type { PostedField } from '../../shared/bridge.ts'
import type { Address } from '../../shared/domain.ts'
import type { Draft, Reference } from '../../shared/draft.ts'
import { decimalOf } from '../../shared/money.ts'
import type { Books } from '../plan/books.ts'

/**
 * All that a draft says besides its lines, in the order in which QuickBooks' own form has it: the preview shows this very
 * draft, and no field of it is left out. Empty values are not sent and not shown. `invoiceNumber`: of an invoice in the books.
 */
export function postedFields(
  draft: Draft,
  books: Books | null,
  invoiceNumber: (id: string) => string | null,
): PostedField[] {
  const found: PostedField[] = []
  const say = (name: PostedField['name'], value: string | null | undefined): void => {
    if (value !== null && value !== undefined && value !== '') found.push({ name, value })
  }
  const named = (reference: Reference | null): string | null => reference && fullName(reference, books)
  if ('displayName' in draft) {
    say('displayName', draft.displayName)
    say('companyName', draft.companyName)
    if (draft.type === 'Customer') {
      say('person', [draft.givenName, draft.familyName].filter(Boolean).join(' '))
      say('parent', draft.parent?.name)
    }
    say('email', draft.email)
    say('phone', draft.phone)
    say('address', addressText(draft.address))
    say('currency', draft.currency)
    if (draft.type === 'Customer') say('site', addressText(draft.site))
    if (draft.type === 'Vendor') say('printAs', draft.printAs)
    if (draft.type === 'Customer') say('note', draft.notes)
    return found
  }
  if ('docNumber' in draft) say('number', draft.docNumber)
  if ('customer' in draft) say('customer', customerName(draft.customer, books))
  if ('vendor' in draft) say(draft.type === 'Purchase' ? 'payee' : 'supplier', draft.vendor?.name)
  say('date', draft.date)
  if ('dueDate' in draft) say(draft.type === 'PurchaseOrder' ? 'expectedOn' : 'dueDate', draft.dueDate)
  if (draft.type === 'Payment') {
    say('reference', draft.reference)
    say('total', decimalOf(draft.total))
    for (const { id, amount } of draft.applied) say('appliedTo', `${invoiceNumber(id) ?? id}: ${decimalOf(amount)}`)
    say('depositTo', named(draft.depositTo))
  }
  if (draft.type === 'Purchase') {
    say('paymentType', draft.paymentType)
    say('paidFrom', named(draft.account))
  }
  if ('payable' in draft) say('payable', named(draft.payable))
  if ('receivable' in draft && draft.receivable) say('receivable', named(draft.receivable))
  if ('tax' in draft) say('taxCode', taxCodeName(draft.tax.lineCode, books))
  say('currency', draft.currency)
  if ('memo' in draft) say('memo', draft.memo)
  say('note', draft.privateNote)
  return found
}

function addressText(address: Address | null): string | null {
  return address && Object.values(address).filter(Boolean).join(', ')
}

function fullName({ id, name }: Reference, books: Books | null): string {
  return books?.accounts.find((each) => each.id === id)?.fullName ?? name
}

/** A project stands below its client. */
function customerName({ id, name }: Reference, books: Books | null): string {
  const own = books?.contacts.find((each) => each.type === 'Customer' && each.id === id)
  const above = own?.parentId
    ? books?.contacts.find((each) => each.type === 'Customer' && each.id === own.parentId)
    : undefined
  return above ? `${above.name}: ${own?.name ?? name}` : (own?.name ?? name)
}

function taxCodeName(code: string | null, books: Books | null): string | null {
  return books?.taxCodes.find((each) => each.id === code)?.name ?? code
}
