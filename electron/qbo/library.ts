import { createRequire } from 'node:module'
import type { EntityType, WriteRequest, WriteVerb } from './contract.ts'

/** Instances of `node-quickbooks` are made for one access token each: they keep it. */
export interface Library {
  endpoint: string
}

interface LibraryOptions {
  consumerKey: string
  consumerSecret: string
  token: string
  tokenSecret: false
  realmId: string
  useSandbox: boolean
  debug: false
  minorversion: number
  oauthversion: '2.0'
}

// Its type declarations describe neither how it is exported nor what its callbacks get; what is used is said here.
type NodeQuickBooks = new (options: LibraryOptions) => Library

/** All versions before it are answered like it since August 2025 (facts §3). */
export const MINOR_VERSION = 75

/** A library object for one access token, whose requests go to `apiBase` and nowhere else. */
export function openLibrary(apiBase: string, realmId: string, accessToken: string): Library {
  // Loaded here, and once: most commands ask QuickBooks for nothing.
  const Client = createRequire(import.meta.url)('node-quickbooks') as NodeQuickBooks
  const library = new Client({
    consumerKey: '', // signs nothing with OAuth 2
    consumerSecret: '',
    token: accessToken,
    tokenSecret: false,
    realmId,
    useSandbox: false,
    debug: false,
    minorversion: MINOR_VERSION,
    oauthversion: '2.0',
  })
  library.endpoint = `${apiBase}/v3/company/`
  return library
}

/** How the library calls the list of a type. */
const FINDERS: Record<EntityType, string> = {
  Customer: 'findCustomers',
  Vendor: 'findVendors',
  Employee: 'findEmployees',
  Account: 'findAccounts',
  Item: 'findItems',
  TaxCode: 'findTaxCodes',
  TaxRate: 'findTaxRates',
  Invoice: 'findInvoices',
  CreditMemo: 'findCreditMemos',
  Payment: 'findPayments',
  Purchase: 'findPurchases',
  Bill: 'findBills',
  BillPayment: 'findBillPayments',
  PurchaseOrder: 'findPurchaseOrders',
  SalesReceipt: 'findSalesReceipts',
  RefundReceipt: 'findRefundReceipts',
  Deposit: 'findDeposits',
  JournalEntry: 'findJournalEntries',
  Attachable: 'findAttachables',
}

/** Types that a void leaves standing at zero; all others refuse it, or worse, answer as if they had done it (facts §1.0). */
const VOIDABLE: readonly EntityType[] = ['Invoice', 'Payment']
/** Lists of names are never deleted, only made inactive. */
const DELETABLE: readonly EntityType[] = [
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Attachable',
]
const READ_ONLY: readonly EntityType[] = [
  'TaxCode',
  'TaxRate',
  'SalesReceipt',
  'RefundReceipt',
  'Deposit',
  'JournalEntry',
]

/** Whether QuickBooks knows this verb for this type. */
export function supports(type: EntityType, verb: WriteVerb): boolean {
  if (verb === 'void') return VOIDABLE.includes(type)
  if (verb === 'delete') return DELETABLE.includes(type)
  return !READ_ONLY.includes(type)
}

type Settled = () => void

/** Calls a method by its name; the callback's arguments are not looked at, because the exchange keeps the answer itself. */
function call(library: Library, method: string, ...args: unknown[]): void {
  const methods = library as unknown as Record<string, ((...args: unknown[]) => void) | undefined>
  const found = methods[method]
  if (!found) throw new Error(`node-quickbooks has no ${method}`)
  found.call(library, ...args)
}

/**
 * Posts a write. The body is copied, because the library changes what it is given; the request id travels in the
 * copy, from which the library takes it for the address, and is thereby sent again with each repetition.
 */
export function sendWrite(
  library: Library,
  type: EntityType,
  verb: WriteVerb,
  request: Pick<WriteRequest, 'body' | 'requestId' | 'allowDuplicateNumber'>,
  settled: Settled,
): void {
  const copy: Record<string, unknown> = { ...structuredClone(request.body), requestId: request.requestId }
  if (request.allowDuplicateNumber) copy['allowDuplicateDocNum'] = true
  // Left out, the library would make a sparse update of a full one.
  if (verb === 'update') copy['sparse'] ??= false
  call(library, `${verb}${type}`, copy, settled)
}

export function sendRead(library: Library, type: EntityType, id: string, settled: Settled): void {
  call(library, `get${type}`, id, settled)
}

/** `criteria` is passed on as it stands, from the blank before `where`. */
export function sendQuery(library: Library, type: EntityType, criteria: string, settled: Settled): void {
  call(library, FINDERS[type], criteria, settled)
}

/** `since` in UTC: the library does not encode the plus sign of an offset. */
export function sendChangedSince(
  library: Library,
  types: readonly EntityType[],
  since: string,
  settled: Settled,
): void {
  call(library, 'changeDataCapture', types.join(','), since, settled)
}

export function sendCompanyInfo(library: Library, realmId: string, settled: Settled): void {
  call(library, 'getCompanyInfo', realmId, settled)
}

export function sendPreferences(library: Library, settled: Settled): void {
  call(library, 'getPreferences', settled)
}
