import Big from 'big.js'
import { cents, jsonNumberOf, sumOf, type Cents } from '../../../shared/money.ts'
import type { Draft } from '../entities/draft.ts'
import {
  centsAt,
  fieldsAt,
  flagAt,
  refAt,
  rowsAt,
  textAt,
  without,
  type Fields,
  type Stored,
} from '../entities/json.ts'
import { detailOf, withDetail } from './lines.ts'
import { businessRule, invalidReference, missing, ruleWithCode, type Refusal } from '../entities/refusal.ts'
import type { Work } from '../entities/work.ts'

export type Side = 'sales' | 'purchase'

const NO_RATE = () =>
  businessRule(
    'Make sure all your transactions have a GST/HST rate before you save.',
    'Assurez-vous que toutes vos opérations ont un taux de TPS/TVH avant d’enregistrer.',
  )

interface TaxShare {
  rate: Stored
  net: Cents
  amount: Cents
  /** A person wrote the amount over the one that was worked out. */
  isOver?: boolean
}

/** The rates of a tax code for sales, or for purchases. */
export function ratesOf(code: Fields, side: Side): string[] {
  const rates = fieldsAt(code, side === 'sales' ? 'SalesTaxRateList' : 'PurchaseTaxRateList')
  return rowsAt(rates, 'TaxRateDetail').flatMap((each) => refAt(each, 'TaxRateRef') ?? [])
}

/** Percent of cents, half a cent away from zero. */
function percentOf(net: Cents, percent: string): Cents {
  return cents(new Big(net).times(percent).div(100).round(0, Big.roundHalfUp).toNumber())
}

function isTaxable(line: Fields): boolean {
  const type = textAt(line, 'DetailType')
  return (
    type === 'SalesItemLineDetail' || type === 'AccountBasedExpenseLineDetail' || type === 'ItemBasedExpenseLineDetail'
  )
}

/**
 * Sees to the tax codes of the lines and computes `TxnTaxDetail` by the company's set-up (facts §1.14).
 * Answers the tax of the whole document.
 */
export function completeTax(draft: Draft, side: Side): { tax: Cents; refusals: Refusal[] } {
  const none = (refusals: Refusal[]): { tax: Cents; refusals: Refusal[] } => ({ tax: cents(0), refusals })
  const bare = rowsAt(fieldsAt(draft.next, 'TxnTaxDetail'), 'TaxLine').find(
    (each) => textAt(each, 'DetailType') === null,
  )
  if (bare) return none([missing('TxnTaxDetail.TaxLine.DetailTypeEnum')])
  return draft.work.settings.country === 'US' ? americanTax(draft, side) : canadianTax(draft, side)
}

function americanTax(draft: Draft, side: Side): { tax: Cents; refusals: Refusal[] } {
  const { next, work } = draft
  const setup = work.settings.tax
  const lines = rowsAt(next, 'Line').map((line) => {
    if (!isTaxable(line)) return line
    const code = refAt(detailOf(line), 'TaxCodeRef')
    // Since August 2018 a missing code means taxable, in a company with automated sales tax.
    const absent = side === 'sales' && (setup === 'automated' || setup === 'automated-off') ? 'TAX' : 'NON'
    return withDetail(line, { TaxCodeRef: { value: code ?? absent } })
  })
  const wrong = lines
    .map((line) => refAt(detailOf(line), 'TaxCodeRef'))
    .find((code) => code !== null && code !== 'TAX' && code !== 'NON')
  if (wrong !== undefined && wrong !== null) {
    return {
      tax: cents(0),
      refusals: [
        ruleWithCode(
          '6100',
          'Invalid tax code',
          `Only TAX or NON may be used on a line. Supplied value:${wrong}`,
          'TaxCodeRef',
        ),
      ],
    }
  }
  next['Line'] = lines
  delete next['GlobalTaxCalculation'] // not applicable in the US
  if (side === 'purchase') {
    delete next['TxnTaxDetail']
    return { tax: cents(0), refusals: [] }
  }
  const exempt = work.get('Customer', refAt(next, 'CustomerRef') ?? '')?.['Taxable'] === false
  const net = exempt
    ? cents(0)
    : sumOf(
        lines.filter((line) => refAt(detailOf(line), 'TaxCodeRef') === 'TAX').map((line) => centsAt(line, 'Amount')),
      )
  const rateIds =
    setup === 'automated' && (work.settings.taxWithoutAddress === 'company' || hasPlace(draft))
      ? automatedRates(work)
      : setup === 'legacy'
        ? legacyRates(work, refAt(fieldsAt(next, 'TxnTaxDetail'), 'TxnTaxCodeRef'))
        : []
  const shares = net === 0 ? [] : rateIds.flatMap((id) => shareOf(work, id, net))
  return { tax: keepTax(next, shares), refusals: [] }
}

/** Whether the document, its customer or those above that it is billed with say where they are: else there is no tax (BRZ 11). */
function hasPlace({ next, work }: Draft): boolean {
  const says = (entity: Fields): boolean =>
    ['ShipAddr', 'BillAddr'].some((name) =>
      ['Line1', 'City', 'CountrySubDivisionCode', 'PostalCode'].some(
        (part) => textAt(fieldsAt(entity, name), part) !== null,
      ),
    )
  if (says(next)) return true
  for (let each = work.get('Customer', refAt(next, 'CustomerRef') ?? ''); each;) {
    if (says(each)) return true
    each = flagAt(each, 'BillWithParent') ? work.get('Customer', refAt(each, 'ParentRef') ?? '') : null
  }
  return false
}

function automatedRates(work: Work): string[] {
  const code = work.get('TaxCode', 'TAX')
  return code ? ratesOf(code, 'sales') : []
}

function legacyRates(work: Work, codeId: string | null): string[] {
  const code = codeId === null ? null : work.get('TaxCode', codeId)
  return code ? ratesOf(code, 'sales') : []
}

function canadianTax(draft: Draft, side: Side): { tax: Cents; refusals: Refusal[] } {
  const { next, work } = draft
  const refuse = (refusal: Refusal): { tax: Cents; refusals: Refusal[] } => ({ tax: cents(0), refusals: [refusal] })
  const calculation = textAt(next, 'GlobalTaxCalculation')
  if (calculation === 'NotApplicable' && Object.keys(fieldsAt(draft.sent, 'TxnTaxDetail') ?? {}).length > 0) {
    return refuse(
      ruleWithCode(
        '6170',
        'Tax detail not allowed',
        'TxnTaxDetail is not allowed when GlobalTaxCalculation is NotApplicable.',
        'TxnTaxDetail',
      ),
    )
  }
  if (calculation === 'TaxInclusive') next['Line'] = cutInclusive(work, rowsAt(next, 'Line'), side)
  const byRate = new Map<string, Cents[]>()
  for (const line of rowsAt(next, 'Line')) {
    if (!isTaxable(line)) continue
    const codeId = refAt(detailOf(line), 'TaxCodeRef')
    if (codeId === null) {
      if (work.settings.tax === 'tracked') return refuse(NO_RATE())
      continue
    }
    const code = work.get('TaxCode', codeId)
    if (!code || work.settings.tax !== 'tracked') return refuse(invalidReference('TaxCodes', codeId))
    if (code['Active'] === false) return refuse(invalidReference('TaxCodes', codeId))
    const rates = ratesOf(code, side)
    if (rates.length === 0)
      return refuse(
        ruleWithCode(
          '6470',
          'Tax rate not allowed',
          `The tax code ${textAt(code, 'Name') ?? codeId} has no rate for ${side === 'sales' ? 'sales' : 'purchases'}.`,
          'TaxCodeRef',
        ),
      )
    for (const rate of rates) byRate.set(rate, [...(byRate.get(rate) ?? []), centsAt(line, 'Amount')])
  }
  // One report has the same refusal where the lines have codes and the whole says nothing (facts §1.14).
  if (work.settings.tax === 'tracked' && calculation === null) return refuse(NO_RATE())
  const shares =
    calculation === 'NotApplicable' ? [] : [...byRate].flatMap(([rate, nets]) => shareOf(work, rate, sumOf(nets)))
  const sentAmounts = new Map(
    statedTax(draft).map((each) => [refAt(fieldsAt(each, 'TaxLineDetail'), 'TaxRateRef'), centsAt(each, 'Amount')]),
  )
  return {
    tax: keepTax(
      next,
      shares.map((share) => {
        const amount = sentAmounts.get(share.rate.Id) ?? share.amount
        return { ...share, amount, isOver: amount !== share.amount }
      }),
    ),
    refusals: [],
  }
}

/** The tax that is said: in the body, or where that says neither lines nor tax, as a person wrote it over before. */
function statedTax({ sent, before }: Draft): Fields[] {
  const said = sent['TxnTaxDetail'] !== undefined || sent['Line'] !== undefined ? sent : before
  return rowsAt(fieldsAt(said, 'TxnTaxDetail'), 'TaxLine')
}

/** Cuts amounts that include the tax into net and tax, line by line (live §4.9). */
function cutInclusive(work: Work, lines: readonly Fields[], side: Side): Fields[] {
  return lines.map((line) => {
    const gross = isTaxable(line) ? detailOf(line)?.['TaxInclusiveAmt'] : undefined
    const code = work.get('TaxCode', refAt(detailOf(line), 'TaxCodeRef') ?? '')
    if (typeof gross !== 'number' || !code) return line
    const percent = ratesOf(code, side).reduce(
      (sum, id) => sum.plus(textAt(work.get('TaxRate', id), 'RateValue') ?? '0'),
      new Big(0),
    )
    const net = new Big(gross).times(100).div(percent.div(100).plus(1)).round(0, Big.roundHalfUp)
    return { ...line, Amount: jsonNumberOf(cents(net.toNumber())) }
  })
}

function shareOf(work: Work, rateId: string, net: Cents): TaxShare[] {
  const rate = work.get('TaxRate', rateId)
  return rate ? [{ rate, net, amount: percentOf(net, textAt(rate, 'RateValue') ?? '0') }] : []
}

function keepTax(next: Fields, shares: readonly TaxShare[]): Cents {
  const tax = sumOf(shares.map((share) => share.amount))
  const code = fieldsAt(fieldsAt(next, 'TxnTaxDetail'), 'TxnTaxCodeRef')
  next['TxnTaxDetail'] = {
    ...(code ? { TxnTaxCodeRef: code } : {}),
    TotalTax: jsonNumberOf(tax),
    ...(shares.length === 0
      ? {}
      : {
          TaxLine: shares.map(({ rate, net, amount, isOver }): Fields => ({
            Amount: jsonNumberOf(amount),
            DetailType: 'TaxLineDetail',
            TaxLineDetail: {
              TaxRateRef: { value: rate.Id },
              PercentBased: isOver !== true,
              TaxPercent: Number(textAt(rate, 'RateValue') ?? 0),
              NetAmountTaxable: jsonNumberOf(net),
            },
          })),
        }),
  }
  return tax
}

/** What remains of the tax after a void. */
export function noTax(detail: Fields | null): Fields {
  return { ...without(detail ?? {}, 'TaxLine'), TotalTax: 0 }
}

/** The sum of the lines before tax; a discount line takes away. */
export function lineSum(lines: readonly Fields[]): Cents {
  return sumOf(
    lines.flatMap((line) => {
      const type = textAt(line, 'DetailType')
      if (type === 'DescriptionOnly' || type === 'SubTotalLineDetail') return []
      const amount = centsAt(line, 'Amount')
      return [type === 'DiscountLineDetail' ? cents(-amount) : amount]
    }),
  )
}
