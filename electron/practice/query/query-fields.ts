import type { TypeName } from '../entities/entity-types.ts'
import { WRITABLE } from '../entities/fields-transactions.ts'
import type { FieldSet } from '../entities/fields.ts'

const EVERY = ['Id', 'MetaData.CreateTime', 'MetaData.LastUpdatedTime']
const SALES = [
  ...EVERY,
  'DocNumber',
  'TxnDate',
  'CustomerRef',
  'DueDate',
  'TotalAmt',
  'Balance',
  'SalesTermRef',
  'CurrencyRef',
  'DepartmentRef',
  'ClassRef',
]

/** What a query can be narrowed and ordered by. Properties that exist and are not here are refused with 4001. */
const QUERYABLE: Record<TypeName, readonly string[]> = {
  CompanyInfo: EVERY,
  Preferences: EVERY,
  Customer: [
    ...EVERY,
    'DisplayName',
    'FullyQualifiedName',
    'GivenName',
    'MiddleName',
    'FamilyName',
    'CompanyName',
    'PrintOnCheckName',
    'Active',
    'Balance',
    'BalanceWithJobs',
    'Job',
    'ParentRef',
    'Taxable',
    'PrimaryEmailAddr',
    'PrimaryPhone',
  ],
  Vendor: [
    ...EVERY,
    'DisplayName',
    'GivenName',
    'MiddleName',
    'FamilyName',
    'CompanyName',
    'PrintOnCheckName',
    'Active',
    'Balance',
    'AcctNum',
  ],
  Employee: [...EVERY, 'DisplayName', 'GivenName', 'FamilyName', 'Active'],
  Account: [
    ...EVERY,
    'Name',
    'FullyQualifiedName',
    'AccountType',
    'AccountSubType',
    'Active',
    'Classification',
    'AcctNum',
    'SubAccount',
    'ParentRef',
    'CurrentBalance',
  ],
  Item: [
    ...EVERY,
    'Name',
    'FullyQualifiedName',
    'Type',
    'Sku',
    'Active',
    'UnitPrice',
    'SubItem',
    'ParentRef',
    'IncomeAccountRef',
    'ExpenseAccountRef',
    'QtyOnHand',
    'Taxable',
  ],
  TaxCode: [...EVERY, 'Name', 'Active', 'Description', 'Taxable', 'TaxGroup'],
  TaxRate: [...EVERY, 'Name', 'Active', 'Description', 'RateValue', 'AgencyRef'],
  TaxAgency: [...EVERY, 'DisplayName'],
  PaymentMethod: [...EVERY, 'Name', 'Active', 'Type'],
  Term: [...EVERY, 'Name', 'Active', 'DueDays'],
  Class: [...EVERY, 'Name', 'FullyQualifiedName', 'Active', 'ParentRef'],
  Department: [...EVERY, 'Name', 'FullyQualifiedName', 'Active', 'ParentRef'],
  Invoice: SALES,
  CreditMemo: [...SALES, 'RemainingCredit'],
  Payment: [
    ...EVERY,
    'TxnDate',
    'CustomerRef',
    'TotalAmt',
    'UnappliedAmt',
    'PaymentRefNum',
    'PaymentMethodRef',
    'DepositToAccountRef',
    'CurrencyRef',
  ],
  Purchase: [
    ...EVERY,
    'DocNumber',
    'TxnDate',
    'TotalAmt',
    'PaymentType',
    'AccountRef',
    'EntityRef',
    'CurrencyRef',
    'DepartmentRef',
  ],
  Bill: [
    ...EVERY,
    'DocNumber',
    'TxnDate',
    'DueDate',
    'TotalAmt',
    'Balance',
    'VendorRef',
    'APAccountRef',
    'SalesTermRef',
    'CurrencyRef',
  ],
  BillPayment: [...EVERY, 'DocNumber', 'TxnDate', 'TotalAmt', 'VendorRef', 'PayType', 'CurrencyRef'],
  PurchaseOrder: [
    ...EVERY,
    'DocNumber',
    'TxnDate',
    'DueDate',
    'TotalAmt',
    'VendorRef',
    'POStatus',
    'APAccountRef',
    'CurrencyRef',
  ],
  Deposit: [...EVERY, 'DocNumber', 'TxnDate', 'TotalAmt', 'DepositToAccountRef', 'CurrencyRef'],
  SalesReceipt: SALES,
  RefundReceipt: SALES,
  JournalEntry: [...EVERY, 'DocNumber', 'TxnDate', 'CurrencyRef'],
  ReimburseCharge: [...EVERY, 'CustomerRef', 'Amount', 'TxnDate', 'HasBeenInvoiced'],
  ExchangeRate: [...EVERY, 'SourceCurrencyCode', 'TargetCurrencyCode', 'AsOfDate'],
  CompanyCurrency: [...EVERY, 'Code', 'Name', 'Active'],
  Attachable: [
    ...EVERY,
    'FileName',
    'ContentType',
    'Category',
    'Note',
    'Tag',
    'Size',
    'AttachableRef.EntityRef.Type',
    'AttachableRef.EntityRef.value',
    'AttachableRef.IncludeOnSend',
  ],
}

/** The property as the books spell it; `known`: it exists and cannot be queried; null: there is no such property. */
export function queryable(type: TypeName, field: string): { name: string } | 'known' | null {
  const bare = field.replace(/\.value$/i, '')
  const found = QUERYABLE[type].find(
    (each) => each.toLowerCase() === field.toLowerCase() || each.toLowerCase() === bare.toLowerCase(),
  )
  if (found) return { name: found }
  return exists(WRITABLE[type], field.split('.')) ? 'known' : null
}

function exists(set: FieldSet | undefined, path: readonly string[]): boolean {
  const [first = '', ...rest] = path
  const field = Object.entries(set?.fields ?? {}).find(([name]) => name.toLowerCase() === first.toLowerCase())?.[1]
  if (!field) return false
  return rest.length === 0 || ((field.kind === 'object' || field.kind === 'list') && exists(field.set, rest))
}
