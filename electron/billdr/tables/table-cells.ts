import type { Cell, TakeCells } from './cells.ts'
import type { Separator, TextEncodingName } from '../../../shared/column-mapping.ts'
import type { Writing } from '../../../shared/column-preview.ts'
import { readCsv } from './csv-table.ts'
import type { FileContent } from '../files/file-content.ts'
import { contentOf } from '../files/file-content.ts'
import type { TableFile } from '../export/find-tables.ts'
import { LetterEvidence } from '../written/letter-evidence.ts'
import type { CellRules } from './cell-readers.ts'
import type { Settings } from '../source-options.ts'
import type { TableEnd } from './table-rows.ts'
import { otherFormat } from './table-rows.ts'
import { mendedText } from '../written/twice-encoded.ts'
import { readXlsx } from './xlsx-table.ts'
import type { ZipOpening } from '../files/zip-archive.ts'

/** Opens the file of a table: as a stream, or as the zip that a workbook is. */
export interface TableOpener {
  bytes(file: TableFile): Promise<AsyncIterable<Uint8Array>>
  archive(file: TableFile): Promise<ZipOpening>
  /** Whether other texts of the export end with the end of a line. Absent where a manifest says that each file is whole. */
  othersEndLines?(file: TableFile): Promise<boolean>
}

export type Recognised = Pick<Writing, 'separator' | 'encoding' | 'sheet' | 'sheets'>

/** Hands on the cells of a table, row by row, whatever its format, and tells how it is written. */
export async function readCells(
  opener: TableOpener,
  file: TableFile,
  settings: Settings,
  recognised: Recognised,
  rules: CellRules,
  handOn: TakeCells,
  endsOpen?: () => Promise<void>,
): Promise<TableEnd> {
  const { table, facts, format } = file
  const { mapping } = rules
  const all = settings.columnMapping
  const encoding = mapping.encoding ?? all?.encoding ?? null
  const isTwice = encoding === 'utf-8-twice'
  const mend = (cell: Cell): Cell => (typeof cell === 'string' ? mendedText(cell) : cell)
  const take: TakeCells = isTwice ? (cells, row, over) => handOn(cells.map(mend), row, over) : handOn
  if (format === 'xlsx') {
    return readXlsx(
      await opener.archive(file),
      mapping.sheet ?? null,
      table,
      facts.path,
      settings.limits,
      take,
      ({ from1904, sheetName, sheetNames, merged }) => {
        rules.merged = merged
        rules.from1904 = from1904
        recognised.sheet = sheetName
        recognised.sheets = sheetNames
      },
    )
  }
  const dialect = {
    ...(endsOpen && { endsOpen }),
    separator: mapping.separator ?? all?.separator ?? null,
    encoding: isTwice ? null : encoding,
    recognised: (separator: Separator) => {
      recognised.separator = separator
      recognised.encoding ??= 'utf-8'
    },
    decoded: (encoding: TextEncodingName) => {
      recognised.encoding = encoding
    },
    oldAlphabet: async () => {
      rules.letters ??= await lettersOf(await opener.bytes(file))
      return rules.letters.alphabet
    },
  }
  const looked = await firstLookedAt(await opener.bytes(file))
  if (looked.found) return otherFormat(table, facts.path, looked.found)
  return readCsv(looked.chunks, dialect, table, facts.path, settings.limits, (cells, row, over) =>
    take(cells.some(isFormulaOfText) ? cells.map(textOfFormula) : cells, row, over),
  )
}

/** Programs write `="007"`, so that a spreadsheet keeps the naughts: the text is what is meant. */
function isFormulaOfText(cell: Cell): boolean {
  return typeof cell === 'string' && cell.startsWith('="') && cell.endsWith('"') && cell.length > 2
}

function textOfFormula(cell: Cell): Cell {
  return typeof cell === 'string' && isFormulaOfText(cell) ? cell.slice(2, -1).replaceAll('""', '"') : cell
}

/** What the first bytes show a file to be that is no text; the bytes are there to be read all the same. */
async function firstLookedAt(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ found: FileContent | null; chunks: AsyncIterable<Uint8Array> }> {
  const coming = chunks[Symbol.asyncIterator]()
  const first = await coming.next()
  const found = first.done ? null : contentOf(first.value)
  if (found) await coming.return?.()
  const all = async function* (): AsyncIterable<Uint8Array> {
    try {
      if (!first.done) yield first.value
      yield* { [Symbol.asyncIterator]: () => coming }
    } finally {
      await coming.return?.()
    }
  }
  return { found, chunks: all() }
}

/** Goes through a text for the alphabet in which it is written. */
async function lettersOf(chunks: AsyncIterable<Uint8Array>): Promise<NonNullable<CellRules['letters']>> {
  const evidence = new LetterEvidence()
  for await (const chunk of chunks) if (!evidence.take(chunk)) break
  evidence.take(new Uint8Array(0))
  return { alphabet: evidence.decide(), samples: evidence.samples() }
}
