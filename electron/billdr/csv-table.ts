import { CsvError, parse } from 'csv-parse'
import type { TakeCells } from './cells.ts'
import type { ReadLimits } from './limits.ts'
import type { TableEnd } from './table-rows.ts'
import { tooLarge, unreadable } from './table-rows.ts'
import type { TextEncodingName } from './text-encoding.ts'
import { asUtf8 } from './text-encoding.ts'

export type Separator = ',' | ';' | '\t'

/** How a CSV file is written; what is null is recognised. */
export interface CsvDialect {
  separator: Separator | null
  encoding: TextEncodingName | null
  /** Told which separator it is, before the first row. */
  recognised?: (separator: Separator) => void
}

const SEPARATORS: readonly Separator[] = [';', '\t', ',']
/** Excel's own way to name the separator: a first line `sep=;`. It names any; the three that the contract knows are taken. */
const NAMED = /^sep=([,;\t])\r?\n/i
const HEAD = 64 * 1024

/**
 * Reads a CSV file row by row. The separator is the one that stands most often in the first line outside quotes. Rows may
 * differ in length; quotes within a cell that does not begin with one are kept. A cell or row over the limit, or a quote
 * that is never closed, ends the table.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>, dialect: CsvDialect, table: string, file: string, limits: ReadLimits, take: TakeCells,
): Promise<TableEnd> {
  const { head, rest } = await headOf(asUtf8(chunks, dialect.encoding))
  const text = new TextDecoder().decode(head)
  const named = NAMED.exec(text)
  const separator = dialect.separator ?? SEPARATORS.find((each) => each === named?.[1]) ?? separatorOf(text)
  dialect.recognised?.(separator)

  const parser = parse({
    bom: true,
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: limits.recordBytes,
  })
  let row = named ? 1 : 0
  let bytes = 0
  let end: TableEnd | null = null
  let stopped = false
  const finish = (how: TableEnd): void => {
    end ??= how
    stopped = true
  }
  parser.on('data', (cells: string[]) => {
    if (stopped) return
    row += 1
    if (row > limits.rows) return finish(tooLarge(table, file, row, 'rows', limits.rows))
    if (cells.length > limits.columns) return finish(tooLarge(table, file, row, 'columns', limits.columns))
    if (!take(cells, row)) finish({ ok: true })
  })
  const failed = (error: Error): void => {
    const large = error instanceof CsvError && error.code === 'CSV_MAX_RECORD_SIZE'
    finish(large ? tooLarge(table, file, row + 1, 'record', limits.recordBytes) : unreadable(table, file, row + 1, error.message))
  }
  parser.on('error', failed)

  // The library keeps at most the end of a part, until the next: two buffers in turn are enough for whoever reads the file.
  const feed = (part: Uint8Array): Promise<void> => new Promise((resolve) => {
    parser.write(part, () => resolve())
  })
  await feed(named ? head.subarray(Buffer.byteLength(named[0]) + (head.length - Buffer.byteLength(text))) : head)
  for await (const part of rest) {
    if (stopped) break
    bytes += part.byteLength
    if (bytes > limits.tableBytes) finish(tooLarge(table, file, row, 'table', limits.tableBytes))
    else await feed(part)
  }
  if (!stopped) {
    parser.end()
    await new Promise<void>((resolve) => {
      parser.once('close', resolve)
    })
  }
  parser.destroy()
  return end ?? { ok: true }
}

/** Takes enough of a text to see its first line, and gives the rest as a stream still to come. */
async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<{ head: Buffer; rest: AsyncIterable<Uint8Array> }> {
  const coming = chunks[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  while (head.length < HEAD && !head.includes(0x0a) && !head.includes(0x0d)) {
    const next = await coming.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  return { head, rest: { [Symbol.asyncIterator]: () => coming } }
}

/** The separator that stands most often outside quotes in the first line that is not blank; a comma where there is none. */
export function separatorOf(head: string): Separator {
  const counts = new Map<Separator, number>()
  let quoted = false
  let any = false
  for (const mark of head) {
    if (mark === '"') quoted = !quoted
    if (quoted) continue
    if ((mark === '\n' || mark === '\r') && any) break
    any ||= mark.trim() !== ''
    const found = SEPARATORS.find((each) => each === mark)
    if (found) counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  return SEPARATORS.reduce<Separator>((best, each) => ((counts.get(each) ?? 0) > (counts.get(best) ?? 0) ? each : best), ',')
}
