import { keyInNote } from '../../shared/mark.ts'
import { noteText, shortText } from '../plan/details.ts'
import type { Details, LinkedType } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { moneyLines, objectIn, referenceIn, textIn } from './entity-fields.ts'

/** Documents that may be overwritten later: what a person changes in them has to be seen. */
export const OVERWRITTEN: ReadonlySet<LinkedType> = new Set(['Payment', 'Purchase', 'Bill', 'PurchaseOrder'])

/** What an entity shows of its details; null for a type that is never overwritten. */
export function detailsInEntity(type: LinkedType, entity: Entity): Details | null {
  if (!OVERWRITTEN.has(type)) return null
  const note = textIn(entity, 'PrivateNote') ?? ''
  return {
    account:
      type === 'Payment'
        ? referenceIn(entity, 'DepositToAccountRef')
        : type === 'Purchase'
          ? referenceIn(entity, 'AccountRef')
          : null,
    ...(keyInNote(note) !== null
      ? { note: noteText(note) }
      : { note: null, ...(note.trim() !== '' && { otherNote: shortText(note) }) }),
    reference:
      type === 'Payment' || type === 'PurchaseOrder'
        ? shortText(textIn(entity, type === 'Payment' ? 'PaymentRefNum' : 'Memo'))
        : '',
    lines:
      type === 'Payment'
        ? []
        : moneyLines(entity).map((line) => {
            const detail = objectIn(line, textIn(line, 'DetailType') ?? '') ?? {}
            return {
              account: referenceIn(detail, 'AccountRef') ?? referenceIn(detail, 'ItemRef'),
              project: referenceIn(detail, 'CustomerRef'),
              description: shortText(textIn(line, 'Description')),
            }
          }),
  }
}
