import type { HealthReport } from '../../shared/health.ts'
import type { Problem } from '../../shared/problem.ts'
import { healthOf } from '../plan/health.ts'
import type { Company } from './company.ts'

/**
 * The settings that cause trouble in this company, by what QuickBooks said when it was last looked at. `notice`: what is to
 * be known of where the data lies, whatever QuickBooks says.
 */
export function healthReport(company: Company, notice: Problem | null): HealthReport {
  const ofFolder = notice === null ? [] : [{ severity: 'harms' as const, ...notice }]
  const { facts } = company.cache
  const { books, workspace } = company
  const { lookedAt } = workspace.profile()
  if (!facts || !books || lookedAt === null) return { lookedAt: null, findings: ofFolder }
  const { company: billdr, records, links, mappings, settings, decisions } = workspace.planInput(books)
  return {
    lookedAt,
    findings: [
      ...ofFolder,
      ...healthOf({
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
    ],
  }
}
