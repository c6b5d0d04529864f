import type { DocumentKey } from './kinds.ts'
import type { RunCounts } from './run-sentence.ts'
import type { Counts } from './row.ts'
import type { DocumentCounts } from './row-sums.ts'
import type { Problem } from './problem.ts'

export type ConnectionState = 'connected' | 'not-connected' | 'ended' | 'offline'

export interface ConnectionStatus {
  state: ConnectionState
  environment: 'production' | 'sandbox' | 'practice'
  companyName: string | null
  realmId: string | null
  /** ISO instant at which the connection ends unless it is used. */
  expiresAt: string | null
  /** ISO instant at which it ends whatever happens, five years after the sign-in; null where that is not known. */
  endsForGoodAt: string | null
  connectedAt: string | null
  /** The name under which somebody worked at this computer when it was connected; Intuit does not say who signed in. */
  connectedBy: string | null
  problem: Problem | null
}

export interface GuardStatus {
  id: string
  problem: Problem
  since: string
  /** Records that it holds back; empty where it holds back the whole reading. */
  keys: DocumentKey[]
}

/** What is going on now, for progress lines. `total` is null while it is not known. */
export interface Progress {
  phase: 'idle' | 'reading' | 'looking' | 'sending' | 'pausing'
  done: number
  total: number | null
  /** Milliseconds the pause still lasts, where QuickBooks asked for one. */
  pauseMs: number | null
}

/** What QuickBooks was asked: Intuit meters reads, not writes. Days are of UTC. */
export interface ReadsStatus {
  today: number
  /** In the last so many days, today included; 30 at most. */
  all: number
  days: number
}

/** Reads that Intuit's free plan allows an app in a month, for all of its companies together (facts §3). */
export const FREE_READS_A_MONTH = 500_000

/** The one derived status of a company, from which window, tray, badge and terminal take what they show. */
export interface CompanyStatus {
  companyId: string
  name: string
  colour: string
  counts: Counts
  /** Rows that wait for a person. */
  needsYou: number
  /** Documents alone, without contacts and cost codes. */
  documents?: DocumentCounts
  connection: ConnectionStatus
  /** When QuickBooks was last asked what has changed, ISO instant; null before the first time. */
  lookedAt?: string | null
  /** Absent in practice, which meters nothing. */
  reads?: ReadsStatus
  /** Another number whenever QuickBooks' lists, which a person chooses from, have changed; null until they were read once. */
  listsTurn: number | null
  source: {
    location: string
    lastReadAt: string | null
    nextReadAt: string | null
    problem: Problem | null
    problems?: Problem[]
  }
  /** `did`: the run in numbers; `months`: signed ones in which something changed since it was last told. */
  lastPush: {
    at: string
    sent: number
    failed: number
    did?: RunCounts
    months?: { month: string; by: string }[]
  } | null
  guards: GuardStatus[]
  paused: boolean
  progress: Progress
  /** What a start after a crash had to mend. */
  recovered: Problem | null
  /** Set while the company is the built-in practice company. */
  practice: { booksUrl: string | null; nextSample: boolean } | null
}

/** All that is wrong with a source, the gravest first; `problem` alone where a status holds no list. */
export function sourceProblems({ problem, problems }: CompanyStatus['source']): Problem[] {
  return problems ?? (problem ? [problem] : [])
}
