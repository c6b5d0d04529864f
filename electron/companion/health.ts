import type { HealthReport } from '../../shared/health.ts'
import { healthOf } from '../plan/health.ts'
import type { Company } from './company.ts'

/** The settings that cause trouble in this company, by what QuickBooks said when it was last looked at. */
export function healthReport(company: Company): HealthReport {
  const { facts } = company.cache
  const { books, workspace } = company
  const { lookedAt } = workspace.profile()
  if (!facts || !books || lookedAt === null) return { lookedAt: null, findings: [] }
  const { company: billdr, records, links, mappings, settings, decisions } = workspace.planInput(books)
  return {
    lookedAt,
    findings: healthOf({
      facts,
      books,
      settings,
      mappings,
      company: billdr,
      records: [...records].flatMap(([key, { record, presence }]) => {
        const link = links.get(key)
        return presence === 'removed' || decisions.get(key)?.ignored
          ? []
          : [{ record, isSynced: link !== undefined && !link.gone }]
      }),
    }),
  }
}
