import { createHash } from 'node:crypto'
import type { Draft, DraftLine } from '../../shared/draft.ts'
import { textBesideMark } from '../../shared/mark.ts'
import { startOf } from '../../shared/text.ts'
import type { Details, LinkedType } from '../plan/link.ts'
import type { Entity } from '../qbo/contract.ts'
import { moneyLines, objectIn, referenceIn, textIn } from './entity-fields.ts'

/** Documents that may be overwritten later: what a person changes in them has to be seen. */
export const OVERWRITTEN: ReadonlySet<LinkedType> = new Set(['Payment', 'Purchase', 'Bill', 'PurchaseOrder'])

const SHOWN = 60

/** Enough of a text to be recognised by a person, and to be told from any other; spaces as QuickBooks may also keep them. */
function shortText(text: string | null): string {
  const plain = (text ?? '').replace(/\s+/g, ' ').trim()
  if (plain.length <= SHOWN) return plain
  return `${startOf(plain, SHOWN)}… ${createHash('sha256').update(plain).digest('hex').slice(0, 6)}`
}

/** What an entity shows of its details; null for a type that is never overwritten. */
export function detailsOf(type: LinkedType, entity: Entity): Details | null {
  if (!OVERWRITTEN.has(type)) return null
  return {
    account: type === 'Payment' ? referenceIn(entity, 'DepositToAccountRef') : type === 'Purchase' ? referenceIn(entity, 'AccountRef') : null,
    note: shortText(textBesideMark(textIn(entity, 'PrivateNote') ?? '')),
    reference: type === 'Payment' || type === 'PurchaseOrder' ? shortText(textIn(entity, type === 'Payment' ? 'PaymentRefNum' : 'Memo')) : '',
    lines: type === 'Payment' ? [] : moneyLines(entity).map((line) => {
      const detail = objectIn(line, textIn(line, 'DetailType') ?? '') ?? {}
      return { account: referenceIn(detail, 'AccountRef') ?? referenceIn(detail, 'ItemRef'), project: referenceIn(detail, 'CustomerRef'), description: shortText(textIn(line, 'Description')) }
    }),
  }
}

/** What a draft says of them; null for a type that is never overwritten. */
export function detailsIn(draft: Draft): Details | null {
  switch (draft.type) {
    case 'Payment':
      return { account: draft.depositTo?.id ?? null, note: shortText(textBesideMark(draft.privateNote)), reference: shortText(draft.reference), lines: [] }
    case 'Purchase':
      return { account: draft.account.id, note: shortText(textBesideMark(draft.privateNote)), reference: '', lines: draft.lines.map(lineIn) }
    case 'Bill':
      return { account: null, note: shortText(textBesideMark(draft.privateNote)), reference: '', lines: draft.lines.map(lineIn) }
    case 'PurchaseOrder':
      return { account: null, note: shortText(textBesideMark(draft.privateNote)), reference: shortText(draft.memo), lines: draft.lines.map(lineIn) }
    default:
      return null
  }
}

function lineIn({ reference, customer, description }: DraftLine): Details['lines'][number] {
  return { account: reference.id, project: customer?.id ?? null, description: shortText(description) }
}
