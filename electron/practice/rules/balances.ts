import { cents, jsonNumberOf, type Cents } from '../../../shared/money.ts'
import type { TypeName } from '../entities/entity-types.ts'
import { centsAt, refAt, type Fields, type Stored } from '../entities/json.ts'
import { unappliedOf } from './links.ts'
import type { Work } from '../entities/work.ts'

/** What a document adds to what its customer or vendor owes, or is owed. */
function shareOf(
  type: TypeName,
  entity: Stored | null,
): { party: 'Customer' | 'Vendor'; id: string; amount: Cents } | null {
  if (!entity) return null
  const customer = refAt(entity, 'CustomerRef')
  const vendor = refAt(entity, 'VendorRef')
  if (type === 'Invoice' && customer !== null)
    return { party: 'Customer', id: customer, amount: centsAt(entity, 'Balance') }
  if (type === 'CreditMemo' && customer !== null)
    return { party: 'Customer', id: customer, amount: cents(-centsAt(entity, 'RemainingCredit')) }
  if (type === 'Payment' && customer !== null)
    return { party: 'Customer', id: customer, amount: cents(-centsAt(entity, 'UnappliedAmt')) }
  if (type === 'Bill' && vendor !== null) return { party: 'Vendor', id: vendor, amount: centsAt(entity, 'Balance') }
  if (type === 'BillPayment' && vendor !== null)
    return { party: 'Vendor', id: vendor, amount: cents(-unappliedOf(entity)) }
  return null
}

function add(entity: Stored, field: string, amount: Cents): Fields {
  return { [field]: jsonNumberOf(cents(centsAt(entity, field) + amount)) }
}

/**
 * Moves the balances of customers and vendors by what this work changed. As recorded (2020), their time of change
 * moves with it and their sync token does not.
 */
export function settleBalances(work: Work): void {
  const deltas = new Map<string, { party: 'Customer' | 'Vendor'; id: string; amount: Cents }>()
  const count = (type: TypeName, entity: Stored | null, sign: 1 | -1): void => {
    const share = shareOf(type, entity)
    if (!share) return
    const key = `${share.party} ${share.id}`
    const before = deltas.get(key)?.amount ?? cents(0)
    deltas.set(key, { ...share, amount: cents(before + sign * share.amount) })
  }
  for (const change of work.changes()) {
    const type = 'put' in change ? change.put : change.gone
    const id = 'put' in change ? change.entity.Id : change.id
    count(type, work.books.get(type, id), -1)
    if ('put' in change) count(type, change.entity, 1)
  }
  for (const { party, id, amount } of deltas.values()) {
    const entity = work.get(party, id)
    if (amount === 0 || !entity) continue
    work.touch(party, entity, {
      ...add(entity, 'Balance', amount),
      ...(party === 'Customer' ? add(entity, 'BalanceWithJobs', amount) : {}),
    })
    if (party === 'Vendor') continue
    for (let parent = refAt(entity, 'ParentRef'); parent !== null;) {
      const above = work.get('Customer', parent)
      if (!above) break
      work.touch('Customer', above, add(above, 'BalanceWithJobs', amount))
      parent = refAt(above, 'ParentRef')
    }
  }
}
