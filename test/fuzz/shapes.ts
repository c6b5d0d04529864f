import { workbookOf, xml } from '../billdr/xlsx-writer.ts'
import type { SheetCell } from '../billdr/xlsx-writer.ts'
import type { ZipPart } from '../billdr/zip-writer.ts'
import { zipOf } from '../billdr/zip-writer.ts'
import type { Random } from './mutations.ts'

/** Tables and archives that are well formed and yet not as they should be: what people and programs do to whole columns, cells and files. */

export type Rows = readonly (readonly string[])[]

const STRANGE = [
  '',
  ' ',
  '\u00a0',
  'ligne 1\r\nligne 2',
  'a\nb',
  '"',
  '""',
  '5" x 3"',
  '=1+1',
  '@SUM(A1)',
  '\ufeff',
  '\u202e',
  '\ud800',
  '31/12/2026',
  '03/04/2026',
  '46112',
  '46112.5',
  '1,234.50',
  '1 234,50',
  '(12,00)',
  '1e9',
  '-0',
  'total',
  'Total',
  '__proto__',
  'constructor',
  'i-1',
  'l1',
  'TRUE',
  '#REF!',
  '_x000D_',
  'x'.repeat(40_000),
  '$2,000',
  '1.234',
  '12.345',
  "1'234.50",
  '(1 234,50)',
  '1234,5-',
  '1\u202f234',
  '2,5E+3',
  '0.30000000000000004',
  '31/03/2026 00:00:01',
  '46111.9999999',
  'Montr\u201aal',
  // More than is kept of a cell.
  'y'.repeat(600_000),
]

function pick<T>(from: readonly T[], random: Random): T {
  const picked = from[random.of(from.length)]
  if (picked === undefined) throw new Error('nothing to pick from')
  return picked
}

type Reshape = (rows: string[][], random: Random) => string[][]

const WAYS: readonly ((decimal: string) => string)[] = [
  (decimal) => `$${decimal}`,
  (decimal) => decimal.replace('.', ','),
  (decimal) => `${decimal.slice(0, -1)}-`,
  (decimal) => `(${decimal})`,
  (decimal) => decimal.slice(0, -3),
  (decimal) => `${decimal.slice(0, -3)},000`,
]

const RESHAPES: readonly Reshape[] = [
  // A column twice, under one header.
  (rows, random) => {
    const at = random.of(rows[0]?.length ?? 1)
    return rows.map((row) => [...row.slice(0, at), row[at] ?? '', ...row.slice(at)])
  },
  (rows, random) => {
    const at = random.of(rows[0]?.length ?? 1)
    return rows.map((row) => row.filter((_cell, index) => index !== at))
  },
  // Two headers change places, their cells do not.
  (rows, random) => {
    const [header = [], ...rest] = rows
    const [one, other] = [random.of(header.length), random.of(header.length)]
    return [header.map((name, at) => (at === one ? header[other] : at === other ? header[one] : name) ?? ''), ...rest]
  },
  (rows, random) =>
    rows.map((row, at) =>
      at === 1 + random.of(rows.length) ? row.map((cell) => (random.of(4) === 0 ? pick(STRANGE, random) : cell)) : row,
    ),
  (rows, random) => {
    const [at, cell] = [random.of(rows.length), pick(STRANGE, random)]
    return rows.map((row, index) =>
      index === at ? row.map((each, column) => (column === random.of(row.length) ? cell : each)) : row,
    )
  },
  (rows, random) => [...rows, ...rows.slice(1 + random.of(rows.length))],
  (rows) => [...rows, ['', 'Total', '', '', '', '', '', '1 000,50']],
  (rows) => [['Rapport'], [], ...rows, [], []],
  (rows) => rows.map((row) => [...row, '', '']),
  (rows, random) => rows.map((row) => row.slice(0, 1 + random.of(row.length))),
  (rows, random) => [...rows].sort(() => random.of(3) - 1),
  // A quote that is never closed, or some rows later.
  (rows, random) => {
    const at = random.of(rows.length)
    return rows.map((row, index) =>
      index === at ? row.map((cell, column) => (column === 1 ? `"${cell}` : cell)) : row,
    )
  },
  // All amounts as one program writes them.
  (rows, random) => {
    const write = pick(WAYS, random)
    return rows.map((row) => row.map((cell) => (/^-?\d+\.\d{2}$/.test(cell) ? write(cell) : cell)))
  },
  // More columns than any table has.
  (rows, random) => (random.of(20) === 0 ? rows.map((row) => [...row, ...Array<string>(1_200).fill('')]) : rows),
]

/** One to three reshapings of a table, or now and then none. */
export function reshaped(rows: Rows, random: Random): string[][] {
  let shaped = rows.map((row) => [...row])
  for (let left = random.of(4); left > 0 && shaped.length > 0; left -= 1)
    shaped = pick(RESHAPES, random)(shaped, random)
  return shaped
}

/** A table as one of the programs writes it that people use: separator, quotes, line ends, encoding, mark. */
export function csvShape(rows: Rows, random: Random): Buffer {
  const separator = pick([';', ';', ';', '\t', ','], random)
  const quotesAll = random.of(3) === 0
  const written = (cell: string): string =>
    quotesAll || /[;,\t"\r\n]/.test(cell) ? `"${cell.replaceAll('"', random.of(12) === 0 ? '"' : '""')}"` : cell
  const lines = rows.map((row) => row.map(written).join(separator))
  const text = `${random.of(6) === 0 ? `sep=${separator}\r\n` : ''}${lines.join(pick(['\r\n', '\r\n', '\n', '\r'], random))}`
  switch (random.of(5)) {
    case 0:
      return Buffer.from(text, 'latin1')
    case 1:
      return Buffer.from(`\ufeff${text}`)
    case 2:
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 3:
      return Buffer.from(text, 'utf16le')
    default:
      return Buffer.from(text)
  }
}

function cellShape(cell: string, random: Random): SheetCell {
  switch (random.of(10)) {
    case 0:
      return {
        xml: `<c t="inlineStr"><is><r><t>${xml(cell.slice(0, 2))}</t></r><r><t xml:space="preserve">${xml(cell.slice(2))}</t></r></is></c>`,
      }
    case 1:
      return { xml: `<c t="str"><f>A1&amp;""</f><v>${xml(cell)}</v></c>` }
    case 2:
      return {
        xml: pick(
          [
            '<c t="s"><v>999999</v></c>',
            '<c t="s"><v>-1</v></c>',
            '<c t="e"><v>#N/A</v></c>',
            '<c><f>SUM(A1:A9)</f></c>',
            '<c t="b"><v>1</v></c>',
            '<c t="d"><v>2026-03-06</v></c>',
          ],
          random,
        ),
      }
    case 3:
      return pick([46_087, 46_087.5, 0, -1, 1e21, 0.1 + 0.2, 1000.5], random)
    default:
      return cell
  }
}

/** A workbook of several sheets, perhaps hidden, merged, counted from 1904; mostly texts, some cells of every kind. */
export function workbookShape(name: string, rows: Rows, random: Random): Buffer {
  const wild = random.of(3) === 0
  const sheet = {
    name: random.of(2) === 0 ? name : 'Feuil1',
    rows: rows.map((row) => row.map((cell) => (wild ? cellShape(cell, random) : cell))),
  }
  const merged = {
    name: 'Fusion',
    xml: `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`,
  }
  const beside = [
    { ...merged, hidden: random.of(2) === 0 },
    { name, rows: [], hidden: true },
  ].slice(0, random.of(3))
  return workbookOf({
    sheets: random.of(2) === 0 ? [sheet, ...beside] : [...beside, sheet],
    from1904: random.of(4) === 0,
  })
}

/** An archive of an export as programs pack one: in a folder, with leavings, backslashes, duplicates, paths that lead out. */
export function archiveShape(parts: readonly ZipPart[], random: Random): Buffer {
  const folder = pick(['', '', 'export/', 'Mes données/', 'a/b/'], random)
  const slash = pick(['/', '/', '/', '\\'], random)
  const packed = parts.map((part): ZipPart => ({
    ...part,
    name: `${folder}${String(part.name)}`.replaceAll('/', slash),
    stored: random.of(2) === 0,
    descriptor: random.of(4) === 0,
    oldNames: random.of(4) === 0,
  }))
  const extra: ZipPart[] = [
    { name: `__MACOSX/${folder}._invoices.csv`, content: 'x' },
    { name: `${folder}.DS_Store`, content: 'x' },
    { name: `${folder}~$invoices.xlsx`, content: 'x' },
    {
      name: pick(
        [
          '../invoices.csv',
          '/etc/passwd',
          'C:\\invoices.csv',
          'CON',
          'a/../invoices.csv',
          '__proto__',
          'invoices.csv\0.txt',
        ],
        random,
      ),
      content: 'id\n',
    },
    { name: `${folder}INVOICES.csv`, content: 'id\n' },
    { name: `${folder}invoices.json`, content: '[]' },
    { name: `${folder}attachments/a/`, content: '' },
  ]
  const added = extra.filter(() => random.of(8) === 0)
  return zipOf(random.of(2) === 0 ? [...packed, ...added] : [...added, ...packed])
}
