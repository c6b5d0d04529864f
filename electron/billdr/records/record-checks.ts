import type { BilldrRecord } from '../../../shared/domain.ts'
import type { DocumentKey, Kind } from '../../../shared/kinds.ts'
import type { RecordSink } from '../../../shared/source.ts'
import type { Allowance } from '../limits.ts'
import { weightOf } from '../limits.ts'
import { PackedIndex } from './packed-index.ts'
import type { FieldProblem, Place } from './field-problem.ts'
import { fieldProblem } from './field-problem.ts'
import type { PlaceOf } from './records.ts'
import { readRecord } from './records.ts'

/** A document that lies further ahead than this has a year that was mistyped, ms. */
const FARTHEST_AHEAD = 366 * 86_400_000

/** The day after which no document is believed: a year from when the source says it spoke, or from now. */
export function lastDay(exportedAt: string | null, now: number): string {
  const from = Math.max(now, exportedAt === null ? 0 : Date.parse(exportedAt))
  return new Date(from + FARTHEST_AHEAD).toISOString().slice(0, 10)
}

/** The day on which a document goes into the books, and the field that holds it; null for what has none. */
function dayOf(record: BilldrRecord): { field: string; day: string } | null {
  switch (record.kind) {
    case 'invoice':
    case 'credit':
    case 'purchase-order':
      return { field: 'issuedOn', day: record.issuedOn }
    case 'payment':
      return { field: 'receivedOn', day: record.receivedOn }
    case 'expense':
      return { field: 'spentOn', day: record.spentOn }
    default:
      return null
  }
}

export interface RecordChecksOptions {
  /** Documents after this ISO day are held: see `lastDay`. */
  lastDay?: string
  /** A record may come by again, the later one counting (a feed of changes). */
  mayRepeat?: boolean
  /** What all records of the reading may still take; past that none is handed on, and `isFull` says so. */
  allowance?: Allowance
}

/**
 * Takes the raw records of one kind, hands each on as a record, a tombstone or a problem, and notices an id that came
 * before. Of many things wrong with one record the first is handed on. Memory: the ids.
 */
export class RecordChecks {
  readonly #kind: Kind
  readonly #sink: RecordSink
  readonly #lastDay: string
  /** Null where a record may come by again, the later one counting (a feed of changes). */
  readonly #ids: PackedIndex | null
  readonly #allowance: Allowance
  /** Whether every record so far had an id that could be read. */
  allNamed = true

  constructor(
    kind: Kind,
    sink: RecordSink,
    { lastDay: last = '9999-12-31', mayRepeat = false, allowance = { left: Infinity } }: RecordChecksOptions = {},
  ) {
    this.#kind = kind
    this.#sink = sink
    this.#lastDay = last
    this.#allowance = allowance
    this.#ids = mayRepeat ? null : new PackedIndex()
  }

  /** Whether the records together are over what may be kept: the reading ends. */
  get isFull(): boolean {
    return this.#allowance.left < 0
  }

  /** `alreadyWrong`: what a reader found before the record took its shape (an ambiguous date). */
  take(raw: unknown, place: Place, placeOf?: PlaceOf, alreadyWrong?: FieldProblem): void {
    const reading = readRecord(this.#kind, raw, place, placeOf)
    if (reading.is === 'nameless') {
      this.allNamed = false
      return this.#refuse(alreadyWrong ?? reading.problems[0], null)
    }
    const { id, key } = reading
    if (this.#ids && !this.#ids.put(id, place.row)) {
      return this.#refuse(fieldProblem('record-id-twice', place, 'id', id, 'unique'), key)
    }
    if (alreadyWrong && reading.is !== 'removed') this.#refuse(alreadyWrong, key)
    else if (reading.is === 'problem') this.#refuse(reading.problems[0], key)
    else if (reading.is === 'removed') this.#sink.removed(key)
    else this.#give(reading.record, key, place)
  }

  #give(record: BilldrRecord, key: DocumentKey, place: Place): void {
    this.#allowance.left -= weightOf(record)
    if (this.isFull) return
    const dated = dayOf(record)
    // A clock that is wrong holds nothing back: the record's own last change counts as well.
    if (dated && dated.day > this.#lastDay && dated.day > lastDay(record.updatedAt, 0))
      this.#refuse(fieldProblem('record-field-invalid', place, dated.field, dated.day, 'near-day'), key)
    else this.#sink.record(record)
  }

  #refuse(found: FieldProblem, key: DocumentKey | null): void {
    const { table, row, field, problem } = found
    this.#sink.problem({ key, kind: this.#kind, table, row, field, problem })
  }
}
