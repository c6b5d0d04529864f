import type { CostCode } from '../../shared/domain.ts'
import type { Reference } from '../../shared/draft.ts'
import type { Mappings } from '../../shared/mappings.ts'
import { EXPENSE_ACCOUNT_TYPES } from '../../shared/mappings.ts'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import type { Books, BooksAccount, BooksItem } from './books.ts'
import { foldName } from './names.ts'

export type Found = Result<Reference>

interface Named {
  id: string
  name: string
  fullName: string
  active: boolean
}

/** The names of an account or item as they are compared: each document's plan asks for them, and folding them is slow. */
const FOLDED = new WeakMap<Named, { name: string; fullName: string }>()

function foldedOf(each: Named): { name: string; fullName: string } {
  const known = FOLDED.get(each)
  if (known) return known
  const folded = { name: foldName(each.name), fullName: foldName(each.fullName) }
  FOLDED.set(each, folded)
  return folded
}

/**
 * The record that a mapping names: by "id:57", by full name, or by its own name where only one has it.
 * While QuickBooks has not been looked at, the mapping's text stands for it.
 */
function referenceFor(text: string, list: readonly Named[] | null): Found {
  if (!list) return { ok: true, value: { id: null, name: text } }
  const active = list.filter((each) => each.active)
  const byId = text.startsWith('id:') ? active.filter((each) => each.id === text.slice(3)) : []
  const wanted = foldName(text)
  const byFullName = active.filter((each) => foldedOf(each).fullName === wanted)
  const byName = active.filter((each) => foldedOf(each).name === wanted)
  const found = [byId, byFullName, byName].find((some) => some.length === 1)?.[0]
  if (!found) return { ok: false, problem: problem('mapping-not-found', { name: text }) }
  return { ok: true, value: { id: found.id, name: found.fullName } }
}

export function accountFor(text: string, books: Books | null): Found {
  return referenceFor(text, books?.accounts ?? null)
}

export function itemFor(text: string, books: Books | null): Found {
  return referenceFor(text, books?.items ?? null)
}

/**
 * Where a cost code goes (rule K1): as the mappings say, else to the one account or item of the books that has its
 * number or exactly its name. Null: no match.
 */
export function costCodeReference(
  code: CostCode,
  side: 'item' | 'account',
  mappings: Mappings,
  books: Books | null,
): Found | null {
  const mapped = mappings.costCodes[code.id]?.[side]
  if (mapped) return side === 'item' ? itemFor(mapped, books) : accountFor(mapped, books)
  const list = side === 'item' ? books?.items : books?.accounts.filter(isExpenseAccount)
  const same = (list ?? []).filter((each) => each.active && isSame(each, code))
  const only = same.length === 1 ? same[0] : undefined
  return only ? { ok: true, value: { id: only.id, name: only.fullName } } : null
}

function isSame(each: BooksAccount | BooksItem, code: CostCode): boolean {
  if ('number' in each && each.number !== null && each.number.trim() === code.code) return true
  const { name } = foldedOf(each)
  return name === foldName(code.name) || name === foldName(`${code.code} ${code.name}`)
}

export function isExpenseAccount(account: BooksAccount): boolean {
  return EXPENSE_ACCOUNT_TYPES.includes(account.accountType)
}

/** The company's accounts-payable account: the mapped one, else the only one there is. */
export function payableAccount(mappings: Mappings, books: Books | null): Found | null {
  if (mappings.defaults.payableAccount) return accountFor(mappings.defaults.payableAccount, books)
  const payable = (books?.accounts ?? []).filter(
    (account) => account.active && account.accountType === 'Accounts Payable',
  )
  const only = payable.length === 1 ? payable[0] : undefined
  return only ? { ok: true, value: { id: only.id, name: only.fullName } } : null
}
