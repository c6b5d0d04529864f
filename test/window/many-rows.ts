import type { QueueRow, State } from '../../shared/row.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import { problem } from '../../shared/problem.ts'

const PARTIES = [
  'Marie-Ève Côté',
  'Smith & Fils ltée',
  "O'Brien Family Trust",
  'Matériaux Laurier inc.',
  'Électricité Dubé',
  'Plomberie Hébert',
  'שיפוצי הצפון',
  'A very long company name that was never meant to fit into any column of any list, ltd.',
]
const PROJECTS = ['Cuisine', 'Salle de bain', 'Agrandissement : rez-de-chaussée', 'Toiture', 'Garage 12']
const KINDS = ['invoice', 'expense', 'payment', 'purchase-order', 'credit'] as const

/** That many made-up documents, the same at every call: mostly synced, some of every other state. */
export function manyRows(count: number): QueueRow[] {
  const rows: QueueRow[] = []
  for (let at = 0; at < count; at++) {
    const kind = KINDS[at % KINDS.length] ?? 'invoice'
    const chance = (at * 7919) % 1000
    const state: State =
      chance < 6 ? 'failed' : chance < 26 ? 'held' : chance < 40 ? 'pending' : chance < 44 ? 'ignored' : 'synced'
    const id = `m-${at}`
    const number = kind === 'payment' && at % 3 === 0 ? null : String(10_000 + at)
    const day = new Date(Date.UTC(2024, 0, 1 + (at % 900)))
    const why =
      state === 'failed'
        ? problem('number-taken', { number: number ?? '', type: 'Invoice', otherId: '1' })
        : state === 'held'
          ? chance % 2 === 0
            ? problem('document-cost-code-unmatched', { code: `${10 + (at % 9)}-100`, name: 'Divers', side: 'account' })
            : problem('draft', { kind, number: number ?? '' })
          : null
    rows.push({
      key: keyOf(kind, id),
      kind,
      billdrId: id,
      number,
      name: null,
      party: PARTIES[at % PARTIES.length] ?? null,
      project: PROJECTS[at % PROJECTS.length] ?? null,
      date: day.toISOString().slice(0, 10),
      amount: cents(((at * 104_729) % 2_000_000) - 50_000),
      currency: 'CAD',
      state,
      quickbooks: state === 'synced' ? { type: 'Invoice', id: String(at), docNumber: number } : null,
      problem: why,
      since: why ? new Date(Date.UTC(2026, 0, 1 + (at % 60), at % 24)).toISOString() : null,
      note: null,
      attachments: [],
      tax: state === 'synced' && at % 4 === 0 ? { toAdd: cents((at * 31) % 90_000), seen: cents(0) } : null,
      differs: null,
      ignored: state === 'ignored' ? { reason: 'Paid in person', at: '2026-03-01T12:00:00Z' } : null,
    })
  }
  return rows
}
