import type { Visitor } from './visitor.ts'

/** Valid bodies in the words of the seeded chart, for a company in Canada with tax tracked. */
export interface Chart {
  services: string
  materials: string
  jobMaterials: string
  checking: string
  pettyCash: string
  mastercard: string
  payable: string
  outOfScope: string
  gstQst: string
}

export async function chartOf(visitor: Visitor): Promise<Chart> {
  return {
    services: await visitor.idOf('Item', 'Services'),
    materials: await visitor.idOf('Item', 'Materials'),
    jobMaterials: await visitor.idOf('Account', 'Job Expenses:Job Materials'),
    checking: await visitor.idOf('Account', 'Checking'),
    pettyCash: await visitor.idOf('Account', 'Petty Cash'),
    mastercard: await visitor.idOf('Account', 'Mastercard'),
    payable: await visitor.idOf('Account', 'Accounts Payable (A/P)'),
    outOfScope: await visitor.idOf('TaxCode', 'Out of Scope'),
    gstQst: await visitor.idOf('TaxCode', 'GST/QST QC - 9.975'),
  }
}

export function salesLine(chart: Chart, amount: number, more: object = {}, detail: object = {}): object {
  return {
    Amount: amount,
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: { ItemRef: { value: chart.services }, TaxCodeRef: { value: chart.outOfScope }, ...detail },
    ...more,
  }
}

export function expenseLine(chart: Chart, amount: number, more: object = {}, detail: object = {}): object {
  return {
    Amount: amount,
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: {
      AccountRef: { value: chart.jobMaterials },
      TaxCodeRef: { value: chart.outOfScope },
      ...detail,
    },
    ...more,
  }
}

export function itemLine(chart: Chart, amount: number, more: object = {}): object {
  return {
    Amount: amount,
    DetailType: 'ItemBasedExpenseLineDetail',
    ItemBasedExpenseLineDetail: { ItemRef: { value: chart.materials }, TaxCodeRef: { value: chart.outOfScope } },
    ...more,
  }
}

export function invoice(chart: Chart, customer: string, number: string, amount = 100, more: object = {}): object {
  return {
    CustomerRef: { value: customer },
    DocNumber: number,
    TxnDate: '2026-03-06',
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [salesLine(chart, amount)],
    ...more,
  }
}

export function purchase(chart: Chart, number: string, amount = 40, more: object = {}): object {
  return {
    PaymentType: 'Check',
    AccountRef: { value: chart.checking },
    DocNumber: number,
    TxnDate: '2026-03-07',
    GlobalTaxCalculation: 'TaxExcluded',
    Line: [expenseLine(chart, amount)],
    ...more,
  }
}

export function payment(
  customer: string,
  total: number,
  ...lines: [type: string, id: string, amount: number][]
): object {
  return {
    CustomerRef: { value: customer },
    TotalAmt: total,
    TxnDate: '2026-03-08',
    Line: lines.map(([TxnType, TxnId, Amount]) => ({ Amount, LinkedTxn: [{ TxnId, TxnType }] })),
  }
}
