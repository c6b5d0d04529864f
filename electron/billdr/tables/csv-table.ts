import { parse } from 'csv-parse'
import type { Separator, TextEncodingName } from '../../../shared/column-mapping.ts'
import { SEPARATORS } from '../../../shared/column-mapping.ts'
import type { TakeCells } from './cells.ts'
import type { OverLimit, ReadLimits } from '../limits.ts'
import type { TableEnd } from './table-rows.ts'
import { RowLimits } from './csv-limits.ts'
import { tooLarge, unreadable } from './table-rows.ts'
import { asUtf8 } from '../written/text-encoding.ts'

/** How a CSV file is written; what is null is recognised. */
export interface CsvDialect {
  separator: Separator | null
  encoding: TextEncodingName | null
  /** Told which separator it is, before the first row. */
  recognised?: (separator: Separator) => void
  /** Told which encoding it is once that is known; of a text that holds only ASCII it never is. */
  decoded?: (encoding: TextEncodingName) => void
  /** Told, where the file ends without the end of a line, before its last row, which then comes as over the limit `end`. */
  endsOpen?: () => Promise<void>
  /** Tells the alphabet of a text that is no Unicode, by all of it; null where nobody can say. */
  oldAlphabet?: () => Promise<TextEncodingName | null>
}

/** Excel's own way to name the separator: a first line `sep=;`. It names any; the three that the contract knows are taken. */
const NAMED = /^sep=([,;\t])\r?\n/i
const HEAD = 64 * 1024

/**
 * Reads a CSV file row by row. The separator is the one of `separatorOf`. Rows may differ in length; quotes within a cell
 * that does not begin with one are kept. A row over the limits comes cut; a quote that is never closed ends the table.
 */
export async function readCsv(
  chunks: AsyncIterable<Uint8Array>,
  dialect: CsvDialect,
  table: string,
  file: string,
  limits: ReadLimits,
  take: TakeCells,
): Promise<TableEnd> {
  const { head, rest } = await headOf(
    asUtf8(chunks, { chosen: dialect.encoding, recognised: dialect.decoded, oldAlphabet: dialect.oldAlphabet }),
  )
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
  })
  const rows = new RowLimits(separator, limits)
  let row = named ? 1 : 0
  let bytes = 0
  let width = 0
  let end: TableEnd | null = null
  let stopped = false
  const finish = (how: TableEnd): void => {
    end ??= how
    stopped = true
  }
  /** The bytes that may be the end of the last line, and the last row where they are not. */
  let tail = head.subarray(-1)
  let ends: 'later' | 'with its line' | 'open' = 'later'
  let last: string[] | null = null
  parser.on('data', (cells: string[]) => {
    if (ends !== 'open') return handOn(cells, null)
    if (last) handOn(last, null)
    last = cells
  })
  const handOn = (cells: string[], over: OverLimit | null): void => {
    if (stopped) return
    row += 1
    if (row > limits.rows) return finish(tooLarge(table, file, row, 'rows', limits.rows))
    width = Math.max(width, Math.min(cells.length, limits.columns))
    if (!take(cells, row, rows.cutIn(cells) ?? (holdsRows(cells, separator, width) ? 'rows' : over)))
      finish({ ok: true })
  }
  parser.on('error', (error) => {
    if (last) handOn(last, null)
    last = null
    finish(unreadable(table, file, row + 1, error.message))
  })

  // The library keeps at most the end of a part, until the next: two buffers in turn are enough for whoever reads the file.
  const feed = (part: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      parser.write(part, () => resolve())
    })
  await feed(
    rows.within(named ? head.subarray(Buffer.byteLength(named[0]) + (head.length - Buffer.byteLength(text))) : head),
  )
  for await (const part of rest) {
    if (stopped) break
    bytes += part.byteLength
    if (part.byteLength > 0) tail = Buffer.from(part.subarray(-1))
    if (bytes > limits.tableBytes) finish(tooLarge(table, file, row, 'table', limits.tableBytes))
    else await feed(rows.within(part))
  }
  if (!stopped) {
    await feed(rows.rest())
    const [byte = 0x0a] = tail
    ends = dialect.endsOpen && byte !== 0x0a && byte !== 0x0d ? 'open' : 'with its line'
    if (ends === 'open') await dialect.endsOpen?.()
    parser.end()
    await new Promise<void>((resolve) => {
      parser.once('close', resolve)
    })
    if (last) handOn(last, 'end')
  }
  parser.destroy()
  return end ?? { ok: true }
}

/** With fewer columns a line of a note or an address may look like a row by chance. */
const FEWEST_COLUMNS = 6

/** Whether a cell has whole other rows in it, as wide as the table: a quote is missing before or after them. */
function holdsRows(cells: readonly string[], separator: Separator, width: number): boolean {
  if (width < FEWEST_COLUMNS) return false
  return cells.some((cell) => {
    if (!cell.includes('\n')) return false
    const between = cell.split('\n').slice(1, -1)
    return between.some((line) => line.split(separator).length === width)
  })
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

/** So many lines at the top of a file are looked at for its separator. */
const LOOKED_AT = 10

/**
 * The separator that stands equally often, outside quotes, in most of the first lines; of two, the one that stands there
 * more often. So a title above the header, or decimal commas below it, do not decide. A comma where there is none.
 */
export function separatorOf(head: string): Separator {
  const lines = firstLines(head)
  let best: { separator: Separator; lines: number; often: number } = { separator: ',', lines: 0, often: 0 }
  for (const separator of SEPARATORS) {
    const linesByCount = new Map<number, number>()
    for (const counts of lines) {
      const often = counts.get(separator) ?? 0
      if (often > 0) linesByCount.set(often, (linesByCount.get(often) ?? 0) + 1)
    }
    for (const [often, count] of linesByCount) {
      if (count > best.lines || (count === best.lines && often > best.often)) best = { separator, lines: count, often }
    }
  }
  return best.separator
}

function isEdge(mark: string): boolean {
  return mark === '\n' || mark === '\r' || SEPARATORS.some((each) => each === mark)
}

/** How often each separator stands outside quotes in each of the first lines that are not blank. */
function firstLines(head: string): Map<Separator, number>[] {
  const lines: Map<Separator, number>[] = []
  let counts = new Map<Separator, number>()
  let quoted = false
  let blank = true
  let before = '\n'
  const end = (): void => {
    if (!blank) lines.push(counts)
    counts = new Map()
    blank = true
  }
  for (const mark of head) {
    // A quote that does not begin its cell is part of the text (a pipe of 5").
    if (mark === '"' && (quoted || before === '"' || isEdge(before))) quoted = !quoted
    before = mark
    if (!quoted && (mark === '\n' || mark === '\r')) {
      end()
      if (lines.length === LOOKED_AT) return lines
      continue
    }
    blank &&= mark.trim() === '' && !SEPARATORS.some((each) => each === mark)
    const found = quoted ? undefined : SEPARATORS.find((each) => each === mark)
    if (found) counts.set(found, (counts.get(found) ?? 0) + 1)
  }
  end()
  return lines
}
