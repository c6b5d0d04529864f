import type { DocumentKey, Kind } from '../../../shared/kinds.ts'
import { KINDS } from '../../../shared/kinds.ts'
import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { RecordSink } from '../../../shared/source.ts'
import { COLUMNS } from './columns.ts'
import { plainDecimal } from '../written/decimals.ts'
import type { ExportLayout } from '../export/export-layout.ts'
import { isRawRecord, readableId } from '../records/fields.ts'
import type { TableFile } from '../export/find-tables.ts'
import type { RecordChecks } from '../records/record-checks.ts'
import { readJsonTable } from './json-table.ts'
import { overLimitOf } from '../limits.ts'
import type { OwnedRow } from './owned-rows.ts'
import { OwnedRows } from './owned-rows.ts'
import type { Expected, Place } from '../records/field-problem.ts'
import { fieldProblem, shown } from '../records/field-problem.ts'
import type { Settings } from '../source-options.ts'
import type { TableEnd } from './table-rows.ts'
import { tooLarge } from './table-rows.ts'
import type { OwnedTable } from '../../../shared/tables.ts'
import { LINES_OF, TABLE_OF } from '../../../shared/tables.ts'
import type { TableOpener } from './table-cells.ts'
import { readTabular } from './tabular-rows.ts'

/** So many missing records are named. */
const MOST_NAMED = 10
/** Rows that belong to nothing are told up to this many a table; one is enough to look into it. */
const MOST_ORPHANS = 100

type Loaded = { ok: true; rows: OwnedRows } | { ok: false; problem: Problem }

/**
 * Reads kinds whose tables are CSV or XLSX. Their lines and attachments stand in tables of their own, which are kept until
 * the documents come by. Where the lines cannot all be read, no document of that kind is: none is ever read in part.
 */
export class TabularReading {
  readonly #layout: ExportLayout
  readonly #settings: Settings
  readonly #locale: string | null
  readonly #sink: RecordSink
  readonly #opener: TableOpener
  #attachments: Loaded | null = null
  readonly #kindsRead: Kind[] = []
  /** What is wrong with tables as a whole though they could be read. */
  readonly problems: Problem[] = []

  constructor(layout: ExportLayout, settings: Settings, sink: RecordSink, opener: TableOpener) {
    this.#layout = layout
    this.#settings = settings
    this.#locale = layout.company?.locale ?? settings.locale
    this.#sink = sink
    this.#opener = opener
  }

  /** Reads the table of one kind, with what belongs to its records. */
  async readKind(kind: Kind, file: TableFile, intake: RecordChecks): Promise<TableEnd> {
    const linesTable = LINES_OF[kind]
    if (!linesTable) return this.#readRecords(file, intake, () => ({}))

    const lines = await this.#loadLines(kind, linesTable)
    if (!lines.ok) return this.#notRead(file, linesTable, lines)
    const without: string[] = []
    const attachments = await this.#loadAttachments()
    if (!attachments.ok) return this.#notRead(file, 'attachments', attachments)
    const end = await this.#readRecords(
      file,
      intake,
      (id, raw) => ({
        lines: withLines(lines.rows.take(id), raw, without),
        attachments: attachments.rows.take(ownerKey(kind, id)),
      }),
      linesTable,
    )
    if (end.ok) {
      this.#kindsRead.push(kind)
      this.#tellOrphans(kind, linesTable, lines.rows.left())
      if (without.length > 0)
        this.problems.push(
          missingRecords('source-lines-missing', linesTable, file.table, without.length, without.slice(0, MOST_NAMED)),
        )
    }
    return end
  }

  /** Counts and names the records that are not read because the table of what belongs to them cannot be. */
  async #notRead(file: TableFile, because: OwnedTable, failed: { ok: false; problem: Problem }): Promise<TableEnd> {
    const ids: string[] = []
    let count = 0
    await readTabular(this.#opener, file, this.#settings, this.#locale, {
      row: ({ raw, row }) => {
        count += 1
        if (count <= MOST_NAMED) ids.push(shown(readableId(raw) ?? `#${row}`))
        return true
      },
    })
    if (count > 0) this.problems.push(missingRecords('source-records-not-read', file.table, because, count, ids))
    return failed
  }

  /** Tells of attachments that belong to no document of the kinds that were read. */
  finish(): void {
    if (!this.#attachments?.ok) return
    for (const kind of this.#kindsRead) {
      const prefix = ownerKey(kind, '')
      const left = [...this.#attachments.rows.left()].filter(({ owner }) => owner.startsWith(prefix))
      this.#tellOrphans(
        kind,
        'attachments',
        left.map(({ owner, row }) => ({ owner: owner.slice(prefix.length), row })),
      )
    }
  }

  async #readRecords(
    file: TableFile,
    intake: RecordChecks,
    partsOf: (id: string, raw: Record<string, unknown>) => { lines?: OwnedRow[]; attachments?: OwnedRow[] },
    linesTable?: OwnedTable,
  ): Promise<TableEnd> {
    return readTabular(this.#opener, file, this.#settings, this.#locale, {
      row: ({ raw, row, wrong }) => {
        // A quote without its end makes one cell of all rows up to the next: what is missing then was not removed.
        if (file.format === 'csv' && ![null, 'cells'].includes(overLimitOf(raw))) intake.allNamed = false
        const places = new Map<object, Place>()
        const { lines, attachments } = partsOf(readableId(raw) ?? '', raw)
        if (lines && linesTable) raw['lines'] = placed(lines, linesTable, places)
        if (attachments) raw['attachments'] = placed(attachments, 'attachments', places)
        intake.take(raw, { table: file.table, row }, (part) => places.get(part), wrong[0])
        return !intake.isFull
      },
      asks: (question) => void this.problems.push(question),
    })
  }

  async #loadLines(kind: Kind, table: OwnedTable): Promise<Loaded> {
    const owner = COLUMNS[table][0]?.field ?? ''
    return this.#load(
      table,
      (raw) =>
        typeof raw[owner] === 'string' && raw[owner] !== '' ? { key: raw[owner] } : { wrong: owner, expected: 'owner' },
      kind,
    )
  }

  async #loadAttachments(): Promise<Loaded> {
    this.#attachments ??= this.#layout.tables.has('attachments')
      ? await this.#load(
          'attachments',
          (raw) => {
            const kind = KINDS.find((each) => each === raw['ownerType'])
            if (!kind || !LINES_OF[kind]) return { wrong: 'ownerType', expected: 'one-of' }
            const id = raw['ownerId']
            return typeof id === 'string' && id !== ''
              ? { key: ownerKey(kind, id) }
              : { wrong: 'ownerId', expected: 'owner' }
          },
          'expense',
        )
      : { ok: true, rows: new OwnedRows(0) }
    return this.#attachments
  }

  /** Keeps the rows of a table by their owners. A row that names none is told, and belongs to nothing. */
  async #load(
    table: OwnedTable,
    ownerOf: (raw: Record<string, unknown>) => { key: string } | { wrong: string; expected: Expected },
    kind: Kind,
  ): Promise<Loaded> {
    const file = this.#layout.tables.get(table)
    if (!file) return { ok: false, problem: problem('source-table-missing', { table }) }
    const { limits } = this.#settings
    const rows = new OwnedRows(limits.ownedBytes)
    let full = false
    let nameless = 0
    const keep = (raw: unknown, row: number): boolean => {
      const owner = isRawRecord(raw) ? ownerOf(raw) : { wrong: '', expected: 'record' as const }
      if ('wrong' in owner) {
        nameless += 1
        const value = isRawRecord(raw) ? raw[owner.wrong] : raw
        if (nameless <= MOST_ORPHANS) this.#tell(kind, table, row, owner.wrong, value, owner.expected)
      } else if (isRawRecord(raw)) {
        full ||= !rows.add(owner.key, row, raw)
      }
      return !full
    }
    const end =
      file.format === 'json'
        ? await readJsonTable(await this.#opener.bytes(file), table, file.facts.path, limits, keep)
        : await readTabular(this.#opener, file, this.#settings, this.#locale, {
            row: ({ raw, row }) => keep(raw, row),
            asks: (question) => void this.problems.push(question),
          })
    if (full) return tooLarge(table, file.facts.path, 0, 'lines', limits.ownedBytes)
    return end.ok ? { ok: true, rows } : end
  }

  #tellOrphans(kind: Kind, table: OwnedTable, left: Iterable<{ owner: string; row: number }>): void {
    const field = table === 'attachments' ? 'ownerId' : (COLUMNS[table][0]?.field ?? '')
    const owners = [...left]
    for (const { owner, row } of owners.slice(0, MOST_ORPHANS)) this.#tell(kind, table, row, field, owner, 'owner')
    this.#tellMissing(kind, table, owners)
  }

  /** Tells that the table of a kind lacks records of which another table holds parts: it was cut, or is not there. */
  #tellMissing(kind: Kind, table: OwnedTable, owners: readonly { owner: string }[]): void {
    if (owners.length === 0) return
    const ids = owners.slice(0, MOST_NAMED).map(({ owner }) => shown(owner))
    this.problems.push(missingRecords('source-records-missing', TABLE_OF[kind], table, owners.length, ids))
  }

  /** A kind whose own table is not there, though a table of its lines is: each of its documents is missing. */
  async kindMissing(kind: Kind): Promise<void> {
    const linesTable = LINES_OF[kind]
    if (!linesTable || !this.#layout.tables.has(linesTable)) return
    const lines = await this.#loadLines(kind, linesTable)
    if (lines.ok) this.#tellMissing(kind, linesTable, [...lines.rows.left()])
    else this.problems.push(lines.problem)
  }

  #tell(kind: Kind, table: OwnedTable, row: number, field: string, value: unknown, expected: Expected): void {
    const key: DocumentKey | null = null
    this.#sink.problem({ key, kind, ...fieldProblem('record-field-invalid', { table, row }, field, value, expected) })
  }
}

/** Records that were not read, with their number and the ids of the first. */
function missingRecords(
  code: 'source-records-missing' | 'source-records-not-read' | 'source-lines-missing',
  table: string,
  from: string,
  count: number,
  ids: readonly string[],
): Problem {
  return problem(code, { table, from, count, ids: count > ids.length ? `${ids.join(', ')}, …` : ids.join(', ') })
}

/** The lines of a document; one that has none though it has an amount, and was not deleted, is noted. */
function withLines(lines: OwnedRow[], raw: Record<string, unknown>, without: string[]): OwnedRow[] {
  const amount = plainDecimal(raw['subtotal'])
  if (lines.length === 0 && amount !== null && Number(amount) !== 0 && raw['deleted'] !== true && !overLimitOf(raw))
    without.push(shown(readableId(raw) ?? ''))
  return lines
}

function ownerKey(kind: Kind, id: string): string {
  return `${kind}\n${id}`
}

/** The raw parts themselves, each with the place where it was read. A line without an id of its own is numbered. */
function placed(rows: readonly OwnedRow[], table: OwnedTable, places: Map<object, Place>): object[] {
  return rows.map(({ raw, row }, index) => {
    if (table !== 'attachments' && raw['id'] === undefined) raw['id'] = `l${index + 1}`
    places.set(raw, { table, row })
    return raw
  })
}
