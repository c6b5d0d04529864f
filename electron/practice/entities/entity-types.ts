/** The entities that the practice company keeps or answers. */
export const ENTITY_TYPES = [
  'CompanyInfo',
  'Preferences',
  'Customer',
  'Vendor',
  'Employee',
  'Account',
  'Item',
  'TaxCode',
  'TaxRate',
  'TaxAgency',
  'PaymentMethod',
  'Term',
  'Class',
  'Department',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Deposit',
  'SalesReceipt',
  'RefundReceipt',
  'JournalEntry',
  'ReimburseCharge',
  'CompanyCurrency',
  'ExchangeRate',
  'Attachable',
] as const
export type TypeName = (typeof ENTITY_TYPES)[number]

export const TRANSACTIONS = [
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
] as const
export type TransactionType = (typeof TRANSACTIONS)[number]

const NAMES = ['Customer', 'Vendor', 'Employee'] as const

/** Lists whose rows are made inactive and never deleted. */
export const LISTS: readonly TypeName[] = [
  'Customer',
  'Vendor',
  'Employee',
  'Account',
  'Item',
  'TaxCode',
  'TaxRate',
  'PaymentMethod',
  'Term',
  'Class',
  'Department',
  'CompanyCurrency',
]

/** Entities that QuickBooks has and the practice company holds none of: queries find nothing, other requests are refused. */
export const EMPTY_TYPES: readonly string[] = [
  'Budget',
  'CreditCardPayment',
  'CustomerType',
  'Estimate',
  'JournalCode',
  'RecurringTransaction',
  'TimeActivity',
  'Transfer',
  'VendorCredit',
]

const byLowerCase = new Map(ENTITY_TYPES.map((each) => [each.toLowerCase(), each]))

/** The entity type of a path or query word, in any case; null where there is none. */
export function typeNamed(word: string): TypeName | null {
  return byLowerCase.get(word.toLowerCase()) ?? null
}

export function isTransaction(type: TypeName): type is TransactionType {
  return (TRANSACTIONS as readonly string[]).includes(type)
}

/** What only a person enters, and this program reads. */
export const BY_HAND = ['Deposit', 'SalesReceipt', 'RefundReceipt', 'JournalEntry'] as const

export function isByHandOnly(type: TypeName): boolean {
  return (BY_HAND as readonly string[]).includes(type)
}

export function isName(type: TypeName): boolean {
  return (NAMES as readonly string[]).includes(type)
}

/** Entities of one family share their ids, as QuickBooks' own tables do. */
export function idFamilyOf(type: TypeName): string {
  if (isTransaction(type) || isByHandOnly(type) || type === 'ReimburseCharge') return 'transaction'
  return isName(type) ? 'name' : type
}
