import type { ColumnMapping } from '../../shared/column-mapping.ts'
import type { ColumnsAnswer } from '../../shared/column-preview.ts'
import type { Company } from './company.ts'
import { columnMappingOf } from './company-source.ts'
import { ONLY } from './tables.ts'

/**
 * How the first rows of each table read with a mapping that is not kept yet, or with the kept one where `draft` is null.
 * Changes nothing. The tables of the local API have the contract's fields: nothing of them is to be matched.
 */
export async function columnsAnswer(company: Company, draft: ColumnMapping | null): Promise<ColumnsAnswer> {
  const kept = columnMappingOf(company.workspace)
  const { location } = company.profile.source
  if (/^https?:/i.test(location)) return { kept, applies: false, tables: [], others: [], problem: null }
  // Only who looks at the screen pays for what it takes to show it.
  const { previewTables } = await import('../billdr/tables/preview-tables.ts')
  return { kept, applies: true, ...(await previewTables(location, company.source.options(draft ?? kept))) }
}

/** Keeps a mapping and reads the source with it from now on. */
export async function setColumnMapping(company: Company, mapping: ColumnMapping): Promise<void> {
  const { workspace, source } = company
  await workspace.store.commit([{ table: 'columns', id: ONLY, value: mapping }])
  const tables = Object.keys(mapping.tables ?? {})
    .sort()
    .join(', ')
  await workspace.noteDecision('columns', { params: { tables } })
  source.reopen()
}
