import type { ColumnMapping, TableMapping } from '../../../shared/column-mapping.ts'
import type { TableName } from '../../../shared/tables.ts'

/** What can be said of all tables together, and of each. */
export type WritingName = 'separator' | 'encoding' | 'decimal' | 'dateOrder'

/** A mapping with one table of it changed. What says nothing is left out, so that a file stays as short as what was said. */
export function withTable(
  mapping: ColumnMapping,
  table: TableName,
  change: (before: TableMapping) => TableMapping,
): ColumnMapping {
  const { tables = {}, ...ofAll } = mapping
  const { [table]: before = {}, ...others } = tables
  const after = withoutNothing(change(before))
  const next = Object.keys(after).length === 0 ? others : { ...others, [table]: after }
  return Object.keys(next).length === 0 ? ofAll : { ...ofAll, tables: next }
}

/** Their column holds this field, or nothing that is read (null), or again what the program recognises (undefined). */
export function withColumn(
  mapping: ColumnMapping,
  table: TableName,
  header: string,
  field: string | null | undefined,
): ColumnMapping {
  return withTable(mapping, table, (before) => {
    // A field stands in one column: who held it before gives it up.
    const others = Object.entries(before.columns ?? {}).filter(
      ([each, held]) => each !== header && (held === null || held !== field),
    )
    return { ...before, columns: Object.fromEntries(field === undefined ? others : [...others, [header, field]]) }
  })
}

/** A word of theirs means this one of the contract; null: not said. */
export function withWord(
  mapping: ColumnMapping,
  table: TableName,
  column: string,
  word: string,
  means: string | null,
): ColumnMapping {
  return withTable(mapping, table, (before) => {
    const others = Object.entries(before.values?.[column] ?? {}).filter(([each]) => each !== word)
    const words = Object.fromEntries(means === null ? others : [...others, [word, means]])
    const { [column]: _, ...rest } = before.values ?? {}
    return { ...before, values: Object.keys(words).length === 0 ? rest : { ...rest, [column]: words } }
  })
}

/** Every row holds the same there; an empty text: not said. */
export function withConstant(mapping: ColumnMapping, table: TableName, column: string, value: string): ColumnMapping {
  return withTable(mapping, table, (before) => {
    const { [column]: _, ...rest } = before.constants ?? {}
    return { ...before, constants: value.trim() === '' ? rest : { ...rest, [column]: value.trim() } }
  })
}

/** A file beside the tables is not to be read, or nothing is said of it any more. */
export function withLeftOut(mapping: ColumnMapping, file: string, isOut: boolean): ColumnMapping {
  const { leftOut = [], ...rest } = mapping
  const next = [...leftOut.filter((each) => each !== file), ...(isOut ? [file] : [])]
  return next.length === 0 ? rest : { ...rest, leftOut: next }
}

/** How all tables are written, or one of them; null: recognised. */
export function withWriting(
  mapping: ColumnMapping,
  table: TableName | null,
  name: WritingName,
  value: string | null,
): ColumnMapping {
  const said = value === null ? {} : ({ [name]: value } as Pick<TableMapping, WritingName>)
  if (table !== null) return withTable(mapping, table, ({ [name]: _, ...rest }) => ({ ...rest, ...said }))
  const { [name]: _, ...rest } = mapping
  return { ...rest, ...said }
}

function withoutNothing(said: TableMapping): TableMapping {
  return Object.fromEntries(
    Object.entries(said).filter(
      ([, value]) => value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0),
    ),
  )
}
