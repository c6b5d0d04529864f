import type { FaultRule } from '../../../electron/practice/testing/controlled-company.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import { parseKey } from '../../../shared/kinds.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { Story } from './story.ts'
import type { World } from './world.ts'

/** A document of the sample that QuickBooks refuses, with the code that it gives. */
interface Refused {
  code: string
  problem: ProblemCode
  key: DocumentKey
  entity: string
  /** A part of the request, where it does not carry the mark. */
  body?: string
}

/** The mark in the private note tells which request it is. */
const markOf = (key: DocumentKey): string => {
  const parsed = parseKey(key)
  return `[Billdr ${parsed?.kind} ${parsed?.billdrId}`
}

const refusal = ({ code, key, entity, body }: Refused): FaultRule => ({
  kind: 'refuse',
  match: { operation: 'create', entity, body: body ?? markOf(key) },
  times: 1,
  fault: { code, message: 'refused for this story', detail: 'refused for this story' },
})

async function refuseOnce(world: Pick<World, 'practice'>, refused: readonly Refused[]): Promise<void> {
  await (await world.practice()).setFaults({ rules: refused.map(refusal) })
}

const FIRST: readonly Refused[] = [
  // Those that others need come first.
  { code: '700', problem: 'parent-refused', key: 'project:p-3', entity: 'Customer' },
  { code: '2200', problem: 'contact-detail-refused', key: 'professional:v-2', entity: 'Vendor', body: 'Dubé' },
  { code: '2040', problem: 'text-refused', key: 'invoice:i-1001', entity: 'Invoice' },
  { code: '2080', problem: 'amount-refused', key: 'invoice:i-1002', entity: 'Invoice' },
  { code: '2060', problem: 'date-refused', key: 'invoice:i-1003', entity: 'Invoice' },
  { code: '6160', problem: 'tax-refused', key: 'invoice:i-1005', entity: 'Invoice' },
  { code: '2000', problem: 'program-fault', key: 'invoice:i-1007', entity: 'Invoice' },
  { code: '6310', problem: 'billable-refused', key: 'expense:e-1', entity: 'Purchase' },
  { code: '6430', problem: 'account-type-refused', key: 'expense:e-2', entity: 'Purchase' },
  { code: '610', problem: 'reference-inactive', key: 'expense:e-3', entity: 'Bill' },
  { code: '2500', problem: 'reference-missing', key: 'expense:e-6', entity: 'Purchase' },
  { code: '6270', problem: 'inventory-date', key: 'expense:e-7', entity: 'Purchase' },
  { code: '6000', problem: 'quickbooks-refused', key: 'purchase-order:po-1', entity: 'PurchaseOrder' },
  { code: '5010', problem: 'stale', key: 'purchase-order:po-2', entity: 'PurchaseOrder' },
  { code: '5020', problem: 'feature-off', key: 'credit:cr-1', entity: 'CreditMemo' },
]

const SECOND: readonly Refused[] = [
  { code: '6220', problem: 'balance-open', key: 'invoice:i-1001', entity: 'Invoice' },
  { code: '620', problem: 'linked-elsewhere', key: 'invoice:i-1002', entity: 'Invoice' },
  { code: '6540', problem: 'payment-deposited', key: 'payment:pay-1', entity: 'Payment' },
  { code: '6480', problem: 'bank-matched', key: 'payment:pay-2', entity: 'Payment' },
]

const againWith =
  (refused: readonly Refused[]) =>
  async (world: World): Promise<void> => {
    for (const { problem, key } of refused) {
      await world.show(key)
      await world.shows(key, 'failed')
      await world.press(problem, 'Retry')
      await world.shows(key, 'synced')
      await world.gone(problem)
    }
  }

/** What QuickBooks refuses in its own words: after it was mended there, "Retry" lets the document go. */
export const REFUSALS: readonly Story[] = [
  {
    codes: FIRST.map(({ problem }) => problem),
    tells: 'refused once by QuickBooks, they arrive with "Retry"',
    options: { before: (world) => refuseOnce(world, FIRST) },
    run: againWith(FIRST),
  },
  {
    codes: SECOND.map(({ problem }) => problem),
    tells: 'refused once by QuickBooks, they arrive with "Retry"',
    options: { before: (world) => refuseOnce(world, SECOND) },
    run: againWith(SECOND),
  },
]
