import type { BilldrRecord, CostCode } from '../../shared/domain.ts'
import type { HealthFinding } from '../../shared/health.ts'
import { finding } from '../../shared/health.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { EXPENSE_ACCOUNT_TYPES } from '../../shared/mappings.ts'
import type { Settings } from '../../shared/settings.ts'
import { PAYMENT_METHODS } from '../../shared/settings.ts'
import { accountFor, costCodeReference, itemFor, payableAccount } from './accounts.ts'
import type { Found } from './accounts.ts'
import type { Books } from './books.ts'
import type { HealthInput } from './health-input.ts'

/** A default of the mappings: what it names, and the types of account that QuickBooks takes there (null: an item). */
interface Default {
  which: string
  text: string | undefined
  accountTypes: readonly string[] | null
  /** How many records need it. */
  neededBy: number
}

const BANKS = ['Bank']

/**
 * Defaults that are needed and not chosen, that QuickBooks no longer has, or whose type it will not take; and cost codes
 * in use that lead nowhere.
 */
export function defaultFindings(input: HealthInput): HealthFinding[] {
  const { books, mappings, settings } = input
  const waiting = input.records.filter(({ isSynced }) => !isSynced).map(({ record }) => record)
  return [
    ...[...defaultsOf(mappings, waiting), ...depositsOf(settings)].flatMap((each) => judged(each, books)),
    ...purchaseItemFindings(mappings, books, waiting),
    ...(payableAccount(mappings, books) === null &&
    mappings.defaults.payableAccount === undefined &&
    unpaid(waiting) > 0
      ? [finding('hint', 'health-default-missing', { which: 'payableAccount', count: unpaid(waiting) })]
      : []),
    ...costCodeFindings(input, waiting),
  ]
}

function defaultsOf({ defaults }: Mappings, records: readonly BilldrRecord[]): Default[] {
  const paid = (how: string) =>
    records.filter((record) => record.kind === 'expense' && record.status === 'approved' && record.paidWith === how)
      .length
  const uncoded = (...kinds: string[]) =>
    records.filter(
      (record) =>
        kinds.includes(record.kind) && 'lines' in record && record.lines.some((line) => line.costCodeId === null),
    ).length
  return [
    { which: 'incomeItem', text: defaults.incomeItem, accountTypes: null, neededBy: uncoded('invoice', 'credit') },
    {
      which: 'expenseAccount',
      text: defaults.expenseAccount,
      accountTypes: EXPENSE_ACCOUNT_TYPES,
      neededBy: uncoded('expense'),
    },
    {
      which: 'cash',
      text: defaults.paidWith.cash,
      accountTypes: [...BANKS, 'Other Current Asset'],
      neededBy: paid('cash'),
    },
    { which: 'cheque', text: defaults.paidWith.cheque, accountTypes: BANKS, neededBy: paid('cheque') },
    {
      which: 'credit_card',
      text: defaults.paidWith.credit_card,
      accountTypes: ['Credit Card'],
      neededBy: paid('credit_card'),
    },
    { which: 'bank', text: defaults.paidWith.bank, accountTypes: BANKS, neededBy: paid('bank') },
    // QuickBooks has accounts of its own for these where none is chosen.
    {
      which: 'depositAccount',
      text: defaults.depositAccount,
      accountTypes: [...BANKS, 'Other Current Asset'],
      neededBy: 0,
    },
    { which: 'payableAccount', text: defaults.payableAccount, accountTypes: ['Accounts Payable'], neededBy: 0 },
    {
      which: 'receivableAccount',
      text: defaults.receivableAccount,
      accountTypes: ['Accounts Receivable'],
      neededBy: 0,
    },
  ]
}

/** Accounts for payments by how they were received, where one is chosen. */
function depositsOf(settings: Settings): Default[] {
  return PAYMENT_METHODS.map((method) => ({
    which: `deposit.${method}`,
    text: settings[`deposit.${method}`],
    accountTypes: [...BANKS, 'Other Current Asset'],
    neededBy: 0,
  }))
}

function judged({ which, text, accountTypes, neededBy }: Default, books: Books): HealthFinding[] {
  if (text === undefined)
    return neededBy > 0 ? [finding('stops', 'health-default-missing', { which, count: neededBy })] : []
  const found: Found = accountTypes === null ? itemFor(text, books) : accountFor(text, books)
  if (!found.ok) return [finding('stops', 'health-default-gone', { which, name: text })]
  const account = accountTypes === null ? undefined : books.accounts.find((each) => each.id === found.value.id)
  if (!account || accountTypes === null || accountTypes.includes(account.accountType)) return []
  return [finding('stops', 'health-account-type', { which, name: account.fullName, type: account.accountType })]
}

/** An item without an expense account can be sold and not bought (facts: QuickBooks API §1.4, §1.11). */
function purchaseItemFindings({ defaults }: Mappings, books: Books, records: readonly BilldrRecord[]): HealthFinding[] {
  if (defaults.purchaseItem === undefined || !records.some(({ kind }) => kind === 'purchase-order')) return []
  const found = itemFor(defaults.purchaseItem, books)
  if (!found.ok)
    return [finding('stops', 'health-default-gone', { which: 'purchaseItem', name: defaults.purchaseItem })]
  const item = books.items.find((each) => each.id === found.value.id)
  return item && !item.purchasable ? [finding('stops', 'health-item-not-bought', { name: item.fullName })] : []
}

function unpaid(records: readonly BilldrRecord[]): number {
  return records.filter(
    (record) => record.kind === 'expense' && record.status === 'approved' && record.paidWith === 'unpaid',
  ).length
}

/** Cost codes that waiting documents use and that have neither a mapping nor a namesake (rule K1). */
function costCodeFindings(
  { books, mappings, records }: HealthInput,
  waiting: readonly BilldrRecord[],
): HealthFinding[] {
  const codes = new Map(
    records.flatMap(({ record }): [string, CostCode][] => (record.kind === 'cost-code' ? [[record.id, record]] : [])),
  )
  const missing = new Set<string>()
  for (const record of waiting) {
    if (!('lines' in record)) continue
    const side = record.kind === 'invoice' || record.kind === 'credit' ? 'item' : 'account'
    for (const line of record.lines) {
      const code = line.costCodeId === null ? undefined : codes.get(line.costCodeId)
      if (code && !costCodeReference(code, side, mappings, books)?.ok) missing.add(code.code)
    }
  }
  const [first] = [...missing].sort()
  return first === undefined ? [] : [finding('stops', 'health-cost-codes', { code: first, count: missing.size })]
}
