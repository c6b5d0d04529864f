import { multipliesTo } from '../../../shared/money.ts'
import { centsAt, fieldsAt, rowsAt, textAt, without, type Fields } from '../entities/json.ts'
import {
  businessRule,
  featureNotSupported,
  invalidEnumeration,
  missing,
  ruleWithCode,
  type Refusal,
} from '../entities/refusal.ts'
import type { Draft } from '../entities/draft.ts'

const MOST_LINES = 750

/**
 * Checks the lines of a draft, drops the subtotal lines that QuickBooks adds itself, and gives each line its id:
 * a sent id that the document has stays, every other line is new. The list replaces the earlier one whole.
 */
export function completeLines(draft: Draft, detailTypes: readonly string[], needed: boolean): Refusal[] {
  const sent = rowsAt(draft.next, 'Line').filter((line) => textAt(line, 'DetailType') !== 'SubTotalLineDetail')
  if (sent.length === 0 && needed) return [missing('Line')]
  if (sent.length > MOST_LINES) return [businessRule(`A transaction may have at most ${MOST_LINES} lines.`)]
  const refusals = sent.flatMap((line) => checkLine(line, detailTypes))
  if (refusals.length > 0) return refusals

  const earlier = new Set(rowsAt(draft.before, 'Line').map((line) => textAt(line, 'Id') ?? ''))
  let last = Math.max(0, ...[...earlier].map(Number))
  const used = new Set<string>()
  draft.next['Line'] = sent.map((line, index): Fields => {
    const id = textAt(line, 'Id')
    const kept = id !== null && earlier.has(id) && !used.has(id) ? id : String(++last)
    used.add(kept)
    return { Id: kept, LineNum: index + 1, ...without(line, 'Id', 'LineNum') }
  })
  return []
}

function checkLine(line: Fields, detailTypes: readonly string[]): Refusal[] {
  const detailType = textAt(line, 'DetailType')
  if (detailType === null) return [missing('Line.DetailType')]
  if (detailType === 'GroupLineDetail') return [featureNotSupported('Bundles')]
  if (!detailTypes.includes(detailType)) return [invalidEnumeration('Line.DetailType', detailType)]
  if (detailType === 'DescriptionOnly') return []
  const detail = fieldsAt(line, detailType)
  if (!detail) return [missing(`Line.${detailType}`)]
  if (line['Amount'] === undefined) return [missing('Line.Amount')]
  const quantity = textAt(detail, 'Qty')
  const unitPrice = textAt(detail, 'UnitPrice')
  // A quantity and a price of 0 leave the amount as it is (PQ).
  const isBare = Number(quantity) === 0 && Number(unitPrice) === 0
  if (
    quantity !== null &&
    unitPrice !== null &&
    !isBare &&
    !multipliesTo(quantity, unitPrice, centsAt(line, 'Amount'))
  ) {
    return [
      ruleWithCode(
        '6070',
        'Amount calculation incorrect in the request',
        'Amount is not equal to UnitPrice * Qty. Supplied value:' + String(textAt(line, 'Amount')),
        'Line.Amount',
      ),
    ]
  }
  return []
}

/** The detail object of a line: the one its DetailType names. */
export function detailOf(line: Fields): Fields | null {
  const type = textAt(line, 'DetailType')
  return type === null ? null : fieldsAt(line, type)
}

/** The line with other fields in its detail object. */
export function withDetail(line: Fields, fields: Fields): Fields {
  const type = textAt(line, 'DetailType')
  return type === null ? line : { ...line, [type]: { ...detailOf(line), ...fields } }
}

/** The line as a void leaves it: nothing of nothing. */
export function zeroed(line: Fields): Fields {
  const detail = detailOf(line)
  const zero: Fields = {}
  if (detail) {
    if (detail['Qty'] !== undefined) zero['Qty'] = 0
    if (detail['UnitPrice'] !== undefined) zero['UnitPrice'] = 0
  }
  const bare = without(line, 'LinkedTxn', 'LineEx')
  return { ...(detail ? withDetail(bare, zero) : bare), Amount: 0 }
}
