import type { ColumnMapping, DateOrder, DecimalMark, Separator, TextEncodingName } from './column-mapping.ts'
import type { Problem } from './problem.ts'
import type { TableName } from './tables.ts'

/** How a table turned out to be written; null where its format does not say (no separator in a workbook). */
export interface Writing {
  separator: Separator | null
  /** "utf-8" for a text that, as far as it was read, holds only ASCII. */
  encoding: TextEncodingName | null
  /** Null: a number that can be read in two ways is asked about. */
  decimal: DecimalMark | null
  /** Null: a date that can be read in two ways is asked about. */
  dateOrder: DateOrder | null
  /** The sheet of a workbook, and the names of all that are not hidden. */
  sheet: string | null
  sheets: string[]
}

/** How a CSV or XLSX table will be understood, for the screen on which its columns are matched. */
export interface TablePreview {
  table: TableName
  file: string
  format: 'csv' | 'xlsx'
  writing: Writing | null
  /** Their columns in order; `column` is ours by its contract name ("issued_on", "tax_tps"), or null. */
  columns: { header: string; column: string | null }[]
  /** Contract names of columns that have to be matched before the table can be read. */
  missing: string[]
  /** Every column that one of theirs could be. */
  choices: string[]
  /** Columns that can be the same in every row where the table has none: `choices` where only some words will do. */
  constants: { column: string; choices: string[] }[]
  /** Words that the contract does not know, in columns that take only some. */
  words: UnknownWord[]
  rows: PreviewRow[]
  /** Rows that only sum up the others and are passed over, as a spreadsheet counts. */
  totals: number[]
  /** What is wrong with the table as a whole. */
  problem: Problem | null
  /** How its numbers or its dates are written, where that has to be said. */
  questions: Problem[]
}

/** A value of a table as it would be read in each of two ways: a plain decimal with the point or the comma before the cents. */
export interface TwoReadings {
  row: number
  value: string
  one: string
  other: string
}

export interface UnknownWord {
  column: string
  word: string
  choices: string[]
}

export interface PreviewRow {
  /** As a spreadsheet counts. */
  row: number
  cells: string[]
  /** What each of our columns will hold, as plain text; what could not be understood stands as it was written. */
  understood: Record<string, string>
  problems: { field: string | null; problem: Problem }[]
}

export interface TablesPreview {
  tables: TablePreview[]
  /** Files that could be tables but are none by their names, nor by what the user said. */
  others: string[]
  /** What is wrong with the data as a whole: it is not there, or no table of it is known by its name. */
  problem: Problem | null
}

/** What the screen of the columns shows: the mapping that is kept, and how the data reads with the one that was asked for. */
export interface ColumnsAnswer extends TablesPreview {
  kept: ColumnMapping
  /** Whether the data is of a kind whose columns can be matched: the local API has none. */
  applies: boolean
}
