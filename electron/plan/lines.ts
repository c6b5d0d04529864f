import type { Line } from '../../shared/domain.ts'
import type { DraftLine, Reference } from '../../shared/draft.ts'
import { keyOf } from '../../shared/kinds.ts'
import { multipliesTo } from '../../shared/money.ts'
import type { Result } from '../../shared/result.ts'
import { problem } from '../../shared/problem.ts'
import { accountFor, costCodeReference, itemFor } from './accounts.ts'
import type { Found } from './accounts.ts'
import type { PlanContext } from './context.ts'
import { notKnown } from './context.ts'

/** What the lines of a document go to, and what they have in common. */
export interface LineTarget {
  /** `sales` to items, `expenses` to accounts, `orders` to purchase items. */
  use: 'sales' | 'expenses' | 'orders'
  customer: Reference | null
}

/**
 * Lines as QuickBooks gets them. Quantity and unit price go along only where they multiply to the amount exactly
 * (QuickBooks refuses others with 6070). A cost code without a match stops the document, naming it (rule K1).
 */
export function prepareLines(context: PlanContext, lines: readonly Line[], target: LineTarget): Result<DraftLine[]> {
  if (lines.length === 0) return { ok: false, problem: problem('lines-missing') }
  const prepared: DraftLine[] = []
  for (const line of lines) {
    const found = referenceOf(context, line, target.use)
    if (!found.ok) return found
    const isProduct =
      line.quantity !== null && line.unitPrice !== null && multipliesTo(line.quantity, line.unitPrice, line.amount)
    const billable =
      target.use === 'expenses' &&
      line.billable &&
      target.customer !== null &&
      (context.books?.facts.billableExpenses ?? false)
    prepared.push({
      description: line.description,
      amount: line.amount,
      quantity: isProduct ? line.quantity : null,
      unitPrice: isProduct ? line.unitPrice : null,
      ...found.value,
      customer: target.use === 'sales' ? null : target.customer,
      billable,
    })
  }
  return { ok: true, value: prepared }
}

type LineReference = Result<{ to: 'item' | 'account'; reference: Reference }>

function referenceOf(context: PlanContext, line: Line, use: LineTarget['use']): LineReference {
  const side = use === 'sales' ? 'item' : 'account'
  const bought = use === 'orders' && line.costCodeId !== null ? boughtItem(context, line.costCodeId) : null
  if (bought) return directed(bought, 'item')
  const coded = line.costCodeId === null ? null : codedReference(context, line.costCodeId, side)
  if (coded && !coded.ok) return coded
  if (use === 'orders') {
    const item = context.mappings.defaults.purchaseItem
    if (item) return directed(itemFor(item, context.books), 'item')
  }
  if (coded) return directed(coded, side)
  const fallback = use === 'sales' ? context.mappings.defaults.incomeItem : context.mappings.defaults.expenseAccount
  if (!fallback)
    return {
      ok: false,
      problem: problem('default-missing', { which: use === 'sales' ? 'incomeItem' : 'expenseAccount' }),
    }
  return directed(use === 'sales' ? itemFor(fallback, context.books) : accountFor(fallback, context.books), side)
}

/** The item of a cost code, where it can be bought; the item for income of the same code may be for sale only. */
function boughtItem(context: PlanContext, costCodeId: string): Found | null {
  const code = context.find('cost-code', costCodeId)
  const found = code ? costCodeReference(code, 'item', context.mappings, context.books) : null
  if (!found?.ok) return found
  const item = context.books?.items.find(({ id }) => id === found.value.id)
  return item?.purchasable === false ? null : found
}

function directed(found: Found, to: 'item' | 'account'): LineReference {
  return found.ok ? { ok: true, value: { to, reference: found.value } } : found
}

function codedReference(context: PlanContext, costCodeId: string, side: 'item' | 'account'): Found {
  const code = context.find('cost-code', costCodeId)
  if (!code) return { ok: false, problem: notKnown(context, 'cost-code', costCodeId, 'costCodeId') }
  const found = costCodeReference(code, side, context.mappings, context.books)
  if (found) return found
  return {
    ok: false,
    problem: problem(
      'document-cost-code-unmatched',
      { code: code.code, name: code.name, side },
      { waitsFor: keyOf('cost-code', costCodeId) },
    ),
  }
}
