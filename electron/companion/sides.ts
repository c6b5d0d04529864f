import type { Side } from '../../shared/bridge.ts'
import type { BilldrRecord } from '../../shared/domain.ts'
import type { Cents } from '../../shared/money.ts'
import { cents, decimalOf } from '../../shared/money.ts'
import type { Difference, QueueRow } from '../../shared/row.ts'
import type { SentShown, Shown } from '../../shared/shown.ts'
import { unpackSent, unpackShown } from '../../shared/shown.ts'
import type { Link } from '../plan/link.ts'

type Values = Partial<Record<Difference['field'], string | null>>

/** Compared by what each of the three says itself; the other fields are told by what planning found. */
const OWN: ReadonlySet<Difference['field']> = new Set([
  'number',
  'date',
  'dueDate',
  'amount',
  'lines',
  'description',
  'reference',
  'voided',
])

/** Between the values of several lines. */
const BETWEEN = ' + '

/**
 * What Billdr says now, what was sent, and what QuickBooks showed when it was last read, for each field in which they are
 * not the same (rule W1). `sent` is null throughout where the document never left from here, as one that was linked by hand.
 */
export function sidesOf(row: QueueRow, record: BilldrRecord | null, link: Link | null): Side[] {
  if (row.shows === undefined) return []
  const shown = unpackShown(row.shows)
  const sent = row.sent === undefined ? null : unpackSent(row.sent)
  const three = [
    record ? saidByBilldr(row, record) : {},
    sent ? saidWhenSent(row, sent, link) : {},
    saidByQuickBooks(row, shown),
  ] as const
  const own = [...OWN].flatMap((field): Side[] => {
    const [billdr, asSent, quickbooks] = three.map((values) => values[field] ?? null) as [
      string | null,
      string | null,
      string | null,
    ]
    const known = new Set([billdr, asSent, quickbooks].filter((value) => value !== null))
    return known.size > 1 ? [{ field, billdr, sent: asSent, quickbooks }] : []
  })
  return [...own, ...foundByPlanning(row)]
}

/** Names of accounts, projects and parties: Billdr says the same as was sent unless it was edited since. */
function foundByPlanning({ differs, problem, sent }: QueueRow): Side[] {
  const isEdited = /-edited$|^changed-in-quickbooks$/.test(problem?.code ?? '')
  return (differs ?? []).flatMap(({ field, billdr, quickbooks }) =>
    OWN.has(field)
      ? []
      : [{ field, billdr: isEdited ? null : billdr, sent: sent === undefined ? null : billdr, quickbooks }],
  )
}

function saidByBilldr(row: QueueRow, record: BilldrRecord): Values {
  const isVoided = 'status' in record && record.status === 'voided'
  return {
    [row.kind === 'payment' ? 'reference' : 'number']: row.number,
    date: row.date,
    dueDate: 'dueOn' in record ? record.dueOn : null,
    amount: isVoided ? decimalOf(cents(0)) : amountText(row.amount),
    ...('lines' in record && !isVoided && linesText(record.lines)),
    ...(isVoided && { voided: 'voided' }),
  }
}

function saidWhenSent(row: QueueRow, sent: SentShown, link: Link | null): Values {
  return {
    [row.kind === 'payment' ? 'reference' : 'number']: sent.number,
    date: sent.date,
    dueDate: link?.sent.dueDate ?? null,
    amount: amountText(sent.beforeTax),
    ...linesText(sent.lines),
    ...(row.differs?.some((each) => each.field === 'voided') && { voided: '' }),
  }
}

function saidByQuickBooks(row: QueueRow, shown: Shown): Values {
  const isPayment = row.kind === 'payment'
  return {
    [isPayment ? 'reference' : 'number']: shown.number,
    date: shown.date,
    dueDate: shown.dueDate,
    amount: amountText(isPayment ? shown.total : shown.beforeTax),
    ...(!shown.voided && linesText(shown.lines)),
    ...(shown.voided && { voided: 'voided' }),
  }
}

function linesText(lines: readonly { amount: Cents; description: string }[]): Values {
  if (lines.length === 0) return {}
  return {
    lines: lines.map((line) => decimalOf(line.amount)).join(BETWEEN),
    description: lines.map((line) => line.description.trim()).join(BETWEEN),
  }
}

function amountText(amount: Cents | null): string | null {
  return amount === null ? null : decimalOf(amount)
}
