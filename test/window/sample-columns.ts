import type { ColumnMapping } from '../../shared/column-mapping.ts'
import type { ColumnsAnswer, TablePreview } from '../../shared/column-preview.ts'
import { problem } from '../../shared/problem.ts'

const MISSING = ['issued_on', 'status', 'subtotal']

/** Two tables of a hand-made French folder: one that reads by itself, and one with columns that nobody knows. */
export function sampleColumns(kept: ColumnMapping, mapping: ColumnMapping): ColumnsAnswer {
  const said = mapping.tables?.invoices?.columns ?? {}
  const column = (header: string): { header: string; column: string | null } => ({
    header,
    column: said[header] ?? null,
  })
  const columns = [
    { header: 'id', column: 'id' },
    { header: 'No de facture', column: 'number' },
    column('Jour de l’envoi'),
    column('Avancement'),
    column('Avant taxes'),
  ]
  const missing = MISSING.filter((name) => !columns.some((each) => each.column === name))
  const cells = [
    ['i-1', '1001', '03/04/2026', 'Envoyée', '1 234,50'],
    ['i-2', '1002', '05/04/2026', 'En suspens', '99,00'],
  ]
  const invoices: TablePreview = {
    table: 'invoices',
    file: 'factures.csv',
    format: 'csv',
    columns,
    missing,
    choices: ['id', 'number', 'status', 'issued_on', 'subtotal', 'total', 'memo', 'tax_tps'],
    writing: {
      separator: ';',
      encoding: 'windows-1252',
      decimal: ',',
      dateOrder: mapping.dateOrder ?? null,
      sheet: null,
      sheets: [],
    },
    words:
      missing.length > 0
        ? []
        : [{ column: 'status', word: 'En suspens', choices: ['draft', 'submitted', 'paid', 'voided'] }],
    rows: cells.map(([id = '', number = '', day = '', status = '', subtotal = ''], at) => ({
      row: at + 2,
      cells: [id, number, day, status, subtotal],
      understood:
        missing.length > 0
          ? {}
          : {
              id,
              number,
              issued_on: mapping.dateOrder ? '2026-04-03' : day,
              status: status === 'Envoyée' ? 'submitted' : status,
              subtotal: '1234.5',
            },
      problems:
        missing.length > 0 || mapping.dateOrder
          ? []
          : [
              {
                field: 'issuedOn',
                problem: problem('source-date-ambiguous', {
                  table: 'invoices',
                  row: at + 2,
                  field: 'issuedOn',
                  value: day,
                }),
              },
            ],
    })),
    constants: [{ column: 'status', choices: ['draft', 'submitted', 'paid', 'voided'] }],
    questions:
      missing.length > 0 || mapping.dateOrder
        ? []
        : [
            problem('source-date-ambiguous', {
              table: 'invoices',
              file: 'factures.csv',
              row: 2,
              field: 'issuedOn',
              value: '03/04/2026',
              expected: 'day',
              readings: '2|03/04/2026|2026-04-03|2026-03-04\n3|05/04/2026|2026-04-05|2026-05-04',
            }),
          ],
    totals: [4],
    problem:
      missing.length > 0
        ? problem('source-columns-unknown', { table: 'invoices', file: 'factures.csv', columns: missing.join(', ') })
        : null,
  }
  const clients: TablePreview = {
    table: 'clients',
    file: 'clients.xlsx',
    format: 'xlsx',
    columns: [
      { header: 'id', column: 'id' },
      { header: 'Nom', column: 'display_name' },
    ],
    missing: [],
    choices: ['id', 'display_name', 'email'],
    writing: {
      separator: null,
      encoding: null,
      decimal: ',',
      dateOrder: null,
      sheet: 'Clients',
      sheets: ['Clients', 'Notes'],
    },
    words: [],
    constants: [],
    rows: [
      { row: 2, cells: ['c-1', 'Zoé D’Amours'], understood: { id: 'c-1', display_name: 'Zoé D’Amours' }, problems: [] },
    ],
    questions: [],
    totals: [],
    problem: null,
  }
  return { kept, applies: true, tables: [clients, invoices], others: ['ventes de mars.csv'], problem: null }
}
