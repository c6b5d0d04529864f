import type { ZipPart } from './zip-writer.ts'
import { zipOf } from './zip-writer.ts'

/** A cell as a workbook holds it: a text, a number, a yes or no, the raw XML of a `<c>` element, or nothing. */
export type SheetCell = string | number | boolean | { xml: string } | null

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export function xml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

function columnName(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26)
}

/** One row of a sheet, counted from 1; texts are numbers into `shared`, which grows. */
export function sheetRow(cells: readonly SheetCell[], row: number, shared: Map<string, number>): string {
  const written = cells.map((cell, at) => {
    const name = `${columnName(at)}${row}`
    if (cell === null || cell === '') return ''
    if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${name}"`)
    if (typeof cell === 'number') return `<c r="${name}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${name}" t="b"><v>${cell ? 1 : 0}</v></c>`
    const position = shared.get(cell) ?? shared.size
    shared.set(cell, position)
    return `<c r="${name}" t="s"><v>${position}</v></c>`
  })
  return `<row r="${row}">${written.join('')}</row>`
}

function mergedXml(ranges: readonly string[]): string {
  const cells = ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')
  return ranges.length === 0 ? '' : `<mergeCells count="${ranges.length}">${cells}</mergeCells>`
}

function stylesXml(formats: readonly (string | number)[]): string {
  const codes = formats.flatMap((code, at) =>
    typeof code === 'number' ? [] : [`<numFmt numFmtId="${164 + at}" formatCode="${xml(code)}"/>`],
  )
  const styles = [
    '<xf numFmtId="0"/>',
    ...formats.map((code, at) => `<xf numFmtId="${typeof code === 'number' ? code : 164 + at}"/>`),
  ]
  // Named styles have formats of their own, which no cell is counted by.
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="9"/><xf numFmtId="9"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`
}

export interface WorkbookParts {
  sheets: {
    name: string
    rows?: readonly (readonly SheetCell[])[]
    xml?: string
    hidden?: boolean
    merged?: string[]
  }[]
  from1904?: boolean
  /** Instead of the shared texts that the rows make. */
  sharedXml?: string
  shared?: Map<string, number>
  /** Number formats: a cell with `s="1"` has the first; a number is one of those that have no code. */
  formats?: readonly (string | number)[]
}

/** An XLSX workbook in memory, as Excel lays one out. */
export function workbookOf({
  sheets,
  from1904 = false,
  sharedXml,
  shared = new Map(),
  formats,
}: WorkbookParts): Buffer {
  const sheetParts = sheets.map((sheet, index): ZipPart => ({
    name: `xl/worksheets/sheet${index + 1}.xml`,
    content:
      sheet.xml ??
      `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${(sheet.rows ?? []).map((cells, at) => sheetRow(cells, at + 1, shared)).join('')}</sheetData>${mergedXml(sheet.merged ?? [])}</worksheet>`,
  }))
  const list = sheets
    .map(
      (sheet, index) =>
        `<sheet name="${xml(sheet.name)}" sheetId="${index + 1}" r:id="rId${index + 1}"${sheet.hidden ? ' state="hidden"' : ''}/>`,
    )
    .join('')
  const relations = [
    ...sheets.map(
      (_, index) =>
        `<Relationship Id="rId${index + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
    ),
    `<Relationship Id="rIdS" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`,
    ...(formats ? [`<Relationship Id="rIdF" Type="${OFFICE}/styles" Target="styles.xml"/>`] : []),
  ].join('')
  const texts = [...shared.keys()].map((text) => `<si><t xml:space="preserve">${xml(text)}</t></si>`).join('')
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${list}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}</Relationships>`,
    },
    { name: 'xl/sharedStrings.xml', content: sharedXml ?? `${HEAD}<sst xmlns="${MAIN}">${texts}</sst>` },
    ...(formats ? [{ name: 'xl/styles.xml', content: stylesXml(formats) }] : []),
    ...sheetParts,
  ])
}
