import type { Problem } from '../../../shared/problem.ts'
import { problem } from '../../../shared/problem.ts'
import type { TableMapping } from '../../../shared/column-mapping.ts'
import type { TableFile } from '../export/find-tables.ts'
import type { ZipOpening } from '../files/zip-archive.ts'
import type { ReadLimits } from '../limits.ts'
import { shown } from '../records/field-problem.ts'
import { isBlank } from './cells.ts'
import { matchHeader } from './table-header.ts'
import { readXlsx } from './xlsx-table.ts'

/** So many other sheets are looked into. */
const MOST_SHEETS = 50

/**
 * The visible sheets of a workbook that hold rows of the same table beside the one that is read (a sheet for each month):
 * nothing of them is read, and that is said. Null where there are none.
 */
export async function sheetsNotRead(
  open: () => Promise<ZipOpening>,
  file: TableFile,
  limits: ReadLimits,
  mapping: TableMapping,
  { sheet, sheets, above }: { sheet: string | null; sheets: readonly string[]; above: number },
): Promise<Problem | null> {
  const others: string[] = []
  for (const name of sheets.filter((each) => each !== sheet).slice(0, MOST_SHEETS)) {
    let isTable = false
    let holdsRows = false
    let tried = 0
    await readXlsx(
      await open(),
      name,
      file.table,
      file.facts.path,
      limits,
      (cells) => {
        if (cells.every(isBlank)) return true
        holdsRows = isTable
        isTable ||= matchHeader(cells, file.table, mapping).missing.length === 0
        tried += 1
        return !holdsRows && (isTable || tried < above)
      },
      () => undefined,
    )
    if (holdsRows) others.push(shown(name))
  }
  if (others.length === 0) return null
  const { table, facts } = file
  return problem('source-sheets-not-read', {
    table,
    file: facts.path,
    sheet: shown(sheet ?? ''),
    sheets: others.join(', '),
  })
}
