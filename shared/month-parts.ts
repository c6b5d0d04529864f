import { cents } from './money.ts'
import type { MonthSum } from './months.ts'
import { countedIn, MONTHLY_KINDS } from './months.ts'
import type { QueueRow } from './row.ts'

/** How the sums of a month are divided: by project, or by client and supplier. */
export const MONTH_PARTS = ['project', 'party'] as const
export type MonthPartBy = (typeof MONTH_PARTS)[number]

/** The part of a month's sums that belongs to one project or party; null: to none. */
export interface MonthPart extends MonthSum {
  name: string | null
}

export type MonthParts = Record<MonthPartBy, MonthPart[]>

/** The sums of each month (ISO) by project and by party, by name; those of a kind and currency add up to its sum. */
export function partsByMonth(rows: Iterable<QueueRow>, homeCurrency: string | null): Map<string, MonthParts> {
  const found = new Map<string, MonthParts>()
  const known = new Map<string, MonthPart>()
  for (const row of rows) {
    for (const { month, sum } of countedIn(row, homeCurrency)) {
      const parts = found.get(month) ?? { project: [], party: [] }
      found.set(month, parts)
      for (const by of MONTH_PARTS) {
        const id = JSON.stringify([month, by, row[by], sum.kind, sum.currency])
        const part = known.get(id)
        if (part) add(part, sum)
        else {
          const made = { ...sum, name: row[by] }
          known.set(id, made)
          parts[by].push(made)
        }
      }
    }
  }
  for (const parts of found.values()) for (const by of MONTH_PARTS) parts[by].sort(inOrder)
  return found
}

function add(part: MonthPart, { billdr, quickbooks, difference }: MonthSum): void {
  part.billdr = cents(part.billdr + billdr)
  part.quickbooks = cents(part.quickbooks + quickbooks)
  part.difference = cents(part.difference + difference)
}

const names = new Intl.Collator('fr-CA', { numeric: true })

function inOrder(one: MonthPart, other: MonthPart): number {
  return (
    names.compare(one.name ?? '', other.name ?? '') ||
    MONTHLY_KINDS.indexOf(one.kind) - MONTHLY_KINDS.indexOf(other.kind)
  )
}
