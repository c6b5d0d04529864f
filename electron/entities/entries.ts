import type { BooksDocument, EntryPart, OtherEntry } from '../plan/books.ts'
import { cents, centsFromJson, sumOf } from '../../shared/money.ts'
import type { Entity } from '../qbo/contract.ts'
import { amountOfLine, listIn, moneyLines, nameIn, objectIn, referenceIn, textIn } from './entity-fields.ts'

/**
 * What a person entered as something that this program never sends: a sales receipt or refund for a customer, money in a bank deposit
 * that is no payment received, a line of a journal entry with a name. It carries no mark of ours.
 */
export function entryOf(type: OtherEntry, entity: Entity): BooksDocument {
  const isSale = type === 'SalesReceipt' || type === 'RefundReceipt'
  const reference = textIn(entity, 'PaymentRefNum')
  return {
    type,
    id: entity.Id,
    docNumber: textIn(entity, 'DocNumber'),
    date: textIn(entity, 'TxnDate'),
    partyId: isSale ? referenceIn(entity, 'CustomerRef') : null,
    partyName: isSale ? nameIn(entity, 'CustomerRef') : null,
    subtotal: isSale ? sumOf(moneyLines(entity).map(amountOfLine)) : null,
    total: isSale ? centsFromJson(entity['TotalAmt']) : null,
    mark: null,
    voided: false,
    ...(reference !== null && { reference }),
    ...(!isSale && { parts: type === 'Deposit' ? depositParts(entity) : journalParts(entity) }),
  }
}

/** Money that came with the deposit itself: from a customer, or from nobody who is named. Payments received have links. */
function depositParts(entity: Entity): EntryPart[] {
  return listIn(entity, 'Line').flatMap((line, at): EntryPart[] => {
    const detail = objectIn(line, 'DepositLineDetail') ?? {}
    const whose = (textIn(objectIn(detail, 'Entity') ?? {}, 'type') ?? 'Customer').toLowerCase()
    if (listIn(line, 'LinkedTxn').length > 0 || whose !== 'customer') return []
    return [
      {
        line: textIn(line, 'Id') ?? String(at + 1),
        side: 'customer',
        partyId: referenceIn(detail, 'Entity'),
        partyName: nameIn(detail, 'Entity'),
        amount: centsFromJson(line['Amount']) ?? cents(0),
      },
    ]
  })
}

function journalParts(entity: Entity): EntryPart[] {
  return listIn(entity, 'Line').flatMap((line, at): EntryPart[] => {
    const detail = objectIn(line, 'JournalEntryLineDetail') ?? {}
    const named = objectIn(detail, 'Entity') ?? {}
    const whose = (textIn(named, 'Type') ?? textIn(named, 'type') ?? '').toLowerCase()
    if (whose !== 'customer' && whose !== 'vendor') return []
    return [
      {
        line: textIn(line, 'Id') ?? String(at + 1),
        side: whose === 'customer' ? 'customer' : 'supplier',
        partyId: referenceIn(named, 'EntityRef'),
        partyName: nameIn(named, 'EntityRef'),
        amount: centsFromJson(line['Amount']) ?? cents(0),
        posting: detail['PostingType'] === 'Debit' ? 'debit' : 'credit',
        account: referenceIn(detail, 'AccountRef'),
      },
    ]
  })
}
