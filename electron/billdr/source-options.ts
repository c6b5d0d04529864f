import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { ColumnMapping } from '../../shared/column-mapping.ts'
import type { ReadLimits } from './limits.ts'
import { DEFAULT_LIMITS } from './limits.ts'

export interface SourceOptions {
  /** The key of the local API. Sent to that host only, never logged, never part of a problem. */
  apiKey?: string
  /** Hosts of the local API that the user allowed beyond loopback and private networks, as `host` or `host:port`. */
  allowedHosts?: readonly string[]
  /** What the user said about the columns of tables (CSV, XLSX). */
  columnMapping?: ColumnMapping
  /** The company's locale ("fr-CA") where the source does not say: it decides which part of 03/04/2026 is the day. */
  locale?: string
  limits?: Partial<ReadLimits>
  /** How long the files of a hand-made folder must lie still before they are read, in ms. */
  settleMs?: number
  /**
   * How often the local API is asked, in ms; more seldom while it is down. A folder, whose changes the system may not tell,
   * is looked at as often, but at least every 4 s.
   */
  pollMs?: number
  /** How long the local API may stay silent, in ms; and altogether for one answer. */
  silenceMs?: number
  answerMs?: number
  clock?: Clock
}

/** The options with everything that was left out filled in. */
export interface Settings {
  apiKey: string | null
  allowedHosts: readonly string[]
  columnMapping: ColumnMapping | null
  locale: string | null
  limits: ReadLimits
  settleMs: number
  folderPollMs: number
  apiPollMs: number
  silenceMs: number
  answerMs: number
  clock: Clock
}

const LONGEST_FOLDER_POLL = 4_000

export function settingsFrom(options: SourceOptions): Settings {
  return {
    apiKey: options.apiKey ?? null,
    allowedHosts: options.allowedHosts ?? [],
    columnMapping: options.columnMapping ?? null,
    locale: options.locale ?? null,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    settleMs: options.settleMs ?? 3_000,
    folderPollMs: Math.min(options.pollMs ?? LONGEST_FOLDER_POLL, LONGEST_FOLDER_POLL),
    apiPollMs: options.pollMs ?? 60_000,
    silenceMs: options.silenceMs ?? 20_000,
    answerMs: options.answerMs ?? 120_000,
    clock: options.clock ?? systemClock,
  }
}
