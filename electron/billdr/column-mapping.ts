import { z } from 'zod'
import { TABLES } from './tables.ts'

const dateOrder = z.enum(['dmy', 'mdy', 'ymd'])

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
  separator: z.enum([',', ';', '\t']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  /** The mark before the cents. */
  decimal: z.enum(['.', ',']).optional(),
  dateOrder: dateOrder.optional(),
})

/**
 * What a user said, once, about how tables of theirs are to be read. Also the format of the file in which it is shared.
 * What is said of one table goes before what is said of all.
 */
export const COLUMN_MAPPING = z.strictObject({
  version: z.literal(1),
  dateOrder: dateOrder.optional(),
  decimal: z.enum(['.', ',']).optional(),
  separator: z.enum([',', ';', '\t']).optional(),
  encoding: z.enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252']).optional(),
  tables: z.partialRecord(z.enum(TABLES), oneTable).optional(),
})

export type ColumnMapping = z.infer<typeof COLUMN_MAPPING>
export type DateOrder = z.infer<typeof dateOrder>
export type TableMapping = z.infer<typeof oneTable>

/** Understands a mapping file. Null where the text is no such mapping. */
export function readColumnMapping(text: string): ColumnMapping | null {
  try {
    const parsed = COLUMN_MAPPING.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
