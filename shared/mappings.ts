import { z } from 'zod'

/** A QuickBooks record: its id ("id:57") or its full name ("Job Expenses:Job Materials"). */
const reference = z.string().trim().min(1).max(500)

const paidWith = z.strictObject({
  cash: reference.optional(),
  cheque: reference.optional(),
  credit_card: reference.optional(),
  bank: reference.optional(),
})
const currency = z.string().regex(/^[A-Z]{3}$/)

/** The mappings file ("Commands, files and settings that stay stable"). Unknown properties are refused, so that a typing mistake is seen. */
export const mappingsSchema = z.strictObject({
  version: z.literal(1),
  defaults: z
    .strictObject({
      incomeItem: reference.optional(),
      expenseAccount: reference.optional(),
      purchaseItem: reference.optional(),
      paidWith: paidWith.default({}),
      depositAccount: reference.optional(),
      payableAccount: reference.optional(),
      receivableAccount: reference.optional(),
      /** By ISO code of the currency, where the company uses several. */
      payableAccounts: z.record(currency, reference).optional(),
      receivableAccounts: z.record(currency, reference).optional(),
      depositAccounts: z.record(currency, reference).optional(),
      paidWithAccounts: z.record(currency, paidWith).optional(),
    })
    .default({ paidWith: {} }),
  costCodes: z
    .record(z.string(), z.strictObject({ item: reference.optional(), account: reference.optional() }))
    .default({}),
  clients: z.record(z.string(), reference).default({}),
  projects: z.record(z.string(), reference).default({}),
  professionals: z.record(z.string(), reference).default({}),
})

export type Mappings = z.infer<typeof mappingsSchema>

/** QuickBooks' types of account that a cost may be booked to. */
export const EXPENSE_ACCOUNT_TYPES: readonly string[] = ['Expense', 'Other Expense', 'Cost of Goods Sold']

export function noMappings(): Mappings {
  return { version: 1, defaults: { paidWith: {} }, costCodes: {}, clients: {}, projects: {}, professionals: {} }
}
