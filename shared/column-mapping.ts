import { z } from 'zod'
import { TABLES } from './tables.ts'

/** What a user can say about how a table is written, where what the program recognises is not right. */
export const SEPARATORS = [',', ';', '\t'] as const
export const ENCODINGS = [
  'utf-8',
  // UTF-8 that a program took for an old alphabet and encoded once more: "CÃ´tÃ©".
  'utf-8-twice',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'macintosh',
  'cp850',
  'cp437',
] as const
export const DECIMAL_MARKS = ['.', ','] as const
export const DATE_ORDERS = ['dmy', 'mdy', 'ymd'] as const

export type Separator = (typeof SEPARATORS)[number]
export type TextEncodingName = (typeof ENCODINGS)[number]
export type DecimalMark = (typeof DECIMAL_MARKS)[number]
export type DateOrder = (typeof DATE_ORDERS)[number]

const written = {
  separator: z.enum(SEPARATORS).optional(),
  encoding: z.enum(ENCODINGS).optional(),
  /** The mark before the cents. */
  decimal: z.enum(DECIMAL_MARKS).optional(),
  dateOrder: z.enum(DATE_ORDERS).optional(),
}

const oneTable = z.strictObject({
  /** The file that holds this table, where its name does not say so. */
  file: z.string().min(1).max(255).optional(),
  /** The sheet of a workbook; otherwise its first. */
  sheet: z.string().min(1).max(255).optional(),
  /** Their column name → our field in snake_case ("issued_on", "address_city", "tax_tps"); null: leave it out. */
  columns: z.record(z.string().max(255), z.string().min(1).max(100).nullable()).optional(),
  /** Field → their word → the contract's word: {"status": {"Envoyée": "submitted"}}. */
  values: z.record(z.string().max(100), z.record(z.string().max(255), z.string().max(100))).optional(),
  /** Field → what every row holds there, where no column says it: {"currency": "CAD", "kind": "supplier"}. */
  constants: z.record(z.string().max(100), z.string().min(1).max(255)).optional(),
  /** Whether a row that only says "Total" and amounts is left out; it is, unless this says false. */
  skipTotals: z.boolean().optional(),
  ...written,
})

/**
 * What a user said, once, about how tables of theirs are to be read. Also the format of the file in which it is shared.
 * What is said of one table goes before what is said of all.
 */
export const columnMappingSchema = z.strictObject({
  version: z.literal(1),
  /** Files that look like data and are not to be read, by their names. */
  leftOut: z.array(z.string().min(1).max(255)).max(1000).optional(),
  ...written,
  tables: z.partialRecord(z.enum(TABLES), oneTable).optional(),
})

export type ColumnMapping = z.infer<typeof columnMappingSchema>
export type TableMapping = z.infer<typeof oneTable>

export function noColumnMapping(): ColumnMapping {
  return { version: 1 }
}

/** Understands a mapping file. Null where the text is no such mapping. */
export function readColumnMapping(text: string): ColumnMapping | null {
  try {
    const parsed = columnMappingSchema.safeParse(JSON.parse(text.replace(/^\ufeff/, '')))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
