import type { ExportFiles, FileFacts } from './export-files.ts'
import type { TableName } from '../../../shared/tables.ts'
import { plainName } from '../records/names.ts'
import { SEPARATORS } from '../../../shared/column-mapping.ts'
import { tableSpokenOf } from './find-tables.ts'

/** Formats of data, also those that are not read here. */
const DATA_FORMATS = new Set(
  ['csv', 'tsv', 'tab', 'psv', 'xlsx', 'xlsm', 'xlsb', 'xls', 'xlt', 'xltx', 'ods', 'fods', 'numbers', 'gsheet'].concat(
    [
      ...['json', 'jsonl', 'ndjson', 'xml', 'dif', 'slk', 'dbf', 'sqlite', 'sqlite3', 'mdb', 'accdb', 'parquet'],
      ...['iif', 'qbo', 'qfx', 'ofx'],
    ],
  ),
)
/** Formats of much else besides: a name says that they hold data, or what is in them. */
const MAYBE_DATA = new Set([
  'txt',
  'dat',
  'text',
  'zip',
  '7z',
  'rar',
  'bak',
  'old',
  'tmp',
  'gz',
  'htm',
  'html',
  'prn',
  '',
])
/** Those of them that are text, so that their first lines show it. */
const MAYBE_TABLES_OF_TEXT = new Set(['txt', 'dat', 'text', 'bak', 'old', 'tmp', 'prn', ''])
/** What people and programs call a file of data, in English and French, as names are compared. */
const DATA_WORDS = ['export', 'data', 'donnee', 'billdr', 'backup', 'sauvegarde', 'extract', 'extrait', 'dump']
/** So many files are looked into, each so far, in bytes. */
const MOST_LOOKED_INTO = 50
const LOOKED_AT = 8 * 1024
/** A text is a table where so many of its first lines have equally many separators, so many at least. */
const FEWEST_LINES = 2
const FEWEST_SEPARATORS = 2

export interface FileNotRead {
  path: string
  /** The table that its name speaks of; null where it speaks of none. */
  table: TableName | null
}

/**
 * The files beside those that are read which look like data: by their format, their name, or the first lines of a text. Not
 * those that were chosen not to be read, nor others of a table whose file the user chose.
 */
export async function filesNotRead(
  files: readonly FileFacts[],
  used: ReadonlySet<string>,
  chosen: ReadonlyMap<TableName, string>,
  leftOut: readonly string[],
  open: ExportFiles['open'],
): Promise<FileNotRead[]> {
  const out = new Set(leftOut.map(plainName))
  const found: FileNotRead[] = []
  let lookedInto = 0
  for (const { path, bytes } of files) {
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (name.startsWith('~$') || name.startsWith('.') || used.has(path) || out.has(plainName(path))) continue
    const dot = name.lastIndexOf('.')
    const format = dot < 0 ? '' : name.slice(dot + 1).toLowerCase()
    const stem = dot < 0 ? name : name.slice(0, dot)
    const table = tableSpokenOf(stem)
    // Another file of a table that was chosen is none that could be meant; one in a folder may hold other records.
    if (table && chosen.has(table) && !path.includes('/')) continue
    const isNamedSo = table !== null || DATA_WORDS.some((word) => plainName(stem).includes(word))
    let isData = DATA_FORMATS.has(format) || (MAYBE_DATA.has(format) && isNamedSo)
    if (!isData && MAYBE_TABLES_OF_TEXT.has(format) && bytes > 0 && lookedInto < MOST_LOOKED_INTO) {
      lookedInto += 1
      isData = isTableOfText(await beginningOf(path, open))
    }
    if (isData) found.push({ path, table })
  }
  return found
}

/** The first lines of a text; '' where it cannot be opened. */
async function beginningOf(path: string, open: ExportFiles['open']): Promise<string> {
  try {
    const opened = await open(path, Number.MAX_SAFE_INTEGER)
    if (!opened.ok) return ''
    let text = Buffer.alloc(0)
    for await (const chunk of opened.chunks) {
      text = Buffer.concat([text, chunk])
      if (text.byteLength >= LOOKED_AT) break
    }
    // Of UTF-16 the naughts are left out: only line ends and separators are looked for.
    return text.subarray(0, LOOKED_AT).toString('latin1').replaceAll('\0', '')
  } catch {
    return ''
  }
}

function isTableOfText(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  const whole = text.length < LOOKED_AT ? lines : lines.slice(0, -1)
  return [...SEPARATORS, '|'].some((separator) => {
    const counts = whole.slice(0, FEWEST_LINES).map((line) => line.split(separator).length - 1)
    const [first = 0] = counts
    return counts.length === FEWEST_LINES && first >= FEWEST_SEPARATORS && counts.every((count) => count === first)
  })
}
