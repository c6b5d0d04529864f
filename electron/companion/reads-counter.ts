import type { ReadsStatus } from '../../shared/status.ts'
import type { AnsweredRequest } from '../qbo/client.ts'
import type { Workspace } from './workspace.ts'

/** Intuit meters by the month; this is what is kept of each day. */
const DAYS = 30

/**
 * Counts what QuickBooks is asked, day by day: Intuit meters reads, and nothing else (facts §3). The day under way is stored
 * with the end of each run, so that counting costs no write of its own for each question.
 */
export class ReadsCounter {
  readonly #workspace: Workspace
  readonly #now: () => Date
  /** By ISO day (UTC), what is not stored yet. */
  readonly #fresh = new Map<string, number>()

  constructor(workspace: Workspace, now: () => Date) {
    this.#workspace = workspace
    this.#now = now
  }

  /** A question that reached QuickBooks, whatever it answered; practice meters nothing. */
  count({ verb, outcome }: AnsweredRequest): void {
    if (verb !== 'read' || outcome === 'not-sent' || this.#workspace.profile().environment === 'practice') return
    const day = this.#today
    this.#fresh.set(day, (this.#fresh.get(day) ?? 0) + 1)
  }

  get #today(): string {
    return this.#now().toISOString().slice(0, 10)
  }

  /** Stores what was counted since, and lets go of the days that count no more. */
  async keep(): Promise<void> {
    if (this.#fresh.size === 0) return
    const counted = [...this.#fresh]
    this.#fresh.clear()
    const { store } = this.#workspace
    const first = this.#first
    const over = [...store.table('reads').keys()].filter((day) => day < first)
    await store.commit([
      ...counted.map(
        ([day, count]) => ({ table: 'reads', id: day, value: (store.table('reads').get(day) ?? 0) + count }) as const,
      ),
      ...over.map((day) => ({ table: 'reads', id: day, value: undefined }) as const),
    ])
  }

  /** The first ISO day that still counts. */
  get #first(): string {
    return new Date(this.#now().getTime() - (DAYS - 1) * 86_400_000).toISOString().slice(0, 10)
  }

  get status(): ReadsStatus {
    const byDay = new Map(this.#workspace.store.table('reads').entries())
    for (const [day, count] of this.#fresh) byDay.set(day, (byDay.get(day) ?? 0) + count)
    const days = [...byDay].filter(([day]) => day >= this.#first)
    const all = days.reduce((sum, [, count]) => sum + count, 0)
    const oldest = days.map(([day]) => day).sort()[0] ?? this.#today
    const since = Math.round((Date.parse(this.#today) - Date.parse(oldest)) / 86_400_000) + 1
    return { today: byDay.get(this.#today) ?? 0, all, days: since }
  }
}
