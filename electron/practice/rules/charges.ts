import { refAt, rowsAt, textAt, without, type Fields, type Stored } from '../entities/json.ts'
import type { Draft } from '../entities/draft.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { businessRule, type Refusal } from '../entities/refusal.ts'
import type { Work } from '../entities/work.ts'
import { planHasPurchaseOrders } from '../company/settings.ts'
import { detailOf, withDetail } from './lines.ts'

type Cost = 'Purchase' | 'Bill'

/** Whether the company follows billable expenses at all: a plan and a switch. */
export function tracksBillable({ settings }: Work): boolean {
  return settings.billableExpenses && planHasPurchaseOrders(settings.plan)
}

function isCost(line: Fields): boolean {
  return textAt(line, 'DetailType')?.endsWith('ExpenseLineDetail') === true
}

/** Says the billable status of every cost line, as reads do; one for a customer that says nothing becomes billable (RBC). */
export function completeBillable(draft: Draft): void {
  const { work, type } = draft
  const unsaid = type !== 'PurchaseOrder' && tracksBillable(work) && work.settings.unsaidBillable === 'billable'
  draft.next['Line'] = rowsAt(draft.next, 'Line').map((line) => {
    if (!isCost(line)) return line
    const detail = detailOf(line)
    const status = textAt(detail, 'BillableStatus')
    const absent = unsaid && refAt(detail, 'CustomerRef') !== null ? 'Billable' : 'NotBillable'
    return withDetail(line, { BillableStatus: status ?? absent })
  })
}

function chargesOf(work: Work, type: Cost, id: string): Stored[] {
  return work.books
    .all('ReimburseCharge')
    .flatMap((each) => work.get('ReimburseCharge', each.Id) ?? [])
    .filter((each) =>
      rowsAt(each, 'LinkedTxn').some((link) => textAt(link, 'TxnId') === id && textAt(link, 'TxnType') === type),
    )
}

function sourceLineOf(charge: Fields): { type: Cost; id: string; lineId: string } | null {
  const link = rowsAt(charge, 'LinkedTxn')[0]
  const id = textAt(link, 'TxnId')
  return id === null ? null : { type: textAt(link, 'TxnType') as Cost, id, lineId: textAt(link, 'TxnLineId') ?? '' }
}

function newCharge(work: Work, type: Cost, cost: Stored, line: Fields): void {
  const detail = detailOf(line)
  work.create('ReimburseCharge', {
    CustomerRef: detail?.['CustomerRef'] ?? {},
    TxnDate: cost['TxnDate'] ?? '',
    CurrencyRef: cost['CurrencyRef'] ?? {},
    Amount: line['Amount'] ?? 0,
    HasBeenInvoiced: false,
    // As read in production: null in 26,645 of 26,645 rows (RBC 3.4).
    SourceTxnType: null,
    SourceTxnId: null,
    SourceTxnLineId: null,
    LinkedTxn: [{ TxnId: cost.Id, TxnType: type, TxnLineId: textAt(line, 'Id') ?? '' }],
    Line: [
      {
        Id: '1',
        Amount: line['Amount'] ?? 0,
        DetailType: 'ReimburseLineDetail',
        ReimburseLineDetail: {
          ...(detail?.['ItemRef'] === undefined ? {} : { ItemRef: detail['ItemRef'] }),
          ...(detail?.['AccountRef'] === undefined ? {} : { ItemAccountRef: detail['AccountRef'] }),
          ...(detail?.['TaxCodeRef'] === undefined ? {} : { TaxCodeRef: detail['TaxCodeRef'] }),
          MarkupInfo: {},
        },
      },
    ],
  })
}

/** A charge for every billable line of a cost, and none for the others. */
export function settleCharges(work: Work, type: Cost, cost: Stored | null, before: Stored | null): void {
  const id = cost?.Id ?? before?.Id ?? ''
  for (const charge of chargesOf(work, type, id))
    if (charge['HasBeenInvoiced'] !== true) work.remove('ReimburseCharge', charge.Id)
  if (!cost) return
  for (const line of rowsAt(cost, 'Line'))
    if (textAt(detailOf(line), 'BillableStatus') === 'Billable') newCharge(work, type, cost, line)
}

/** What was billed to the customer can be neither changed nor deleted (BILL 1.11; its code is a guess). */
export function billedRefused(type: TypeName, entity: Stored): Refusal[] {
  if (type !== 'Purchase' && type !== 'Bill') return []
  const billed = rowsAt(entity, 'Line').some((line) => textAt(detailOf(line), 'BillableStatus') === 'HasBeenBilled')
  return billed
    ? [
        businessRule(
          'The purchase cannot be deleted as it would make the invoice, it is linked to, blank.',
          'L’achat ne peut pas être supprimé, car la facture à laquelle il est lié serait vide.',
        ),
      ]
    : []
}

function chargeIdsOf(line: Fields): string[] {
  return rowsAt(line, 'LinkedTxn').flatMap((link) =>
    textAt(link, 'TxnType') === 'ReimburseCharge' ? (textAt(link, 'TxnId') ?? []) : [],
  )
}

/**
 * Before the taxes are filled in: a line that bills a charge and lacks quantity, price or tax code loses its link with 200,
 * and a new charge stands beside the old one (RBC 3.3).
 */
export function dropUnfitCharges(draft: Draft): void {
  const { work } = draft
  draft.next['Line'] = rowsAt(draft.next, 'Line').map((line) => {
    const ids = chargeIdsOf(line)
    const detail = detailOf(line)
    const fits = ['Qty', 'UnitPrice', 'TaxCodeRef'].every((name) => detail?.[name] !== undefined)
    if (ids.length === 0 || fits) return line
    for (const id of ids) {
      const charge = work.get('ReimburseCharge', id)
      if (charge) work.create('ReimburseCharge', without(charge, 'Id', 'SyncToken', 'MetaData'))
    }
    return without(line, 'LinkedTxn')
  })
}

/** Marks the costs that an invoice bills, and frees those that it no longer does. */
export function settleBilled(work: Work, invoice: Stored | null, before: Stored | null): void {
  const now = new Set(rowsAt(invoice, 'Line').flatMap(chargeIdsOf))
  for (const id of new Set([...rowsAt(before, 'Line').flatMap(chargeIdsOf), ...now])) {
    const charge = work.get('ReimburseCharge', id)
    if (!charge) continue
    const billed = now.has(id)
    work.change('ReimburseCharge', charge, { HasBeenInvoiced: billed })
    const source = sourceLineOf(charge)
    const cost = source && work.get(source.type, source.id)
    if (!source || !cost) continue
    work.change(source.type, cost, {
      Line: rowsAt(cost, 'Line').map((line) =>
        textAt(line, 'Id') === source.lineId
          ? withDetail(line, { BillableStatus: billed ? 'HasBeenBilled' : 'Billable' })
          : line,
      ),
    })
  }
}
