import type { BooksLists, ContactMatch, CostCodeMatch } from '../../shared/bridge.ts'
import type { Client, CostCode, Professional, Project } from '../../shared/domain.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { costCodeReference, isExpenseAccount } from '../plan/accounts.ts'
import type { BooksContact } from '../plan/books.ts'
import { foldName } from '../plan/names.ts'
import type { Company } from './company.ts'

/** Fewer words in common than this say nothing. */
const LEAST_LIKENESS = 0.5
const MOST_SUGGESTIONS = 5

/** Contacts of Billdr beside what QuickBooks has that could be them (rules C1 to C3, V1). */
export function contactMatches(company: Company): ContactMatch[] {
  const matches: ContactMatch[] = []
  const contacts = company.books?.contacts ?? []
  for (const [id, { record, presence }] of company.workspace.store.table('records').entries()) {
    if (
      presence === 'removed' ||
      (record.kind !== 'client' && record.kind !== 'project' && record.kind !== 'professional')
    )
      continue
    const key = id as DocumentKey
    const link = company.workspace.store.table('links').get(key)
    const type = record.kind === 'professional' ? 'Vendor' : 'Customer'
    const linked =
      link && !link.gone ? contacts.find((each) => each.type === link.type && each.id === link.id) : undefined
    const candidates = contacts.filter(
      (each) => each.type === type && each.active && (record.kind === 'project') === (each.parentId !== null),
    )
    matches.push({
      key,
      name: nameOf(record),
      email: 'email' in record ? record.email : null,
      linked: linked ? { id: linked.id, name: linked.name } : null,
      suggestions: linked ? [] : suggestionsFor(record, candidates),
    })
  }
  return matches
}

type Contact = Client | Project | Professional

function nameOf(contact: Contact): string {
  return contact.kind === 'project' ? contact.name : contact.displayName
}

function suggestionsFor(contact: Contact, candidates: readonly BooksContact[]): ContactMatch['suggestions'] {
  const email = 'email' in contact ? (contact.email?.toLowerCase() ?? null) : null
  const phone = 'phone' in contact ? digitsOf(contact.phone) : null
  const found = candidates.flatMap((each): ContactMatch['suggestions'] => {
    if (foldName(each.name) === foldName(nameOf(contact)))
      return [{ id: each.id, name: each.name, reason: 'same-name', confidence: 1 }]
    if (email !== null && each.email?.toLowerCase() === email)
      return [{ id: each.id, name: each.name, reason: 'same-email', confidence: 0.9 }]
    if (phone !== null && digitsOf(each.phone) === phone)
      return [{ id: each.id, name: each.name, reason: 'same-phone', confidence: 0.8 }]
    const likeness = likenessOf(nameOf(contact), each.name)
    return likeness >= LEAST_LIKENESS
      ? [{ id: each.id, name: each.name, reason: 'similar-name', confidence: likeness * 0.8 }]
      : []
  })
  return found.sort((a, b) => b.confidence - a.confidence).slice(0, MOST_SUGGESTIONS)
}

function digitsOf(phone: string | null): string | null {
  const digits = phone?.replace(/\D/g, '') ?? ''
  return digits.length >= 7 ? digits.slice(-10) : null
}

/** Share of words that two names have in common, 0 to 1; legal forms count for nothing. */
export function likenessOf(one: string, other: string): number {
  const a = wordsIn(one)
  const b = wordsIn(other)
  if (a.size === 0 || b.size === 0) return 0
  const common = [...a].filter((word) => b.has(word)).length
  return (2 * common) / (a.size + b.size)
}

const LEGAL_FORMS: ReadonlySet<string> = new Set([
  'inc',
  'ltee',
  'ltd',
  'llc',
  'corp',
  'co',
  'enr',
  'senc',
  'et',
  'and',
  'the',
  'le',
  'la',
  'les',
  'de',
  'du',
  'des',
])

function wordsIn(name: string): Set<string> {
  return new Set(
    foldName(name)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word !== '' && !LEGAL_FORMS.has(word)),
  )
}

/** Cost codes beside the accounts and items they could go to (rule K1). */
export function costCodeMatches(company: Company): CostCodeMatch[] {
  const used = usesOfCostCodes(company)
  const mappings = company.workspace.mappings()
  const { books } = company
  const matches: CostCodeMatch[] = []
  for (const [id, { record, presence }] of company.workspace.store.table('records').entries()) {
    if (presence === 'removed' || record.kind !== 'cost-code') continue
    const item = costCodeReference(record, 'item', mappings, books)
    const account = costCodeReference(record, 'account', mappings, books)
    matches.push({
      key: id as DocumentKey,
      code: record.code,
      name: record.name,
      item: item?.ok ? item.value.name : null,
      account: account?.ok ? account.value.name : null,
      usedFor: record.usedFor,
      usedBy: used.get(record.id) ?? 0,
      suggestions: [
        ...(account?.ok || record.usedFor === 'income' ? [] : accountSuggestions(company, record)),
        ...(item?.ok || record.usedFor === 'expense' ? [] : itemSuggestions(company, record)),
      ],
    })
  }
  return matches.sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }))
}

function usesOfCostCodes(company: Company): Map<string, number> {
  const used = new Map<string, number>()
  for (const { record } of company.workspace.store.table('records').values()) {
    if (!('lines' in record)) continue
    for (const id of new Set(record.lines.map((line) => line.costCodeId)))
      if (id !== null) used.set(id, (used.get(id) ?? 0) + 1)
  }
  return used
}

type Suggestion = CostCodeMatch['suggestions'][number]

function accountSuggestions(company: Company, code: CostCode): Suggestion[] {
  const accounts = (company.books?.accounts ?? []).filter((account) => account.active && isExpenseAccount(account))
  return bestOf(accounts, code, (account) => ({ item: null, account: account.fullName }))
}

function itemSuggestions(company: Company, code: CostCode): Suggestion[] {
  const items = (company.books?.items ?? []).filter((item) => item.active)
  return bestOf(items, code, (item) => ({ item: item.fullName, account: null }))
}

/** What a cost code could go to, the likeliest first: by its number, its name, or most of the words of its name. */
function bestOf<T extends { name: string; number?: string | null }>(
  list: readonly T[],
  code: CostCode,
  choice: (each: T) => Pick<Suggestion, 'item' | 'account'>,
): Suggestion[] {
  return list
    .flatMap((each): Suggestion[] => {
      if (each.number?.trim() === code.code) return [{ ...choice(each), reason: 'same-number', confidence: 1 }]
      if (foldName(each.name) === foldName(code.name))
        return [{ ...choice(each), reason: 'same-name', confidence: 0.95 }]
      const likeness = likenessOf(code.name, each.name)
      return likeness >= LEAST_LIKENESS ? [{ ...choice(each), reason: 'similar-name', confidence: likeness * 0.8 }] : []
    })
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, MOST_SUGGESTIONS)
}

/** The lists that a person chooses from. */
export function booksLists(company: Company): BooksLists {
  const { books } = company
  const byName = <T extends { name: string }>(list: T[]): T[] =>
    list.sort((a, b) => a.name.localeCompare(b.name, company.profile.billdr?.locale ?? 'en'))
  const accounts = (books?.accounts ?? []).filter((each) => each.active)
  const home = books?.facts.homeCurrency
  const contacts = (books?.contacts ?? []).filter((each) => each.active)
  return {
    customers: byName(
      contacts
        .filter((each) => each.type === 'Customer')
        .map(({ id, name, parentId }) => ({ id, name, isProject: parentId !== null })),
    ),
    vendors: byName(contacts.filter((each) => each.type === 'Vendor').map(({ id, name }) => ({ id, name }))),
    items: byName(
      (books?.items ?? []).filter((each) => each.active).map(({ id, fullName }) => ({ id, name: fullName })),
    ),
    accounts: byName(
      accounts.map(({ id, fullName, accountType, currency }) => ({
        id,
        name: fullName,
        type: accountType,
        ...(currency !== undefined && { currency }),
      })),
    ),
    foreignCurrencies: [
      ...new Set(accounts.flatMap(({ currency }) => (currency === undefined || currency === home ? [] : [currency]))),
    ].sort(),
    taxCodes: byName((books?.taxCodes ?? []).filter((each) => each.active).map(({ id, name }) => ({ id, name }))),
  }
}
