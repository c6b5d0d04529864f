import type { Payment } from '../../shared/domain.ts'
import type { Reference } from '../../shared/draft.ts'
import type { Mappings } from '../../shared/mappings.ts'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import { accountFor } from './accounts.ts'
import type { Found } from './accounts.ts'
import type { Books, BooksAccount } from './books.ts'
import type { PlanContext } from './context.ts'

/** `reference` is null where QuickBooks chooses the account by itself. */
type AccountFound = Result<Reference | null>

type PaidWith = keyof Mappings['defaults']['paidWith']

/*
 * QuickBooks keeps each account in one currency. A document's payable account has to be in the document's; an account that
 * money goes into or comes from may also be in the company's own (the amount is converted). Where several would do, a person
 * chooses before anything is sent.
 */

/** The accounts payable of a currency: the chosen one, else the only active one. Null: QuickBooks takes its own. */
export function payableAccountIn(context: PlanContext, currency: string | null): AccountFound {
  const { mappings, books } = context
  const { defaults } = mappings
  const code = currency ?? books?.facts.homeCurrency ?? null
  const chosen = code === null ? undefined : defaults.payableAccounts?.[code]
  if (chosen !== undefined) return defaultIn(chosen, books, code) ?? missing('payableAccount', code, [])
  const byDefault = defaultIn(defaults.payableAccount, books, code)
  if (byDefault) return byDefault
  const candidates = accountsIn(books, code, (account) => account.accountType === 'Accounts Payable')
  const isHome = code === null || code === books?.facts.homeCurrency
  if (candidates.length === 0 && (isHome || isToCome(context, code))) return { ok: true, value: null }
  return onlyOf(candidates) ?? missing('payableAccount', code, candidates)
}

/**
 * The accounts receivable of a currency, where one is chosen: QuickBooks takes its own where it has only one, and nobody knows
 * which where it has several.
 */
export function receivableAccountIn(context: PlanContext, currency: string | null): AccountFound {
  const { mappings, books } = context
  const { defaults } = mappings
  const code = currency ?? books?.facts.homeCurrency ?? null
  const chosen = code === null ? undefined : defaults.receivableAccounts?.[code]
  if (chosen !== undefined) return defaultIn(chosen, books, code) ?? missing('receivableAccount', code, [])
  const byDefault = defaultIn(defaults.receivableAccount, books, code)
  if (byDefault) return byDefault
  const candidates = accountsIn(books, code, (account) => account.accountType === 'Accounts Receivable')
  return candidates.length > 1 ? missing('receivableAccount', code, candidates) : { ok: true, value: null }
}

/**
 * QuickBooks adds the account with the first supplier in a currency, and takes it by itself until its lists show it: they may lag
 * behind, so that our own links say that there is such a supplier.
 */
function isToCome({ books, links }: PlanContext, code: string): boolean {
  if (books?.accounts.some((each) => each.accountType === 'Accounts Payable' && each.currency === code)) return false
  return [...links.values()].some(({ type, gone, sent }) => type === 'Vendor' && !gone && sent.currency === code)
}

/**
 * Where a payment in a currency goes: the account of its method (setting `deposit.<method>`), where that is kept in the currency,
 * else the one of the currency or the default. Null is QuickBooks' own choice, undeposited funds.
 */
export function depositAccountIn(
  context: PlanContext,
  currency: string | null,
  method: Payment['method'],
): AccountFound {
  const { mappings, books } = context
  const code = currency ?? books?.facts.homeCurrency ?? null
  const byMethod = defaultIn(context.settings[`deposit.${method}`], books, code)
  if (byMethod) return byMethod
  const chosen = code === null ? undefined : mappings.defaults.depositAccounts?.[code]
  if (chosen !== undefined) return accountFor(chosen, books)
  return moneyAccount(context, mappings.defaults.depositAccount, 'depositAccount', code, ['Bank'])
}

/** What an expense in a currency is paid from; null where nothing is chosen at all. */
export function paidFromAccount(context: PlanContext, paidWith: PaidWith, currency: string | null): AccountFound {
  const { mappings, books } = context
  const code = currency ?? books?.facts.homeCurrency ?? null
  const chosen = code === null ? undefined : mappings.defaults.paidWithAccounts?.[code]?.[paidWith]
  if (chosen !== undefined) return accountFor(chosen, books)
  const mapped = mappings.defaults.paidWith[paidWith]
  if (mapped === undefined) return { ok: true, value: null }
  return moneyAccount(context, mapped, paidWith, code, paidWith === 'credit_card' ? ['Credit Card'] : ['Bank'])
}

/** The default where it is in the currency; else the only one that is; else the default, where that is in the home currency. */
function moneyAccount(
  { books }: PlanContext,
  mapped: string | undefined,
  what: 'depositAccount' | PaidWith,
  code: string | null,
  types: readonly string[],
): AccountFound {
  const byDefault = defaultIn(mapped, books, code)
  if (byDefault) return byDefault
  const home = books?.facts.homeCurrency ?? null
  if (mapped === undefined && (code === null || code === home)) return { ok: true, value: null }
  const candidates = accountsIn(books, code, (account) => types.includes(account.accountType))
  if (candidates.length === 0 && code !== home)
    return mapped === undefined
      ? { ok: true, value: null }
      : (defaultIn(mapped, books, home) ?? missing(what, code, []))
  return onlyOf(candidates) ?? missing(what, code, candidates)
}

/** The account that a default names, where it is kept in this currency; null: it is in another, or there is none. */
function defaultIn(text: string | undefined, books: Books | null, code: string | null): Found | null {
  if (text === undefined) return null
  const found = accountFor(text, books)
  if (!found.ok || !books?.facts.multiCurrency || code === null) return found
  const account = books.accounts.find(({ id }) => id === found.value.id)
  return account === undefined || currencyOf(account, books) === code ? found : null
}

function accountsIn(
  books: Books | null,
  code: string | null,
  is: (account: BooksAccount) => boolean,
): readonly BooksAccount[] {
  if (!books) return []
  const isThere = (account: BooksAccount): boolean =>
    !books.facts.multiCurrency || code === null || currencyOf(account, books) === code
  return books.accounts.filter((account) => account.active && is(account) && isThere(account))
}

function currencyOf(account: BooksAccount, books: Books): string | null {
  return account.currency ?? books.facts.homeCurrency
}

function onlyOf(accounts: readonly BooksAccount[]): AccountFound | null {
  const [only, ...others] = accounts
  return only && others.length === 0 ? { ok: true, value: { id: only.id, name: only.fullName } } : null
}

function missing(which: string, code: string | null, candidates: readonly BooksAccount[]): AccountFound {
  const names = candidates.map(({ fullName }) => fullName).join(', ')
  return {
    ok: false,
    problem: problem('account-for-currency-missing', {
      which,
      currency: code ?? '',
      count: candidates.length,
      accounts: names === '' ? '' : ` (${names})`,
    }),
  }
}
