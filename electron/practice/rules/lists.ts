import type { EntityRules, Draft } from '../entities/draft.ts'
import { required } from '../entities/draft.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { flagAt, refAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import {
  businessRule,
  duplicateName,
  missing,
  ownParent,
  ruleWithCode,
  unsupportedOperation,
  type Refusal,
} from '../entities/refusal.ts'
import { nameWhen } from './names.ts'
import { homeCurrency } from '../company/settings.ts'
import type { Work } from '../entities/work.ts'

/** QuickBooks' classes of accounts, and the sub-type it takes where none is given. */
const ACCOUNT_CLASSES: Record<string, { classification: string; subType: string }> = {
  Bank: { classification: 'Asset', subType: 'Checking' },
  'Accounts Receivable': { classification: 'Asset', subType: 'AccountsReceivable' },
  'Other Current Asset': { classification: 'Asset', subType: 'OtherCurrentAssets' },
  'Fixed Asset': { classification: 'Asset', subType: 'OtherFixedAssets' },
  'Other Asset': { classification: 'Asset', subType: 'OtherLongTermAssets' },
  'Accounts Payable': { classification: 'Liability', subType: 'AccountsPayable' },
  'Credit Card': { classification: 'Liability', subType: 'CreditCard' },
  'Other Current Liability': { classification: 'Liability', subType: 'OtherCurrentLiabilities' },
  'Long Term Liability': { classification: 'Liability', subType: 'OtherLongTermLiabilities' },
  Equity: { classification: 'Equity', subType: 'OwnersEquity' },
  Income: { classification: 'Revenue', subType: 'ServiceFeeIncome' },
  'Other Income': { classification: 'Revenue', subType: 'OtherMiscellaneousIncome' },
  'Cost of Goods Sold': { classification: 'Expense', subType: 'SuppliesMaterialsCogs' },
  Expense: { classification: 'Expense', subType: 'OtherMiscellaneousServiceCost' },
  'Other Expense': { classification: 'Expense', subType: 'OtherMiscellaneousExpense' },
}

function parentOf(work: Work, type: TypeName, next: Fields): Stored | null {
  const id = refAt(next, 'ParentRef')
  return id === null ? null : work.get(type, id)
}

/** The name, its place below a parent, and that no active row has its full name. */
function completeListName(draft: Draft): Refusal[] {
  const { next, before, work, type } = draft
  const name = textAt(next, 'Name')
  if (name === null) return [missing('Name')]
  if (refAt(next, 'ParentRef') !== null && refAt(next, 'ParentRef') === before?.Id) return [ownParent()]
  const active = next['Active'] !== false
  next['Active'] = active
  next['Name'] = nameWhen(active, name)
  const above = parentOf(work, type, next)
  next['FullyQualifiedName'] = above
    ? `${textAt(above, 'FullyQualifiedName') ?? ''}:${String(next['Name'])}`
    : next['Name']
  if (active) {
    const taken = work.books.withName(type, String(next['FullyQualifiedName'])).find((id) => id !== before?.Id)
    if (taken !== undefined) return [duplicateName(taken)]
  }
  return []
}

function renameBelow(work: Work, type: TypeName, parent: Stored): void {
  for (const each of work.books.all(type)) {
    if (refAt(each, 'ParentRef') !== parent.Id) continue
    const child = work.get(type, each.Id) ?? each
    renameBelow(
      work,
      type,
      work.touch(type, child, {
        FullyQualifiedName: `${textAt(parent, 'FullyQualifiedName') ?? ''}:${textAt(child, 'Name') ?? ''}`,
      }),
    )
  }
}

export const ACCOUNT_RULES: EntityRules = {
  kept: ['Name', 'AccountType', 'AccountSubType', 'Active', 'SubAccount', 'ParentRef', 'CurrencyRef', 'Classification'],
  complete(draft) {
    const { next, work } = draft
    const bySubType = Object.entries(ACCOUNT_CLASSES).find(
      ([, each]) => each.subType === textAt(next, 'AccountSubType'),
    )?.[0]
    const type = textAt(next, 'AccountType') ?? bySubType ?? null
    const known = type === null ? undefined : ACCOUNT_CLASSES[type]
    if (type === null || !known) {
      return [
        ...required(next, 'Name'),
        ruleWithCode(
          '6010',
          'Account type missing',
          'Either AccountType or AccountSubType is required.',
          'AccountType',
        ),
      ].slice(0, 1)
    }
    if (/"/.test(textAt(next, 'Name') ?? ''))
      return [businessRule('The name of an account may not contain a double quote.')]
    const refusals = completeListName(draft)
    const above = parentOf(work, 'Account', next)
    if (above && textAt(above, 'AccountType') !== type) {
      return [businessRule('You can make a subaccount only below an account of its own type.')]
    }
    next['AccountType'] = type
    next['AccountSubType'] ??= known.subType
    next['Classification'] = known.classification
    next['SubAccount'] = above !== null
    next['CurrencyRef'] ??= homeCurrency(work.settings)
    return refusals
  },
  settle(work, entity, before) {
    if (before && textAt(before, 'FullyQualifiedName') !== textAt(entity, 'FullyQualifiedName'))
      renameBelow(work, 'Account', entity)
    return []
  },
}

function accountIs(work: Work, next: Fields, field: string, types: readonly string[], words: string): Refusal[] {
  const id = refAt(next, field)
  if (id === null) return []
  const type = textAt(work.get('Account', id), 'AccountType')
  return type !== null && types.includes(type) ? [] : [businessRule(`${field} must be ${words}.`)]
}

export const ITEM_RULES: EntityRules = {
  kept: [
    'Name',
    'Type',
    'Active',
    'SubItem',
    'ParentRef',
    'Taxable',
    'TrackQtyOnHand',
    'QtyOnHand',
    'InvStartDate',
    'AssetAccountRef',
  ],
  complete(draft) {
    const { next, work } = draft
    const absent = required(next, 'Name', 'Type')
    if (absent.length > 0) return absent
    const type = textAt(next, 'Type')
    if (type === 'Service' && next['IncomeAccountRef'] === undefined) return [missing('IncomeAccountRef')]
    if (type === 'NonInventory' && next['IncomeAccountRef'] === undefined && next['ExpenseAccountRef'] === undefined)
      return [missing('IncomeAccountRef')]
    if (type === 'Inventory') {
      const needed = required(
        next,
        'IncomeAccountRef',
        'ExpenseAccountRef',
        'AssetAccountRef',
        'QtyOnHand',
        'InvStartDate',
      )
      if (needed.length > 0) return needed
    }
    if (flagAt(next, 'SubItem') && refAt(next, 'ParentRef') === null) return [missing('ParentRef')]
    const refusals = [
      ...completeListName(draft),
      ...accountIs(work, next, 'IncomeAccountRef', ['Income', 'Other Income'], 'an income account'),
      ...accountIs(
        work,
        next,
        'ExpenseAccountRef',
        ['Cost of Goods Sold', 'Expense', 'Other Expense'],
        'an expense account',
      ),
    ]
    next['SubItem'] = refAt(next, 'ParentRef') !== null
    next['Taxable'] ??= false
    next['TrackQtyOnHand'] ??= type === 'Inventory'
    next['UnitPrice'] ??= 0
    next['PurchaseCost'] ??= 0
    return refusals.slice(0, 1)
  },
  settle(work, entity, before) {
    if (before && textAt(before, 'FullyQualifiedName') !== textAt(entity, 'FullyQualifiedName'))
      renameBelow(work, 'Item', entity)
    return []
  },
}

export const PAYMENT_METHOD_RULES: EntityRules = {
  kept: ['Name', 'Active', 'Type'],
  complete(draft) {
    const absent = required(draft.next, 'Name')
    if (absent.length > 0) return absent
    draft.next['Type'] ??= 'NON_CREDIT_CARD'
    const refusals = completeListName(draft)
    delete draft.next['FullyQualifiedName']
    return refusals
  },
}

export const TERM_RULES: EntityRules = {
  kept: ['Name', 'Active', 'Type'],
  complete(draft) {
    const refusals = completeListName(draft)
    delete draft.next['FullyQualifiedName']
    draft.next['Type'] = draft.next['DayOfMonthDue'] === undefined ? 'STANDARD' : 'DATE_DRIVEN'
    return refusals
  },
}

function divisionRules(type: 'Class' | 'Department'): EntityRules {
  return {
    kept: ['Name', 'Active', 'ParentRef'],
    complete(draft) {
      const refusals = completeListName(draft)
      draft.next[type === 'Class' ? 'SubClass' : 'SubDepartment'] = refAt(draft.next, 'ParentRef') !== null
      return refusals
    },
    settle(work, entity, before) {
      if (before && textAt(before, 'FullyQualifiedName') !== textAt(entity, 'FullyQualifiedName'))
        renameBelow(work, type, entity)
      return []
    },
  }
}

export const CLASS_RULES = divisionRules('Class')
export const DEPARTMENT_RULES = divisionRules('Department')

/** An agency is made and read, and never changed through the service (PQ). */
export const TAX_AGENCY_RULES: EntityRules = {
  kept: [],
  complete({ before, next, work }) {
    if (before) return [unsupportedOperation('Update TaxAgency')]
    const absent = required(next, 'DisplayName')
    if (absent.length > 0) return absent
    const taken = work.books.all('TaxAgency').find((each) => textAt(each, 'DisplayName') === next['DisplayName'])
    if (taken) return [duplicateName(taken.Id)]
    next['TaxTrackedOnSales'] = true
    next['TaxTrackedOnPurchases'] = work.settings.country === 'CA'
    return []
  },
}
