import type { CompanyStatus } from './status.ts'

/**
 * How things stand, in one word: what tray, badge, window and terminal show alike. In the order in which one hides
 * another: the first that applies is shown.
 */
export const OVERALL_STATES = ['offline', 'failed', 'waiting', 'syncing', 'paused', 'well'] as const
export type OverallState = (typeof OVERALL_STATES)[number]

/** All companies of a desktop together. */
export interface Overview {
  state: OverallState
  /** Documents that wait for a person, over all companies. */
  needsYou: number
  failed: number
  pending: number
  synced: number
}

/**
 * What one company shows. A pause that a person chose is no trouble, but it must not hide trouble either; work that is
 * going on hides neither a failure nor a question, because both are still there when it ends. Looking at the source every
 * minute is no work that anybody waits for: an icon that flickers all day is soon not seen any more.
 */
export function overallState(status: CompanyStatus): OverallState {
  const { connection, source } = status
  if (connection.state === 'offline') return 'offline'
  if (status.counts.failed > 0 || isDisconnected(status)) return 'failed'
  if (status.needsYou > status.counts.failed || status.guards.length > 0 || source.problem !== null) return 'waiting'
  if (status.paused) return 'paused'
  if (status.progress.phase === 'sending' || status.progress.phase === 'pausing' || status.counts.syncing > 0)
    return 'syncing'
  return 'well'
}

/** Nothing goes until somebody signs in: it ended, was withdrawn, or never was. A company that could not be opened says nothing of it. */
export function isDisconnected({ connection, source }: CompanyStatus): boolean {
  if (/^(company|data-folder)-/.test(source.problem?.code ?? '')) return false
  return connection.state === 'ended' || connection.state === 'not-connected'
}

/** The word for a company's state: that it is disconnected is said as such. */
export function overallWord(status: CompanyStatus): OverallState | 'disconnected' {
  return isDisconnected(status) ? 'disconnected' : overallState(status)
}

/** The one state of all companies: the worst decides; "paused" is shown where all of them are, otherwise the ones that go on speak. */
export function overviewOf(companies: readonly CompanyStatus[]): Overview {
  const states = companies.map(overallState)
  const worst = OVERALL_STATES.find((state) => state !== 'paused' && state !== 'well' && states.includes(state))
  const allPaused = states.length > 0 && states.every((state) => state === 'paused')
  const add = (pick: (status: CompanyStatus) => number): number =>
    companies.reduce((sum, status) => sum + pick(status), 0)
  return {
    state: worst ?? (allPaused ? 'paused' : 'well'),
    needsYou: add((status) => Math.max(status.needsYou, status.guards.length)),
    failed: add((status) => status.counts.failed),
    pending: add((status) => status.counts.pending),
    synced: add((status) => status.counts.synced),
  }
}
