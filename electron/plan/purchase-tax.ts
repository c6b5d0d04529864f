import Big from 'big.js'
import type { Expense } from '../../shared/domain.ts'
import type { DraftLine } from '../../shared/draft.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, sumOf } from '../../shared/money.ts'
import type { Settings } from '../../shared/settings.ts'
import type { BooksFacts } from './books.ts'
import type { Link } from './link.ts'

/**
 * In the US QuickBooks adds no tax to what is bought (facts §1.14): what was paid at the till stands in the books only where the
 * lines hold it. Elsewhere the tax is added in QuickBooks (rule T1).
 */
export function costsHoldTax(facts: Pick<BooksFacts, 'country'> | null | undefined): boolean {
  return facts?.country === 'US'
}

/**
 * What an expense counts in the books, cents: in the US with its tax. One that was sent before tax, by an earlier version, counts
 * as it was sent.
 */
export function amountInBooks(
  facts: Pick<BooksFacts, 'country'> | null | undefined,
  expense: Pick<Expense, 'subtotal' | 'total'>,
  link: Pick<Link, 'sent' | 'observed'> | null,
): Cents {
  if (!costsHoldTax(facts) || (link && isBeforeTaxThere(expense, link))) return expense.subtotal
  return expense.total
}

/** An earlier version sent it before tax, or a person linked one that shows no more, and its tax is not there since. */
export function isBeforeTaxThere(
  { subtotal, total }: Pick<Expense, 'subtotal' | 'total'>,
  { sent, observed }: Pick<Link, 'sent' | 'observed'>,
): boolean {
  return subtotal !== total && sent.subtotal === subtotal && observed.subtotal === subtotal && observed.total !== total
}

/** Billdr corrected the tax alone of a cost that holds it: its content is the same, its amount is not. */
export function hasOtherTax(
  facts: Pick<BooksFacts, 'country'> | null | undefined,
  expense: Pick<Expense, 'subtotal' | 'total'>,
  { sent, origin }: Pick<Link, 'sent' | 'origin'>,
): boolean {
  if (!costsHoldTax(facts) || sent.subtotal === null || origin === 'chosen') return false
  return sent.subtotal !== expense.total && sent.subtotal !== expense.subtotal
}

/** The lines of a cost with its tax: a part of each line (`cost`), or lines of their own (`line`). */
export function withPurchaseTax(
  lines: readonly DraftLine[],
  expense: Pick<Expense, 'taxes'>,
  how: Settings['purchaseTax'],
): DraftLine[] {
  const taxes = expense.taxes.filter(({ amount }) => amount !== 0)
  if (taxes.length === 0 || lines.length === 0) return [...lines]
  if (how === 'cost') return spread(lines, sumOf(taxes.map(({ amount }) => amount)))
  // Beside the largest line, so that it is a cost of the same kind and project.
  const most = lines.reduce((found, line) => (Math.abs(line.amount) > Math.abs(found.amount) ? line : found))
  return [
    ...lines,
    ...taxes.map(({ name, rate, amount }) => ({
      ...most,
      description: `${name} ${rate} %`,
      amount,
      quantity: null,
      unitPrice: null,
    })),
  ]
}

/** Each line gets its part by its amount, to the cent; the parts add up to the tax. */
function spread(lines: readonly DraftLine[], tax: Cents): DraftLine[] {
  const whole = sumOf(lines.map(({ amount }) => amount))
  let running = cents(0)
  let given = cents(0)
  return lines.map((line, at) => {
    running = cents(running + line.amount)
    const due =
      at === lines.length - 1 || whole === 0
        ? tax
        : cents(new Big(tax).times(running).div(whole).round(0, Big.roundHalfUp).toNumber())
    const part = cents(due - given)
    given = due
    return part === 0 ? line : { ...line, amount: cents(line.amount + part), quantity: null, unitPrice: null }
  })
}
