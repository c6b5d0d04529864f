import type { LinkedType } from '../plan/link.ts'
import type { Environment } from '../qbo/addresses.ts'

/** Pages of QuickBooks' own screens, seen in use and not documented by Intuit (facts: QuickBooks API §8). */
const PAGES: Readonly<Record<LinkedType, { page: string; id: 'txnId' | 'nameId' }>> = {
  Invoice: { page: 'invoice', id: 'txnId' },
  CreditMemo: { page: 'creditmemo', id: 'txnId' },
  Payment: { page: 'recvpayment', id: 'txnId' },
  Purchase: { page: 'expense', id: 'txnId' },
  Bill: { page: 'bill', id: 'txnId' },
  PurchaseOrder: { page: 'purchaseorder', id: 'txnId' },
  Customer: { page: 'customerdetail', id: 'nameId' },
  Vendor: { page: 'vendordetail', id: 'nameId' },
}

/**
 * The address of a record in QuickBooks' own pages. It names the company, since the short form opens the id in whatever
 * company the browser is in, which for a bookkeeper of many is somebody else's document. Practice has its own page.
 */
export function quickbooksPage(
  environment: Environment,
  realmId: string,
  type: LinkedType,
  id: string,
  practiceBooks: string | null,
): string | null {
  if (environment === 'practice') return practiceBooks
  const host = environment === 'sandbox' ? 'sandbox.qbo.intuit.com' : 'qbo.intuit.com'
  const { page, id: name } = PAGES[type]
  const address = new URL(`https://${host}/app/login`)
  address.searchParams.set('pagereq', `${page}?${name}=${id}`)
  address.searchParams.set('deeplinkcompanyid', realmId)
  return address.href
}
