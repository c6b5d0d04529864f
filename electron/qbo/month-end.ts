import type { Answer, QuickBooks } from './contract.ts'
import type { Finder } from './decoder.ts'
import { envelopeOf } from './envelopes.ts'
import { isRecord, listOf } from './fault-shapes.ts'

type Get = <T>(path: string, query: Record<string, string>, find: Finder<T>) => Promise<Answer<T>>

/**
 * What a person's month end has fixed, which no entity tells: the report of transactions knows what is reconciled or matched
 * to the bank, and the tax agencies until when sales tax was filed (facts: QuickBooks live §1.23).
 */
export function monthEndReads(get: Get): Pick<QuickBooks, 'transactionsCleared' | 'taxFiledUntil'> {
  return {
    transactionsCleared: (status, from, to) =>
      get(
        'reports/TransactionList',
        { start_date: from, end_date: to, cleared: status, columns: 'tx_date,txn_type' },
        idsInReport,
      ),
    async taxFiledUntil() {
      const answer = await get(
        'query',
        { query: 'select * from TaxAgency ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000' },
        agenciesIn,
      )
      if (!answer.ok) return answer
      const days = answer.value.flatMap((agency) => {
        const day = agency['LastFileDate']
        return typeof day === 'string' && /^\d{4}-\d{2}-\d{2}/.test(day) ? [day.slice(0, 10)] : []
      })
      return { ...answer, value: days.sort().at(-1) ?? null }
    },
  }
}

/** The ids of the transactions that a report lists, those of its sections too. */
const idsInReport: Finder<string[]> = (body) => {
  const envelope = envelopeOf(body)
  if (!isRecord(envelope?.['Header'])) return null
  const columns = listOf(isRecord(envelope['Columns']) ? envelope['Columns']['Column'] : [])
  const at = columns.findIndex((each) => isRecord(each) && isTypeColumn(each))
  return at < 0 ? null : idsIn(envelope['Rows'], at)
}

/** QuickBooks names it in `MetaData`, or as the type of the column. */
function isTypeColumn(column: Record<string, unknown>): boolean {
  const named = listOf(column['MetaData'] ?? []).some((each) => isRecord(each) && each['Value'] === 'txn_type')
  return named || column['ColType'] === 'txn_type'
}

function idsIn(rows: unknown, at: number): string[] {
  return listOf(isRecord(rows) ? (rows['Row'] ?? []) : []).flatMap((row): string[] => {
    if (!isRecord(row)) return []
    const cell = listOf(row['ColData'] ?? [])[at]
    const id = isRecord(cell) ? cell['id'] : undefined
    return [...(typeof id === 'string' && id !== '' ? [id] : []), ...idsIn(row['Rows'], at)]
  })
}

const agenciesIn: Finder<Record<string, unknown>[]> = (body) => {
  const response = envelopeOf(body)?.['QueryResponse']
  return isRecord(response) ? listOf(response['TaxAgency'] ?? []).filter(isRecord) : null
}
