import { describe, expect, test } from 'vitest'
import { previewTables } from '../../electron/billdr/tables/preview-tables.ts'
import type { TablePreview } from '../../shared/column-preview.ts'
import { emptyFolder, frenchCsv } from './exports.ts'
import { csvFolder } from './tables.ts'

async function previewOf(table: string, location: string, options = {}): Promise<TablePreview> {
  const { tables } = await previewTables(location, { settleMs: 0, ...options })
  const preview = tables.find((each) => each.table === table)
  if (!preview) throw new Error(`no preview of ${table}`)
  return preview
}

describe('the preview of a table', () => {
  test('shows how each column and row will be understood', async () => {
    const preview = await previewOf('invoices', await frenchCsv())
    expect(preview).toMatchObject({ file: 'invoices.csv', missing: [], problem: null })
    expect(preview.columns.slice(0, 3)).toEqual([
      { header: 'id', column: 'id' },
      { header: 'number', column: 'number' },
      { header: 'project_id', column: 'project_id' },
    ])
    expect(preview.columns.at(-1)).toEqual({ header: 'tax_tvq', column: 'tax_tvq' })
    expect(preview.rows[0]).toMatchObject({
      row: 2,
      problems: [],
      understood: { id: 'i-1001', issued_on: '2026-03-06', subtotal: '7750.5', tax_tps: '387.53', status: 'submitted' },
    })
    expect(preview.rows[0]?.cells).toContain('7\u00a0750,50')
  })

  test('shows everything that is wrong with a row, and what has to be matched', async () => {
    const folder = await csvFolder({
      'payments.csv': 'id,invoice_id,amount,received_on,method\np-1,i-1,beaucoup,03/04/2026,troc\n',
      'clients.csv': 'id,appellation\nc-1,Zoé\n',
    })
    const payments = await previewOf('payments', folder, { locale: 'en-CA' })
    expect(payments.rows[0]?.problems.map(({ field, problem }) => [field, problem.code])).toEqual([
      ['receivedOn', 'source-date-ambiguous'],
      ['amount', 'record-field-invalid'],
      ['method', 'record-field-invalid'],
    ])
    const clients = await previewOf('clients', folder)
    expect(clients).toMatchObject({
      missing: ['display_name'],
      rows: [{ row: 2, cells: ['c-1', 'Zoé'], understood: {} }],
      columns: [
        { header: 'id', column: 'id' },
        { header: 'appellation', column: null },
      ],
      problem: { code: 'source-columns-unknown' },
    })
    expect(clients.choices).toContain('address_city')
  })

  test('follows what the user says as it is said', async () => {
    const folder = await csvFolder({ 'clients.csv': 'id,appellation\nc-1,Zoé\n' })
    const columnMapping = { version: 1 as const, tables: { clients: { columns: { appellation: 'display_name' } } } }
    expect(await previewOf('clients', folder, { columnMapping })).toMatchObject({
      missing: [],
      rows: [{ understood: { display_name: 'Zoé' }, problems: [] }],
      problem: null,
    })
  })

  test('shows the first rows only, of lines and attachments too', async () => {
    const folder = await csvFolder({
      'invoice-lines.csv': `invoice_id,amount\n${'i-1,5.00\n'.repeat(100)}i-1,cinq\n`,
      'invoices.csv': 'id\n',
    })
    const preview = await previewOf('invoice-lines', folder)
    expect(preview.rows).toHaveLength(20)
    expect(preview.rows.every((row) => row.problems.length === 0)).toBe(true)
  })

  test('of nothing says so', async () => {
    expect(await previewTables(await emptyFolder())).toMatchObject({ tables: [], problem: { code: 'source-empty' } })
  })
})
