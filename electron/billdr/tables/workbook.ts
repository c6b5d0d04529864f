import { posix } from 'node:path'
import { plainName } from '../records/names.ts'
import { PackedTexts } from '../records/packed-texts.ts'
import { NumberFormats } from '../written/number-formats.ts'
import type { ReadLimits } from '../limits.ts'
import { readXml } from './xml-reading.ts'
import type { ZipArchive } from '../files/zip-archive.ts'

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'
const SMALL_PART = 16 * 2 ** 20

export interface Workbook {
  /** The part of the chosen sheet, as a path in the archive. */
  sheet: string
  /** The name of the chosen sheet, and of all that are not hidden. */
  sheetName: string
  sheetNames: string[]
  from1904: boolean
  /** Where the formats of the cells are kept; null where the workbook has none. */
  styles: string | null
  /** Where the texts of the cells are kept; null where the workbook keeps none apart. */
  texts: string | null
}

/**
 * Finds in a workbook the sheet of that name, or the one whose name `wanted` accepts, or the first that is not hidden.
 * Answers why not as a text.
 */
export async function readWorkbook(
  archive: ZipArchive,
  name: string | null,
  wanted: (name: string) => boolean,
): Promise<Workbook | string> {
  const sheets: { name: string; relation: string; hidden: boolean }[] = []
  let from1904 = false
  const failure = await readPart(archive, WORKBOOK, (tag, attributes) => {
    if (tag === 'workbookPr') from1904 = ['1', 'true'].includes(attributes['date1904'] ?? '')
    if (tag !== 'sheet') return
    const relation = Object.entries(attributes).find(([key]) => /(?:^|:)id$/.test(key) && key !== 'sheetId')?.[1] ?? ''
    sheets.push({ name: attributes['name'] ?? '', relation, hidden: (attributes['state'] ?? 'visible') !== 'visible' })
  })
  if (failure !== null) return failure
  const targets = new Map<string, { target: string; type: string }>()
  const unrelated = await readPart(archive, RELATIONS, (tag, attributes) => {
    if (tag !== 'Relationship' || attributes['TargetMode'] === 'External') return
    targets.set(attributes['Id'] ?? '', {
      target: partPath(attributes['Target'] ?? ''),
      type: attributes['Type'] ?? '',
    })
  })
  if (unrelated !== null) return unrelated

  const visible = sheets.filter((sheet) => !sheet.hidden)
  const chosen =
    name === null
      ? (visible.find((sheet) => wanted(sheet.name)) ?? visible[0])
      : sheets.find((sheet) => plainName(sheet.name) === plainName(name))
  const sheet = chosen && targets.get(chosen.relation)?.target
  if (sheet === undefined) return 'no such sheet'
  const partOf = (kind: string): string | null =>
    [...targets.values()].find(({ type }) => type.endsWith(kind))?.target ?? null
  const [texts, styles] = [partOf('/sharedStrings'), partOf('/styles')]
  return { sheet, from1904, texts, styles, sheetName: chosen?.name ?? '', sheetNames: visible.map((each) => each.name) }
}

/** The texts that the cells of a workbook share, in order. Answers why not as a text, or "too-large". */
export async function readSharedTexts(
  archive: ZipArchive,
  part: string | null,
  limits: ReadLimits,
): Promise<PackedTexts | string> {
  const texts = new PackedTexts(limits.ownedBytes)
  if (part === null) return texts
  const opened = await archive.open(part, limits.tableBytes)
  if (!opened.ok) return opened.reason
  let text = ''
  let inText = false
  let inPhonetic = false
  let full = false
  const failure = await readXml(
    opened.chunks,
    {
      open(tag) {
        if (tag === 'si') text = ''
        else if (tag === 't') inText = !inPhonetic
        else if (tag === 'rPh') inPhonetic = true
      },
      close(tag) {
        if (tag === 't') inText = false
        else if (tag === 'rPh') inPhonetic = false
        else if (tag === 'si') full ||= !texts.add(text)
      },
      text(piece) {
        if (!inText) return
        // One over the limit is kept up to there, and its rows are then over it too.
        if (text.length <= limits.recordBytes) text += piece
      },
    },
    () => full,
  )
  return full ? 'too-large' : (failure ?? texts)
}

/** The formats of the numbers in a workbook. Answers why not as a text. */
export async function readNumberFormats(archive: ZipArchive, part: string | null): Promise<NumberFormats | string> {
  const formats = new NumberFormats()
  if (part === null) return formats
  let inStyles = false
  const failure = await readPart(
    archive,
    part,
    (tag, attributes) => {
      if (tag === 'cellXfs') inStyles = true
      else if (tag === 'numFmt') formats.define(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (tag === 'xf' && inStyles) formats.addStyle(Number(attributes['numFmtId'] ?? 0))
    },
    (tag) => {
      if (tag === 'cellXfs') inStyles = false
    },
  )
  return failure ?? formats
}

async function readPart(
  archive: ZipArchive,
  part: string,
  open: (tag: string, attributes: Readonly<Record<string, string>>) => void,
  close: (tag: string) => void = () => undefined,
): Promise<string | null> {
  const opened = await archive.open(part, SMALL_PART)
  if (!opened.ok) return `${part}: ${opened.reason}`
  return readXml(opened.chunks, { open, close }, () => false)
}

/** Targets are relative to `xl/`, or absolute within the archive. */
function partPath(target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join('xl', target)
}
