import type { DocumentKey, Kind } from '../../shared/kinds.ts'
import type { RecordSink } from '../../shared/source.ts'
import { PackedIndex } from './packed-index.ts'
import type { FieldProblem, Place } from './place.ts'
import { fieldProblem } from './place.ts'
import type { PlaceOf } from './records.ts'
import { readRecord } from './records.ts'

/**
 * Takes the raw records of one kind, hands each on as a record, a tombstone or a problem, and notices an id that came
 * before. Of many things wrong with one record the first is handed on. Memory: the ids.
 */
export class Intake {
  readonly #kind: Kind
  readonly #sink: RecordSink
  /** Null where a record may come by again, the later one counting (a feed of changes). */
  readonly #ids: PackedIndex | null
  /** Whether every record so far had an id that could be read. */
  allNamed = true

  constructor(kind: Kind, sink: RecordSink, ids: 'once' | 'may-repeat' = 'once') {
    this.#kind = kind
    this.#sink = sink
    this.#ids = ids === 'once' ? new PackedIndex() : null
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
    else this.#sink.record(reading.record)
  }

  #refuse(found: FieldProblem, key: DocumentKey | null): void {
    const { table, row, field, problem } = found
    this.#sink.problem({ key, kind: this.#kind, table, row, field, problem })
  }
}
