import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { countStates } from '../../shared/row.ts'
import type { CompanyStatus } from '../../shared/status.ts'

/** A company whose data cannot be opened now: it stays in every list, with what is wrong. */
export interface UnopenedCompany {
  id: string
  name: string
  location: string
  problem: Problem
}

/** What is said of a surprise: its name, and the system's code where it has one. Its text could hold names and amounts. */
export function stoppedBy(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : ''
  return problem('company-stopped', { reason: `${error instanceof Error ? error.name : 'unknown'}${code}` })
}

/** Its kind and where it was thrown, without its text. */
export function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return [error.name, ...frames.slice(0, 6)].join('\n')
}

/** How such a company stands, in the form of all others. */
export function statusOfUnopened({ id, name, location, problem: why }: UnopenedCompany): CompanyStatus {
  return {
    companyId: id,
    name,
    colour: '#6b6b6b',
    counts: countStates([]),
    needsYou: 1,
    connection: {
      state: 'not-connected',
      environment: 'production',
      companyName: null,
      realmId: null,
      expiresAt: null,
      endsForGoodAt: null,
      connectedAt: null,
      connectedBy: null,
      problem: null,
    },
    listsTurn: null,
    source: { location, lastReadAt: null, nextReadAt: null, problem: why, problems: [why] },
    lastPush: null,
    guards: [],
    paused: false,
    progress: { phase: 'idle', done: 0, total: null, pauseMs: null },
    recovered: null,
    practice: null,
  }
}
