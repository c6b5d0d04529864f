import type { Company } from '../../electron/companion/company.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { QueueRow } from '../../shared/row.ts'
import type { RunningOptions } from './running-company.ts'
import { runningCompany } from './running-company.ts'

/** The sample's company with what tests ask of it; requests follow each other without waiting. */
export interface QuickCompany {
  company: Company
  practice: ControlledCompany
  /** The export folder that it reads. */
  source: string
  row(key: DocumentKey): QueueRow
  /** Writes that reached QuickBooks since the last call, as "create Invoice". */
  writes(): Promise<string[]>
}

export async function quickCompany(options: RunningOptions = {}): Promise<QuickCompany> {
  const { company, practice } = await runningCompany(options)
  let seen = 0
  return {
    company,
    practice,
    source: company.profile.source.location,
    row(key) {
      const found = company.rows().find((each) => each.key === key)
      if (!found) throw new Error(`no row ${key}`)
      return found
    },
    async writes() {
      const requests = await practice.controls.requests(seen)
      seen = Math.max(seen, ...requests.map(({ number }) => number))
      return requests
        .filter(({ operation }) => ['create', 'update', 'delete', 'void', 'upload'].includes(operation))
        .map(({ operation, entity }) => `${operation} ${entity ?? ''}`.trim())
    },
  }
}

/** What a person does in QuickBooks' own pages worked; throws where the page said no. */
export function done(
  outcome: Awaited<ReturnType<ControlledCompany['controls']['personDeletes']>>,
): Record<string, unknown> {
  if (!outcome.ok) throw new Error(`a person could not: ${JSON.stringify(outcome.fault)}`)
  return (outcome.entity ?? {}) as Record<string, unknown>
}
