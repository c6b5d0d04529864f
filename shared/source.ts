import type { Attachment, BilldrCompany, BilldrRecord } from './domain.ts'
import type { DocumentKey, Kind } from './kinds.ts'
import type { Problem } from './problem.ts'
import type { Result } from './result.ts'
import type { TableName } from './tables.ts'

/** A record that could not be read whole. It is never sent; where its key is known, it still counts as present. */
export interface RecordProblem {
  key: DocumentKey | null
  kind: Kind
  /** Table name as in the contract ("invoices"), row counted from 1, field as in the contract (or null: the whole row). */
  table: string
  row: number
  field: string | null
  problem: Problem
}

/** Takes what a reading finds, in the order of the source. Called synchronously, never after the reading has ended. */
export interface RecordSink {
  record(record: BilldrRecord): void
  /** A tombstone: the record was removed in Billdr. */
  removed(key: DocumentKey): void
  problem(problem: RecordProblem): void
  /** Waited for before more bytes are asked for, where whoever takes the records may fall behind. */
  room?(): Promise<void>
}

/** How a reading ended. Nothing of it counts unless `ok`. */
export type ReadingOutcome =
  | {
      ok: true
      /** Null where the source does not say (a hand-made folder). */
      company: BilldrCompany | null
      scope: 'full' | 'changes'
      exportedAt: string | null
      /** Kinds whose table was read to its end with every id known: only there does absence mean removal. */
      wholeKinds: Kind[]
      /** What is wrong with the export as a whole though the rest could be read (a missing table). */
      problem: Problem | null
      /** All that is wrong with it, where that is more than one thing. */
      problems?: readonly Problem[]
      /** Of a hand-made folder, which is read whole each time: the tables that were there, and those read to their end. */
      tables?: { there: readonly TableName[]; whole: readonly TableName[] }
      /** Handed back at the next reading: unchanged content is then answered with `unchanged`. */
      cursor: string
    }
  | { ok: 'unchanged'; cursor: string }
  | { ok: false; problem: Problem; tryAgain: boolean }

export type BytesOutcome = Result<Uint8Array>

/**
 * Where Billdr's records come from: an export folder, a zip, the local API. It is never written to. What is optional here a
 * source has that can be read in another process than the one that asks for it.
 */
export interface Source {
  /** Whether it is there and of the right format, without reading the records. */
  check(): Promise<{ ok: true; company: BilldrCompany | null } | { ok: false; problem: Problem }>
  /** Reads everything there is (or what is newer than the cursor). */
  read(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome>
  /** The bytes of an attachment, checked against its size and sha256. */
  attachment(attachment: Attachment): Promise<BytesOutcome>
  /** How long it is better left alone after it failed, in ms from the failure: longer the longer it has been down. 0 while it is well, and where asking costs nobody anything. */
  restMs(): number
  /** Calls back when something may have changed; the function it returns stops it. */
  watch(changed: () => void): () => void
  /** Reads only where that costs little: nothing has changed, or few records have, or nothing can be read. Null: it is to be read as a whole. */
  readLittle?(cursor: string | null, sink: RecordSink): Promise<ReadingOutcome | null>
  /** Told how a reading ended that went on in another process. */
  readElsewhere?(outcome: ReadingOutcome): void
  /** Gives up a reading that is under way: the program ends. */
  stop?(): void
}
