/** Bounds on what a source may cost to read. Past one of them the reading ends with a problem; nothing is cut silently. */
export interface ReadLimits {
  /** Size of manifest.json, in bytes. */
  manifestBytes: number
  /** Size of one table, unpacked, in bytes. */
  tableBytes: number
  /** Size of one record or row, in bytes; also what one cell or text may reach. */
  recordBytes: number
  /** How deep JSON may be nested. The contract needs four levels. */
  depth: number
  /** Records or rows in one table. */
  rows: number
  /** Columns of a spreadsheet row. */
  columns: number
  /** Files in an export. */
  files: number
  /** One attachment, in bytes. QuickBooks takes no upload above 100 MB. */
  attachmentBytes: number
  /** What a zip may unpack to altogether, in bytes. */
  unpackedBytes: number
  /** How many times larger than its packed size a file in a zip may become, once it is past 1 MB. */
  expansion: number
  /** An XLSX workbook as it lies on the disk, in bytes: it is held packed while it is read. */
  workbookBytes: number
  /** What all records of one reading may hold, in bytes as `weightOf` counts them: they are kept in memory. */
  keptBytes: number
  /** Lines and attachments that are kept while their documents are read, in bytes. */
  ownedBytes: number
}

export const DEFAULT_LIMITS: ReadLimits = {
  manifestBytes: 64 * 2 ** 20,
  tableBytes: 4 * 2 ** 30,
  recordBytes: 4 * 2 ** 20,
  depth: 16,
  rows: 5_000_000,
  columns: 1_000,
  files: 200_000,
  attachmentBytes: 100 * 2 ** 20,
  unpackedBytes: 16 * 2 ** 30,
  expansion: 200,
  workbookBytes: 256 * 2 ** 20,
  keptBytes: 384 * 2 ** 20,
  ownedBytes: 512 * 2 ** 20,
}

/** About how many bytes of memory a record takes: its texts, and so much for each of its fields. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length
  if (typeof value !== 'object' || value === null) return 8
  let sum = 16
  for (const each of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) sum += weightOf(each)
  return sum
}

/** What is still left of a limit that several tables share, in bytes. */
export interface Allowance {
  left: number
}

/**
 * Why a record is held by itself: its size, its nesting, the number of its columns, other rows in one of its cells, more
 * cells than its table has columns, a file that ends within it, or a line break.
 */
const OVER_LIMITS = ['record', 'depth', 'columns', 'rows', 'cells', 'end', 'break'] as const
export type OverLimit = (typeof OVER_LIMITS)[number]

/** The field that marks what is left of a record over the limits: its short fields. No export has one of that name. */
export const OVER_LIMIT = '(over the limit)'

/** Why a raw record was cut down; null for one that is whole. */
export function overLimitOf(raw: Readonly<Record<string, unknown>>): OverLimit | null {
  const over = Object.hasOwn(raw, OVER_LIMIT) ? raw[OVER_LIMIT] : null
  return OVER_LIMITS.find((each) => each === over) ?? null
}
