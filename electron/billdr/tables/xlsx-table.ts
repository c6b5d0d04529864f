import type { Cell, TakeCells } from './cells.ts'
import { FileTrouble } from '../files/file-trouble.ts'
import { tableNamed } from '../export/find-tables.ts'
import type { OverLimit, ReadLimits } from '../limits.ts'
import type { MergedRange } from './merged-cells.ts'
import { mergedRangesIn } from './merged-cells.ts'
import type { NumberFormats } from '../written/number-formats.ts'
import type { PackedTexts } from '../records/packed-texts.ts'
import type { TableEnd } from './table-rows.ts'
import { otherFormat, tooLarge, unreadable } from './table-rows.ts'
import type { Workbook } from './workbook.ts'
import { readNumberFormats, readSharedTexts, readWorkbook } from './workbook.ts'
import { readXml } from './xml-reading.ts'
import type { ZipArchive, ZipOpening } from '../files/zip-archive.ts'

/** Excel computes with 15 digits; what a file carries beyond them is the noise of binary fractions. */
const DIGITS = 15
const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384
/** Of each cell of a row over the limits so many characters are kept, so that its record can be named. */
const KEPT = 1_000

/**
 * Reads one sheet of an XLSX workbook row by row. Only its texts are held in memory, packed. Formulas are
 * never evaluated: a cell is what the program that saved it last computed, and one that was never computed is an error.
 * The checksum of the sheet is verified before any row is handed on.
 */
export async function readXlsx(
  opening: ZipOpening,
  sheetName: string | null,
  table: string,
  file: string,
  limits: ReadLimits,
  take: TakeCells,
  begins: (workbook: Workbook & { merged: MergedRange[] }) => void,
): Promise<TableEnd> {
  if (!opening.ok) {
    const { refusal } = opening
    if (refusal.why === 'busy' || refusal.why === 'missing') throw new FileTrouble(refusal.why, file)
    if (refusal.why === 'no-zip') return otherFormat(table, file, refusal.found)
    return refusal.why === 'too-large'
      ? tooLarge(table, file, 0, 'table', refusal.limit)
      : unreadable(table, file, 0, refusal.why)
  }
  const { archive } = opening
  try {
    const workbook = await readWorkbook(archive, sheetName, (name) => tableNamed(name) === table)
    if (typeof workbook === 'string') return unreadable(table, file, 0, workbook)
    const texts = await readSharedTexts(archive, workbook.texts, limits)
    if (typeof texts === 'string')
      return texts === 'too-large'
        ? tooLarge(table, file, 0, 'record', limits.ownedBytes)
        : unreadable(table, file, 0, texts)
    const formats = await readNumberFormats(archive, workbook.styles)
    if (typeof formats === 'string') return unreadable(table, file, 0, formats)
    const merged = await wholeSheet(archive, workbook.sheet, limits)
    if (!merged) return unreadable(table, file, 0, 'wrong checksum')
    begins({ ...workbook, merged })
    return await readSheet(archive, workbook.sheet, { texts, formats }, { table, file, limits }, take)
  } catch (error) {
    // A part of the workbook that is damaged is a damaged table, not a file that cannot be opened.
    if (error instanceof FileTrouble) return unreadable(table, file, 0, error.message)
    throw error
  } finally {
    await archive.close()
  }
}

/** The merged ranges stand behind the rows, and are not many. */
const MERGED = 'mergeCells'
const LONGEST_END = 2 ** 20

/**
 * Unpacks a sheet once for its checksum, so that no row of a damaged one is believed, and for its merged ranges. Null where
 * it cannot be opened.
 */
async function wholeSheet(archive: ZipArchive, part: string, limits: ReadLimits): Promise<MergedRange[] | null> {
  const opened = await archive.open(part, limits.tableBytes)
  if (!opened.ok) return null
  let before = Buffer.alloc(0)
  let end = ''
  for await (const chunk of opened.chunks) {
    if (end !== '') {
      if (end.length < LONGEST_END) end += Buffer.from(chunk).toString('latin1')
      continue
    }
    // The word may be cut by the end of a chunk: only there is anything copied.
    const seam = Buffer.concat([before, chunk.subarray(0, MERGED.length)])
    const whole = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const [atSeam, at] = [seam.indexOf(MERGED), whole.indexOf(MERGED)]
    if (atSeam >= 0) end = seam.toString('latin1', atSeam) + whole.toString('latin1', MERGED.length)
    else if (at >= 0) end = whole.toString('latin1', at)
    before = Buffer.concat([seam, whole.subarray(MERGED.length)].map((part) => part.subarray(-MERGED.length))).subarray(
      -MERGED.length,
    )
  }
  return mergedRangesIn(end)
}

async function readSheet(
  archive: ZipArchive,
  part: string,
  parts: { texts: PackedTexts; formats: NumberFormats },
  about: { table: string; file: string; limits: ReadLimits },
  take: TakeCells,
): Promise<TableEnd> {
  const { table, file, limits } = about
  const opened = await archive.open(part, limits.tableBytes)
  if (!opened.ok) return unreadable(table, file, 0, opened.reason)

  let end: TableEnd | null = null
  let row = 0
  let cells: Cell[] = []
  let size = 0
  let column = 0
  let type = 'n'
  let style = 0
  let value: string | null = null
  let formula = false
  let reading = false
  let over: OverLimit | null = null
  const finish = (how: TableEnd): void => {
    end ??= how
  }

  const failure = await readXml(
    opened.chunks,
    {
      open(tag, attributes) {
        if (tag === 'row') {
          const next = attributes['r'] === undefined ? row + 1 : Number(attributes['r'])
          if (!Number.isSafeInteger(next) || next <= row || next > LAST_ROW)
            return finish(unreadable(table, file, row, 'rows out of order'))
          row = next
          if (row > limits.rows) return finish(tooLarge(table, file, row, 'rows', limits.rows))
          cells = []
          size = 0
          column = 0
          over = null
        } else if (tag === 'c') {
          column = columnOf(attributes['r']) ?? column + 1
          if (column > limits.columns || column > LAST_COLUMN) over = 'columns'
          type = attributes['t'] ?? 'n'
          style = Number(attributes['s'] ?? 0)
          value = null
          formula = false
        } else if (tag === 'f') {
          formula = true
        } else if (tag === 'v' || tag === 't') {
          reading = true
          value ??= ''
        } else if (tag === 'rPh') {
          type = 'phonetic'
        }
      },
      close(tag) {
        if (tag === 'v' || tag === 't') reading = false
        else if (tag === 'c' && column <= limits.columns) {
          while (cells.length < column - 1) cells.push('')
          let cell = cellOf(type, value, formula, style, parts)
          if (type === 's' && typeof cell === 'string') {
            size += cell.length
            if (size > limits.recordBytes) {
              over ??= 'record'
              cell = cell.slice(0, KEPT)
            }
          }
          cells[column - 1] = cell
        } else if (tag === 'row' && row > 0 && !take(cells, row, over)) finish({ ok: true })
      },
      text(piece) {
        if (!reading || type === 'phonetic') return
        size += piece.length
        value = (value ?? '') + piece
        if (size > limits.recordBytes) {
          over ??= 'record'
          value = value.slice(0, KEPT)
        }
      },
    },
    () => end !== null,
  )
  if (end) return end
  return failure === null ? { ok: true } : unreadable(table, file, row, failure)
}

function cellOf(
  type: string,
  value: string | null,
  formula: boolean,
  style: number,
  { texts, formats }: { texts: PackedTexts; formats: NumberFormats },
): Cell {
  if (value === null) return formula ? { error: '=…' } : ''
  switch (type) {
    case 's':
      return sharedText(value, texts)
    case 'b':
      return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
    case 'e':
      return { error: value }
    case 'n':
      return value.trim() === '' ? '' : numberOf(value.trim(), style, formats)
    default:
      return unescaped(value)
  }
}

function sharedText(position: string, texts: PackedTexts): Cell {
  const text = /^\d{1,9}$/.test(position) ? texts.at(Number(position)) : null
  return text === null ? { error: `#${position.slice(0, 20)}` } : unescaped(text)
}

function numberOf(text: string, style: number, formats: NumberFormats): Cell {
  const value = Number(text)
  if (!Number.isFinite(value)) return { error: text }
  const number = String(Number(value.toPrecision(DIGITS)))
  const format = style === 0 ? null : formats.of(style, value)
  return format ? { number, format } : { number }
}

/** Excel writes control characters of texts as `_x000D_`. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_all, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text
}

/** The number of a column from 1 out of a cell's name ("AB12" → 28); null where there is no name. */
function columnOf(name: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(name ?? '')?.[1]
  if (letters === undefined) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}
