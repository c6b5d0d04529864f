import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { keyInNote } from '../../shared/mark.ts'
import type { Hanging } from '../entities/hanging.ts'
import { hangingOn } from '../entities/hanging.ts'
import { observedOf } from '../entities/observe.ts'
import { appliedTo, othersLinks } from '../entities/payment-links.ts'
import type { Link } from '../plan/link.ts'
import type { Entity, Failure } from '../qbo/contract.ts'
import type { SendTools } from './send.ts'
import { isOwnApplication } from './unapply-credit.ts'

/**
 * What hangs on a document at this moment: all of it, and what of it is others'. Our own are the payments and applied credits
 * of Billdr; the rest a person, the bank or QuickBooks put there.
 */
export async function hangingNow(
  tools: SendTools,
  key: DocumentKey,
  link: Link,
  entity: Entity,
): Promise<{ ok: true; all: Hanging[]; others: Hanging[] } | { ok: false; failure: Failure }> {
  const all = [
    ...hangingOn(link.type, entity),
    ...(link.type === 'Payment' ? putElsewhere(tools, key, link, entity) : []),
  ]
  const others: Hanging[] = []
  for (const each of all) {
    if (each.type !== 'Payment') {
      others.push(each)
      continue
    }
    const answer = await tools.quickbooks.read('Payment', each.id)
    if (!answer.ok) return { ok: false, failure: answer.failure }
    if (answer.value && !isOurs(tools, key, link, entity, answer.value)) others.push(each)
  }
  return { ok: true, all, others }
}

function isOurs(tools: SendTools, key: DocumentKey, link: Link, entity: Entity, payment: Entity): boolean {
  const { records } = tools
  if (link.type === 'CreditMemo') return isOwnApplication(tools, payment, key, entity)
  if (records.linkedKey('Payment', payment.Id) !== null) return true
  const mark = keyInNote(payment['PrivateNote'])
  if (mark === null) return false
  const known = records.get('links', mark)
  if (known?.application?.id === payment.Id) return true
  // The application of a credit of ours whose answer was lost: nothing has told yet that it is there.
  if (known?.type === 'CreditMemo' && !known.gone && known.application === null)
    return isOwnApplication(tools, payment, mark, null) && appliedTo(payment, 'CreditMemo', known.id) > 0
  // Another desktop's, as it left it, and not a person's copy of one that is known here.
  const isKnownElsewhere = known !== undefined && !known.gone && known.id !== payment.Id
  return !isKnownElsewhere && observedOf('Payment', payment, null).ours !== undefined
}

/** What a payment of ours is applied to besides the invoice that Billdr names: a person put it there. */
function putElsewhere({ records }: SendTools, key: DocumentKey, link: Link, payment: Entity): Hanging[] {
  const record = records.record(key)
  const named = record?.kind === 'payment' ? records.get('links', keyOf('invoice', record.invoiceId))?.id : undefined
  const expected = [named, link.sent.appliedTo].filter((id) => id !== undefined)
  if (expected.length === 0) return []
  return othersLinks(payment, expected).map(({ type, id }) => ({ type, id }))
}
