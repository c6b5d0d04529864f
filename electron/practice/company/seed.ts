import type { Books } from '../storage/practice-books.ts'
import type { TypeName } from '../entities/entity-types.ts'
import type { Fields } from '../entities/json.ts'
import { taxCodeChanges } from './tax-codes.ts'
import { isRefused } from '../entities/refusal.ts'
import type { CompanySettings } from './settings.ts'
import type { Change } from '../storage/practice-books.ts'
import { pacificSeconds } from './times.ts'
import { Work } from '../entities/work.ts'
import { PLAIN_WRITE, write } from '../entities/write.ts'

interface AccountSeed {
  name: string
  type: string
  subType: string
  below?: string
}

const ACCOUNTS: readonly AccountSeed[] = [
  { name: 'Checking', type: 'Bank', subType: 'Checking' },
  { name: 'Savings', type: 'Bank', subType: 'Savings' },
  { name: 'Petty Cash', type: 'Bank', subType: 'CashOnHand' },
  { name: 'Mastercard', type: 'Credit Card', subType: 'CreditCard' },
  { name: 'Visa', type: 'Credit Card', subType: 'CreditCard' },
  { name: 'Undeposited Funds', type: 'Other Current Asset', subType: 'UndepositedFunds' },
  { name: 'Accounts Receivable (A/R)', type: 'Accounts Receivable', subType: 'AccountsReceivable' },
  { name: 'Accounts Payable (A/P)', type: 'Accounts Payable', subType: 'AccountsPayable' },
  { name: 'Vehicles', type: 'Fixed Asset', subType: 'Vehicles' },
  { name: 'Tools and Equipment', type: 'Fixed Asset', subType: 'MachineryAndEquipment' },
  { name: 'Line of Credit', type: 'Other Current Liability', subType: 'LineOfCredit' },
  { name: 'Opening Balance Equity', type: 'Equity', subType: 'OpeningBalanceEquity' },
  { name: 'Retained Earnings', type: 'Equity', subType: 'RetainedEarnings' },
  { name: 'Services', type: 'Income', subType: 'ServiceFeeIncome' },
  { name: 'Sales of Product Income', type: 'Income', subType: 'SalesOfProductIncome' },
  { name: 'Uncategorized Income', type: 'Income', subType: 'ServiceFeeIncome' },
  { name: 'Cost of Goods Sold', type: 'Cost of Goods Sold', subType: 'SuppliesMaterialsCogs' },
  { name: 'Job Expenses', type: 'Expense', subType: 'CostOfLabor' },
  { name: 'Job Materials', type: 'Expense', subType: 'SuppliesMaterials', below: 'Job Expenses' },
  { name: 'Subcontractors', type: 'Expense', subType: 'CostOfLabor', below: 'Job Expenses' },
  { name: 'Permits', type: 'Expense', subType: 'TaxesPaid', below: 'Job Expenses' },
  { name: 'Equipment Rental', type: 'Expense', subType: 'EquipmentRental', below: 'Job Expenses' },
  { name: 'Waste Disposal', type: 'Expense', subType: 'OtherMiscellaneousServiceCost', below: 'Job Expenses' },
  { name: 'Fuel', type: 'Expense', subType: 'Auto' },
  { name: 'Insurance', type: 'Expense', subType: 'Insurance' },
  { name: 'Office Supplies', type: 'Expense', subType: 'OfficeGeneralAdministrativeExpenses' },
  { name: 'Bank Charges', type: 'Expense', subType: 'BankCharges' },
  { name: 'Uncategorized Expense', type: 'Expense', subType: 'OtherMiscellaneousServiceCost' },
]

interface ItemSeed {
  name: string
  type: 'Service' | 'NonInventory'
  income: string
  expense: string
}

const ITEMS: readonly ItemSeed[] = [
  { name: 'Services', type: 'Service', income: 'Services', expense: 'Job Expenses' },
  { name: 'Hours', type: 'Service', income: 'Services', expense: 'Job Expenses:Subcontractors' },
  { name: 'Materials', type: 'NonInventory', income: 'Sales of Product Income', expense: 'Job Expenses:Job Materials' },
  { name: 'Permits', type: 'Service', income: 'Services', expense: 'Job Expenses:Permits' },
]

const TERMS = [
  ['1', 'Due on receipt', 0],
  ['2', 'Net 15', 15],
  ['3', 'Net 30', 30],
  ['4', 'Net 60', 60],
] as const
const PAYMENT_METHODS = [
  ['Cash', 'NON_CREDIT_CARD'],
  ['Check', 'NON_CREDIT_CARD'],
  ['Visa', 'CREDIT_CARD'],
  ['MasterCard', 'CREDIT_CARD'],
  ['E-transfer', 'NON_CREDIT_CARD'],
  ['Direct Deposit', 'NON_CREDIT_CARD'],
] as const

/** What a new company begins with: the chart of accounts, items, tax codes, terms, payment methods and an employee. */
export function seedChanges(books: Books, settings: CompanySettings, now: Date): Change[] {
  const stamp = pacificSeconds(now)
  const MetaData = { CreateTime: stamp, LastUpdatedTime: stamp }
  const work = new Work(books, settings, now)
  const made: Change[] = []
  const make = (type: TypeName, body: Fields): string => {
    const result = write(work, type, body, PLAIN_WRITE)
    if (isRefused(result) || !('entity' in result.value))
      throw new Error(`the books refuse to begin with this ${type}: ${JSON.stringify(result)}`)
    return result.value.entity.Id
  }
  const accountIds = new Map<string, string>()
  for (const seed of ACCOUNTS) {
    const parent = seed.below === undefined ? undefined : accountIds.get(seed.below)
    const id = make('Account', {
      Name: seed.name,
      AccountType: seed.type,
      AccountSubType: seed.subType,
      ...(parent === undefined ? {} : { SubAccount: true, ParentRef: { value: parent } }),
    })
    accountIds.set(seed.below === undefined ? seed.name : `${seed.below}:${seed.name}`, id)
  }
  for (const seed of ITEMS) {
    make('Item', {
      Name: seed.name,
      Type: seed.type,
      IncomeAccountRef: { value: accountIds.get(seed.income) ?? '' },
      ExpenseAccountRef: { value: accountIds.get(seed.expense) ?? '' },
    })
  }
  for (const [name, type] of PAYMENT_METHODS) make('PaymentMethod', { Name: name, Type: type })
  made.push(...work.changes())

  for (const [Id, Name, DueDays] of TERMS)
    made.push({ put: 'Term', entity: { Id, SyncToken: '0', MetaData, Name, Active: true, Type: 'STANDARD', DueDays } })
  made.push({
    put: 'Employee',
    entity: {
      Id: '1',
      SyncToken: '0',
      MetaData,
      GivenName: 'Dominique',
      FamilyName: 'Paquet',
      DisplayName: 'Dominique Paquet',
      PrintOnCheckName: 'Dominique Paquet',
      Active: true,
    },
  })
  const agency = settings.country === 'CA' ? 'Canada Revenue Agency' : 'State Tax Agency'
  if (settings.tax !== 'none') {
    made.push({
      put: 'TaxAgency',
      entity: {
        Id: '1',
        SyncToken: '0',
        MetaData,
        DisplayName: agency,
        TaxTrackedOnSales: true,
        TaxTrackedOnPurchases: settings.country === 'CA',
      },
    })
  }
  return [...made, ...taxCodeChanges(settings, stamp)]
}
