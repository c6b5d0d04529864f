import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import { kindOf, parseKey } from '../../shared/kinds.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import type { ReadingOutcome } from '../../shared/source.ts'
import type { TableName } from '../../shared/tables.ts'
import { kindOfTable, TABLE_OF } from '../../shared/tables.ts'
import type { Store } from '../store/store.ts'
import type { CompanyTables } from './tables.ts'

type Reading = Extract<ReadingOutcome, { ok: true }>

/** What was told after the reading before, and when that was, ISO instant: the last time that all was there. */
export interface SeenBefore {
  told: readonly Problem[]
  at: string
}

/** So many missing records are named. */
const MOST_NAMED = 10

/**
 * What a hand-made folder no longer has: a table that was there at the last reading, and records of a table that has become
 * shorter and brought nothing new, as one that was cut does. Absence removes nothing there, so without a word nobody would
 * notice. A table with other records than before (the next month's) is none of the two.
 */
export function missingFromFolder(
  store: Store<CompanyTables>,
  reading: Reading,
  seen: ReadonlySet<DocumentKey>,
  before: readonly TableName[],
  { told: toldBefore, at }: SeenBefore,
): Problem[] {
  if (!reading.tables) return []
  const { there, whole } = reading.tables
  const missing = missingByKind(store, seen)
  const told = new Set((reading.problems ?? []).map(({ params }) => params['table']))
  const gone = before.filter((table) => !there.includes(table) && !told.has(table))
  const since = (code: Problem['code'], table: TableName): string =>
    String(toldBefore.find((each) => each.code === code && each.params['table'] === table)?.params['since'] ?? at)
  const problems = gone.map((table) => {
    const kind = kindOfTable(table)
    const count = kind ? (missing.get(kind)?.length ?? 0) : 0
    return problem('source-table-gone', { table, count, since: since('source-table-gone', table) })
  })
  const known = store.table('records')
  for (const [kind, keys] of missing) {
    const table = TABLE_OF[kind]
    if (!whole.includes(table) || !before.includes(table) || told.has(table)) continue
    if ([...seen].some((key) => kindOf(key) === kind && !known.has(key))) continue
    const ids = keys.slice(0, MOST_NAMED).map((key) => parseKey(key)?.billdrId ?? key)
    problems.push(
      problem('source-table-shrunk', {
        table,
        count: keys.length,
        since: since('source-table-shrunk', table),
        ids: keys.length > ids.length ? `${ids.join(', ')}, …` : ids.join(', '),
      }),
    )
  }
  return problems
}

/** The tables that a folder is known to hold: one that is gone stays among them, so that it is told until it is back. */
export function tablesKnown(there: readonly TableName[], missing: readonly Problem[]): TableName[] {
  const gone = missing.flatMap(({ code, params }) =>
    code === 'source-table-gone' ? [params['table'] as TableName] : [],
  )
  return [...there, ...gone]
}

/** The records that are known and were not met, by their kinds. */
function missingByKind(store: Store<CompanyTables>, seen: ReadonlySet<DocumentKey>): Map<Kind, DocumentKey[]> {
  const missing = new Map<Kind, DocumentKey[]>()
  const stored = store.table('records')
  for (const id of stored.keys()) {
    const key = id as DocumentKey
    if (seen.has(key) || stored.get(key)?.presence !== 'present') continue
    const keys = missing.get(kindOf(key))
    if (keys) keys.push(key)
    else missing.set(kindOf(key), [key])
  }
  return missing
}
