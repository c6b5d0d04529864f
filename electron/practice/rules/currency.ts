import Big from 'big.js'
import { cents, jsonNumberOf } from '../../../shared/money.ts'
import { homeCurrency } from '../company/settings.ts'
import { daysAfter, isDay } from '../company/times.ts'
import type { Draft } from '../entities/draft.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { centsAt, refAt, textAt, type Fields, type Stored } from '../entities/json.ts'
import { businessRule, invalidDate, missing, notFound, ruleWithCode, type Refusal } from '../entities/refusal.ts'
import type { Work } from '../entities/work.ts'

const NAMES: Record<string, string> = {
  CAD: 'Canadian Dollar',
  USD: 'United States Dollar',
  EUR: 'Euro',
  GBP: 'British Pound Sterling',
  HKD: 'Hong Kong Dollar',
}

export function currencyNamed(code: string): { value: string; name: string } {
  return { value: code, name: NAMES[code] ?? code }
}

/** The active currencies besides the home currency, as rows of `CompanyCurrency`. */
export function companyCurrencies(work: Work): Stored[] {
  if (!work.settings.multiCurrency) return []
  const time = '2026-01-05T09:00:00-08:00'
  return work.settings.foreignCurrencies.map((Code, index) => ({
    Id: String(index + 1),
    SyncToken: '0',
    MetaData: { CreateTime: time, LastUpdatedTime: time },
    Code,
    Name: NAMES[Code] ?? Code,
    Active: true,
  }))
}

/** Home units for one of a currency on the day that VYL asked (2.4), and about that elsewhere. */
const BASE: Record<string, number> = { USD: 1.400374, EUR: 1.5921, GBP: 1.8354, HKD: 0.1786, CAD: 0.714095 }
const BASE_DAY = '2026-07-30'

/** The rate of a day, another one each day; null where QuickBooks has none. */
export function rateOf(work: Work, code: string, day: string): number | null {
  if (code === homeCurrency(work.settings).value) return 1
  const given = work.settings.exchangeRates[code]
  if (given !== undefined) return given
  const base = BASE[code]
  if (base === undefined) return null
  const days = Math.round((Date.parse(day) - Date.parse(BASE_DAY)) / 86_400_000)
  return Number((base * (1 + (days % 50) / 10_000)).toFixed(6))
}

/** The rates of today, as rows of `ExchangeRate`. */
export function exchangeRates(work: Work, today: string): Stored[] {
  return companyCurrencies(work).flatMap((currency) => {
    const rate = exchangeRate(work, textAt(currency, 'Code'), today, today)
    return isRefusal(rate) ? [] : [{ ...currency, ...rate }]
  })
}

export function isRefusal(value: Fields | Refusal): value is Refusal {
  return 'code' in value && 'en' in value
}

/** The settings after a person, or a program, has set a rate; what is wrong with the body otherwise. */
export function rateSet(work: Work, body: Fields): Refusal | Record<string, number> {
  const code = textAt(body, 'SourceCurrencyCode')
  const rate = Number(textAt(body, 'Rate') ?? Number.NaN)
  if (code === null || !work.settings.foreignCurrencies.includes(code)) return missing('SourceCurrencyCode')
  if (!(rate > 0)) return missing('Rate')
  return { [code]: rate }
}

/** `GET exchangerate?sourcecurrencycode=USD&asofdate=2026-07-30`; without a day, that of today. */
export function exchangeRate(work: Work, code: string | null, day: string | null, today: string): Fields | Refusal {
  if (code === null) return missing('sourcecurrencycode')
  if (day !== null && !isDay(day)) return invalidDate('asofdate', day)
  const asOf = day ?? today
  // There is no rate of a day to come: the last one is answered.
  const rate = rateOf(work, code, asOf > today ? daysAfter(today, 0) : asOf)
  if (!work.settings.multiCurrency || rate === null) return notFound()
  return {
    SourceCurrencyCode: code,
    TargetCurrencyCode: homeCurrency(work.settings).value,
    Rate: rate,
    AsOfDate: asOf,
    domain: 'QBO',
  }
}

function partyOf({ next, work }: Draft): Stored | null {
  const customer = refAt(next, 'CustomerRef')
  if (customer !== null) return work.get('Customer', customer)
  const vendor = refAt(next, 'VendorRef')
  if (vendor !== null) return work.get('Vendor', vendor)
  const entity = refAt(next, 'EntityRef')
  const type = textAt(next['EntityRef'] as Fields | undefined, 'type')
  return entity === null || type === null ? null : work.get(type as TypeName, entity)
}

/** Money that only moves takes the rate 1 where none is given, without a word (MCP #75); documents are refused (VYL). */
const MOVES: readonly TypeName[] = ['Payment', 'BillPayment', 'Deposit']

/** The currency and the rate of a transaction: that of its party, and never without a rate. */
export function completeCurrency(draft: Draft): Refusal[] {
  const { next, work, type } = draft
  const { settings } = work
  const home = homeCurrency(settings)
  const party = partyOf(draft)
  const theirs = refAt(party, 'CurrencyRef') ?? home.value
  const code = refAt(next, 'CurrencyRef')
  if (!settings.multiCurrency) {
    if (code !== null && code !== home.value)
      return [businessRule('Multi Currency is not enabled; the currency must be the home currency.')]
    next['CurrencyRef'] = home
    return []
  }
  // Left out, it is the home currency; a foreign party must be told its own (VYL 2.2).
  if (code === null && theirs !== home.value) return [missing('CurrencyRef')]
  const used = code ?? home.value
  if (used !== home.value && !settings.foreignCurrencies.includes(used))
    return [businessRule(`The currency ${used} is not one of the company's currencies.`)]
  if (party && used !== theirs)
    return [
      businessRule(
        'You can only use one foreign currency per transaction.',
        'Vous ne pouvez utiliser qu’une seule devise étrangère par opération.',
      ),
    ]
  next['CurrencyRef'] = currencyNamed(used)
  if (used === home.value) {
    next['ExchangeRate'] = 1
    return []
  }
  if (next['ExchangeRate'] !== undefined) return []
  if (!MOVES.includes(type) && settings.foreignWithoutRate === 'refuse')
    return [
      ruleWithCode(
        '2410',
        'Curreny, ExchangeRate is missing.',
        'The currency and exchange rate are required for transaction in foreign currency.',
      ),
    ]
  next['ExchangeRate'] = 1
  return []
}

/** The amounts in home currency of what stands in another. */
export function completeHome(next: Fields): void {
  const rate = textAt(next, 'ExchangeRate')
  if (rate === null || rate === '1' || next['TotalAmt'] === undefined) return
  const inHome = (name: string): number =>
    jsonNumberOf(cents(new Big(centsAt(next, name)).times(rate).round(0, Big.roundHalfUp).toNumber()))
  next['HomeTotalAmt'] = inHome('TotalAmt')
  if (next['Balance'] !== undefined) next['HomeBalance'] = inHome('Balance')
}

/** Whether an account can stand in a transaction: it is kept in the home currency or in that of the transaction. */
export function otherCurrency(draft: Draft, accountId: string | null): Refusal[] {
  const { work, next } = draft
  if (!work.settings.multiCurrency || accountId === null) return []
  const kept = refAt(work.get('Account', accountId), 'CurrencyRef')
  const home = homeCurrency(work.settings).value
  return kept === null || kept === home || kept === refAt(next, 'CurrencyRef')
    ? []
    : [businessRule('You can only use one foreign currency per transaction.')]
}

/** A receivable account that is named is one, and that of the document's currency. */
export function otherReceivable({ next, work }: Draft): Refusal[] {
  const id = refAt(next, 'ARAccountRef')
  const account = id === null ? null : work.get('Account', id)
  if (!account) return []
  if (textAt(account, 'AccountType') !== 'Accounts Receivable')
    return [businessRule('Select an accounts receivable account.')]
  const home = homeCurrency(work.settings).value
  return (refAt(account, 'CurrencyRef') ?? home) === (refAt(next, 'CurrencyRef') ?? home)
    ? []
    : [businessRule('Select an accounts receivable account in the currency of the transaction.')]
}

/** The payable (or receivable) account of a currency, of which QuickBooks keeps one each. */
export function controlAccount(
  work: Work,
  type: 'Accounts Payable' | 'Accounts Receivable',
  code: string,
): Stored | null {
  const home = homeCurrency(work.settings).value
  const all = work.books.all('Account').map((each) => work.get('Account', each.Id) ?? each)
  const staged = work
    .changes()
    .flatMap((change) => ('put' in change && change.put === 'Account' ? [change.entity] : []))
  return (
    [...all, ...staged].find(
      (each) =>
        textAt(each, 'AccountType') === type &&
        each['Active'] !== false &&
        (refAt(each, 'CurrencyRef') ?? home) === code,
    ) ?? null
  )
}

/** With the first party in a currency comes the payable or receivable account of that currency, "… - USD". */
export function openControlAccount(work: Work, party: Stored, type: 'Accounts Payable' | 'Accounts Receivable'): void {
  const code = refAt(party, 'CurrencyRef')
  if (code === null || code === homeCurrency(work.settings).value || controlAccount(work, type, code)) return
  const payable = type === 'Accounts Payable'
  const name = `${type} (${payable ? 'A/P' : 'A/R'}) - ${code}`
  work.create('Account', {
    Name: name,
    FullyQualifiedName: name,
    AccountType: type,
    AccountSubType: payable ? 'AccountsPayable' : 'AccountsReceivable',
    Classification: payable ? 'Liability' : 'Asset',
    Active: true,
    SubAccount: false,
    CurrencyRef: currencyNamed(code),
  })
}
