import { textAt, fieldsAt, flagAt, refAt, type Fields, type Stored } from '../entities/json.ts'
import { badParent, duplicateName, invalidEmail, ownParent, ruleWithCode, type Refusal } from '../entities/refusal.ts'
import type { Draft, EntityRules } from '../entities/draft.ts'
import { homeCurrency } from '../company/settings.ts'
import { currencyNamed, openControlAccount } from './currency.ts'
import type { Work } from '../entities/work.ts'

const DELETED = ' (deleted)'

/** The name as it stands when its row is made inactive, and again when it comes back. */
export function nameWhen(active: boolean, name: string): string {
  const bare = name.endsWith(DELETED) ? name.slice(0, -DELETED.length) : name
  return active ? bare : `${bare}${DELETED}`
}

function joinedName(next: Fields): string | null {
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix'].flatMap((part) => textAt(next, part) ?? [])
  return parts.length === 0 ? null : parts.join(' ')
}

function emailWrong(next: Fields): Refusal[] {
  const address = textAt(fieldsAt(next, 'PrimaryEmailAddr'), 'Address')
  if (address === null) return []
  return address.split(',').every((each) => /^[^@\s]+@[^@\s.]+\.[^@\s]+$/.test(each.trim()))
    ? []
    : [invalidEmail('PrimaryEmailAddr.Address')]
}

/** DisplayName, its uniqueness over customers, vendors and employees, and the name of an inactive row. */
function completeName(draft: Draft): Refusal[] {
  const { next, before, work } = draft
  const display = textAt(next, 'DisplayName') ?? joinedName(next)
  if (display === null) {
    return [
      ruleWithCode(
        '6080',
        'Required field is missing',
        'At least one of DisplayName, Title, GivenName, MiddleName, FamilyName or Suffix is required.',
        'DisplayName',
      ),
    ]
  }
  const active = next['Active'] !== false
  const name = nameWhen(active, display)
  if (active) {
    const taken = work.books.withName(draft.type, name).find((id) => id !== before?.Id)
    if (taken !== undefined) return [duplicateName(taken)]
  }
  next['DisplayName'] = name
  next['Active'] = active
  next['PrintOnCheckName'] ??= display.slice(0, 110)
  next['CurrencyRef'] = before?.['CurrencyRef'] ?? currencyOfNew(draft)
  return emailWrong(next)
}

/** A party keeps the currency that it began with: what an update says is taken with 200 and ignored (VYL, AHO). */
function currencyOfNew({ next, work }: Draft): Fields {
  const above = refAt(work.get('Customer', refAt(next, 'ParentRef') ?? ''), 'CurrencyRef')
  const code = above ?? refAt(next, 'CurrencyRef')
  const { settings } = work
  const kept = settings.multiCurrency && settings.partyCurrency === 'kept' && code !== null
  return kept && settings.foreignCurrencies.includes(code) ? currencyNamed(code) : homeCurrency(settings)
}

function levelOf(work: Work, customer: Stored | null): number {
  let level = 0
  for (let each = customer; each; each = parentOf(work, each)) level += 1
  return level
}

function parentOf(work: Work, customer: Fields): Stored | null {
  const id = refAt(customer, 'ParentRef')
  return id === null ? null : work.get('Customer', id)
}

/** Jobs: their parent, their depth, and what may not change under documents. */
function completeJob(draft: Draft): Refusal[] {
  const { next, before, work } = draft
  const parentId = refAt(next, 'ParentRef')
  const job = flagAt(next, 'Job')
  if (job !== (parentId !== null)) {
    return [ruleWithCode('6150', 'Invalid parent', 'Job and ParentRef must be given together.', 'ParentRef')]
  }
  if (parentId === null) {
    if (flagAt(next, 'BillWithParent'))
      return [ruleWithCode('6150', 'Invalid parent', 'BillWithParent needs a ParentRef.', 'BillWithParent')]
    next['BillWithParent'] = false
    return []
  }
  if (parentId === before?.Id) return [ownParent()]
  for (let above = work.get('Customer', parentId); above; above = parentOf(work, above)) {
    if (above.Id === before?.Id) return [badParent('A record can not be below its own sub-customer.')]
  }
  if (levelOf(work, work.get('Customer', parentId)) >= 5)
    return [ruleWithCode('6180', 'Level exceeded', 'A customer may have at most five levels.', 'ParentRef')]
  const moved =
    before &&
    (refAt(before, 'ParentRef') !== parentId || flagAt(before, 'BillWithParent') !== flagAt(next, 'BillWithParent'))
  if (moved && work.books.all('Invoice').some((each) => refAt(each, 'CustomerRef') === before.Id)) {
    return [
      ruleWithCode(
        '6130',
        'Can not change parent',
        'The parent or BillWithParent can not be changed: there are linked transactions.',
        'ParentRef',
      ),
    ]
  }
  next['BillWithParent'] ??= true
  return []
}

/** The name with those above it, `Parent:Child`. */
function fullName(work: Work, next: Fields): string {
  const above = parentOf(work, next)
  const name = textAt(next, 'DisplayName') ?? ''
  return above ? `${textAt(above, 'FullyQualifiedName') ?? ''}:${name}` : name
}

/** Gives every job below a customer the full name that follows from it. */
export function renameBelow(work: Work, parent: Stored): void {
  for (const each of work.books.all('Customer')) {
    const child = work.get('Customer', each.Id) ?? each
    if (refAt(child, 'ParentRef') !== parent.Id) continue
    const renamed = work.touch('Customer', child, {
      FullyQualifiedName: `${textAt(parent, 'FullyQualifiedName') ?? ''}:${textAt(child, 'DisplayName') ?? ''}`,
    })
    renameBelow(work, renamed)
  }
}

export const CUSTOMER_RULES: EntityRules = {
  kept: [
    'DisplayName',
    'Active',
    'Job',
    'ParentRef',
    'BillWithParent',
    'Taxable',
    'CurrencyRef',
    'Balance',
    'BalanceWithJobs',
    'PreferredDeliveryMethod',
    'DefaultTaxCodeRef',
  ],
  complete(draft) {
    const { next, work } = draft
    const refusals = completeName(draft)
    if (refusals.length > 0) return refusals
    next['Taxable'] ??= work.settings.country === 'US'
    next['Job'] ??= false
    next['Balance'] ??= 0
    next['BalanceWithJobs'] ??= 0
    next['PreferredDeliveryMethod'] ??= 'Print'
    const wrong = completeJob(draft)
    if (wrong.length > 0) return wrong
    // At the top there is no level (VCR).
    const level = levelOf(work, parentOf(work, next))
    if (level > 0) next['Level'] = level
    else delete next['Level']
    next['FullyQualifiedName'] = fullName(work, next)
    return []
  },
  settle(work, entity, before) {
    openControlAccount(work, entity, 'Accounts Receivable')
    if (before && textAt(before, 'FullyQualifiedName') !== textAt(entity, 'FullyQualifiedName'))
      renameBelow(work, entity)
    return []
  },
}

export const VENDOR_RULES: EntityRules = {
  kept: ['DisplayName', 'Active', 'CurrencyRef', 'Balance', 'Vendor1099'],
  complete(draft) {
    const { next } = draft
    const refusals = completeName(draft)
    next['Balance'] ??= 0
    next['Vendor1099'] ??= false
    if (draft.work.settings.vendorNotes === 'lost') delete next['Notes'] // whatever was sent (AHO)
    const tax = textAt(next, 'TaxIdentifier')
    if (tax !== null) next['TaxIdentifier'] = masked(tax)
    return refusals
  },
  settle(work, entity) {
    openControlAccount(work, entity, 'Accounts Payable')
    return []
  },
}

/** A tax number comes back with only its last four characters. */
function masked(tax: string): string {
  return tax.startsWith('X') ? tax : `${'X'.repeat(Math.max(0, tax.length - 4))}${tax.slice(-4)}`
}
