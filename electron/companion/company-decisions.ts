import type { Result } from '../../shared/result.ts'
import type { Company } from './company.ts'
import { UNTIL_RESUMED } from './workspace.ts'

/** What a person decides about a company as a whole; each decision stands in the history. */

/** Stops sending until an instant (ISO), or until a person resumes it (`resumed`); null: goes on now. */
export async function pause(company: Company, until: string | null): Promise<Result> {
  const pausedUntil = until === 'resumed' ? UNTIL_RESUMED : until
  await company.workspace.setProfile({ pausedUntil })
  await company.workspace.noteDecision(pausedUntil === null ? 'resumed' : 'paused')
  return { ok: true, value: null }
}

/** Reads the company's data from another place; a place that makes no sense is refused and the old one stays. */
export async function chooseSource(company: Company, location: string, apiKey: string | null): Promise<Result> {
  const chosen = await company.source.choose(location, apiKey)
  if (chosen.ok) await company.workspace.noteDecision('source', { params: { location } })
  return chosen.ok ? { ok: true, value: null } : chosen
}
