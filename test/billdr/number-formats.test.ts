import { describe, expect, test } from 'vitest'
import { previewTables } from '../../electron/billdr/tables/preview-tables.ts'
import type { Problem } from '../../shared/problem.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { Language } from '../../shared/words/catalogues.ts'
import { readLocation } from './exports.ts'
import type { Read } from './exports.ts'
import { csvFolder } from './tables.ts'
import type { SheetCell } from './xlsx-writer.ts'
import { workbookOf } from './xlsx-writer.ts'

/** A number of a workbook that is shown in the first format. */
const shownSo = (value: number): SheetCell => ({ xml: `<c s="1"><v>${value}</v></c>` })

async function folderOf(table: string, format: string | number, rows: SheetCell[][], more = {}): Promise<string> {
  const content = workbookOf({ sheets: [{ name: 'Feuil1', rows }], formats: [format] })
  return csvFolder({ [`${table}.xlsx`]: content, ...more })
}

const payments = (amount: SheetCell, reference: SheetCell = null, memo: SheetCell = null): SheetCell[][] => [
  ['id', 'invoice_id', 'received_on', 'method', 'amount', 'reference', 'memo'],
  ['pay-1', 'i-1', 46_100, 'cheque', amount, reference, memo],
]

/** What became of a payment's amount: its cents, or what the record waits for and what its cell shows. */
async function amountOf(format: string | number, value: number): Promise<unknown> {
  const read = await readLocation(await folderOf('payments', format, payments(shownSo(value))))
  return outcomeOf(read)
}

function outcomeOf({ records, problems }: Read): unknown {
  const [record] = records
  if (record?.kind === 'payment') return record.amount
  const told = problems[0]?.problem
  return [told?.code, told?.params['shows'] ?? told?.params['value']]
}

function said(language: Language, problem: Problem | undefined): string {
  if (!problem) throw new Error('nothing said')
  return wordsFor(language)
    .problem(problem)
    .explanation.replace(/[\u00a0\u202f]/g, ' ')
}

describe('an amount whose format shows something else than its number', () => {
  test.each([
    ['a percentage', '0%', 0.5, '50 %'],
    ['a percentage, built in', 10, 0.125, '12.5 %'],
    ['a percentage below naught', '0.0%;[Red]-0.0%', -0.5, '-50 %'],
    ['a date', 14, 46_100, '2026-03-19'],
    ['a date with words', '[$-c0c]d mmmm yyyy;@', 46_100, '2026-03-19'],
    ['hours', '[h]:mm', 46_100, '2026-03-19'],
    ['thousands', '#,##0,', 1_234_500, '1234.5'],
    ['thousands with their letter', '#,##0,"K"', 1_234_500, '1234.5K'],
    ['millions', '0.00,,', 1_234_500, '1.2345'],
    ['a letter alone', '0.0"k"', 1.2, '1.2k'],
    ['cents', '0"¢"', 50, '50¢'],
    ['nothing', ';;;', 100, ''],
    ['words alone', '"payé"', 100, 'payé'],
  ])('%s: it is held', async (_name, format, value, shows) => {
    const [code, what] = (await amountOf(format, value)) as [string, string]
    expect(code).toBe('record-cell-format')
    expect(what).toBe(shows)
  })

  test.each([
    ['General', 1234.5],
    ['#,##0.00', 1234.5],
    [4, 1234.5],
    ['#,##0', 1234.5],
    ['_-* #,##0.00\\ "$"_-;-* #,##0.00\\ "$"_-;_-* "-"??\\ "$"_-;_-@_-', 1234.5],
    ['#,##0.00\\ [$$-c0c];[Red]\\(#,##0.00\\ [$$-c0c]\\)', -1234.5],
    ['[$CAD] #,##0.00', 1234.5],
    ['0.00E+00', 1234.5],
    ['# ?/?', 1234.5],
    ['@', 1234.5],
    ['0.00" TTC"', 1234.5],
    ['[>=1000]#,##0.00;[<1000]0.00', 1234.5],
    ['0000000.00', 1234.5],
    ['#,##0.00;-#,##0.00;', 0],
    ['#,##0.00;-#,##0.00;"-"', 0],
  ])('%s shows the number itself', async (format, value) => {
    expect(await amountOf(format, value)).toBe(value * 100)
  })

  test('by the section of its condition', async () => {
    expect(await amountOf('[>=1000]#,##0,"K";0.00', 500)).toBe(50_000)
    expect(await amountOf('[>=1000]#,##0,"K";0.00', 5_000)).toEqual(['record-cell-format', '5K'])
  })

  test('is said in both languages, and stands on the columns page as a person sees it', async () => {
    const folder = await folderOf('payments', '0%', payments(shownSo(0.5)))
    const { problems } = await readLocation(folder)
    expect(said('en', problems[0]?.problem)).toContain(
      'Payments, row 2: the cell of “Amount” holds the number 0.5, and its format in the workbook shows “50 %”',
    )
    expect(said('fr', problems[0]?.problem)).toContain(
      'Paiements, rangée 2 : la cellule de « Montant » contient le nombre 0.5, et son format dans le classeur montre « 50 % »',
    )
    const { tables } = await previewTables(folder)
    expect(tables[0]?.rows[0]).toMatchObject({
      cells: ['pay-1', 'i-1', '2026-03-19', 'cheque', '50 %'],
      problems: [{ field: 'amount', problem: { code: 'record-cell-format' } }],
    })
  })
})

describe('percentages that are no amounts', () => {
  const invoices = (subtotal: SheetCell, tps: SheetCell, rate: SheetCell): SheetCell[][] => [
    ['id', 'number', 'project_id', 'status', 'issued_on', 'currency', 'subtotal', 'tax_tps', 'tax_tps_rate', 'total'],
    ['i-1', 1, 'p-1', 'submitted', 46_100, 'CAD', subtotal, tps, rate, 105],
  ]
  const lines = (quantity: SheetCell): Buffer =>
    workbookOf({
      sheets: [
        {
          name: 'L',
          rows: [
            ['invoice_id', 'description', 'quantity', 'unit_price', 'amount'],
            ['i-1', 'Gypse', quantity, 200, 100],
          ],
        },
      ],
      formats: ['0%'],
    })

  test('a rate of 5 % is 5, and a quantity of 50 % a half', async () => {
    const folder = await folderOf('invoices', 9, invoices(100, 5, shownSo(0.05)), {
      'invoice-lines.xlsx': lines(shownSo(0.5)),
    })
    const { records } = await readLocation(folder)
    expect(records).toMatchObject([
      {
        taxes: [{ name: 'TPS', rate: '5', amount: 500 }],
        lines: [{ quantity: '0.5', unitPrice: '200', amount: 10_000 }],
      },
    ])
  })

  test('a tax of 5 % is no amount of 5, in a workbook or in CSV', async () => {
    const folder = await folderOf('invoices', 9, invoices(100, shownSo(0.05), null), {
      'invoice-lines.xlsx': lines(0.5),
    })
    expect((await readLocation(folder)).problems).toMatchObject([
      { problem: { code: 'record-cell-format', params: { shows: '5 %' } } },
    ])
    const csv = await csvFolder({
      'invoices.csv':
        'id,number,project_id,status,issued_on,currency,subtotal,tax_tps,tax_tps_rate,total\ni-1,1,p-1,submitted,2026-03-19,CAD,100,5%,5%,105\ni-2,2,p-1,submitted,2026-03-19,CAD,100,5.00,5 %,105\n',
      'invoice-lines.csv': 'invoice_id,description,quantity,unit_price,amount\ni-1,a,1,100,100\ni-2,a,50 %,200,100\n',
    })
    const read = await readLocation(csv)
    expect(read.problems).toMatchObject([{ key: 'invoice:i-1', problem: { code: 'record-field-invalid' } }])
    expect(read.records).toMatchObject([
      { id: 'i-2', taxes: [{ rate: '5', amount: 500 }], lines: [{ quantity: '0.5' }] },
    ])
  })
})

describe('a currency that only the format names', () => {
  const expenses = (amount: SheetCell): SheetCell[][] => [
    ['id', 'status', 'spent_on', 'paid_with', 'currency', 'subtotal', 'total'],
    ['e-1', 'approved', 46_100, 'cash', 'CAD', amount, 10],
  ]
  const lines = { 'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10.00\n' }
  test.each([
    ['[$USD] #,##0.00', 'held'],
    ['[$US$-409]#,##0.00', 'held'],
    ['#,##0.00\\ [$€-40C]', 'held'],
    ['"US$"#,##0.00', 'held'],
    ['[$£-809]#,##0.00', 'held'],
    ['[$MXN]\\ #,##0.00', 'held'],
    ['[$$-409]#,##0.00', 'read'],
    ['[$CA$-1009]#,##0.00', 'read'],
  ])('%s on a document in CAD: %s', async (format, becomes) => {
    const { records, problems } = await readLocation(await folderOf('expenses', format, expenses(shownSo(10)), lines))
    expect(records).toHaveLength(becomes === 'read' ? 1 : 0)
    expect(problems).toHaveLength(becomes === 'read' ? 0 : 1)
  })
})

describe('a text that a workbook keeps as a number', () => {
  test.each([
    ['naughts before it', '00000', 482, '00482'],
    ['words around it', '"CHQ-"0000', 482, 'CHQ-0482'],
    ['its digits', '0', 482, '482'],
  ])('%s', async (_name, format, value, reference) => {
    const { records } = await readLocation(await folderOf('payments', format, payments(800, shownSo(value))))
    expect(records).toMatchObject([{ reference }])
  })

  test('a date in a note is that date; where a number or code belongs, the spreadsheet made it of something else', async () => {
    const noted = await readLocation(await folderOf('payments', 14, payments(800, null, shownSo(46_100))))
    expect(noted.records).toMatchObject([{ memo: '2026-03-19' }])
    const rows: SheetCell[][] = [
      ['id', 'code', 'name', 'used_for'],
      ['cc-1', shownSo(46_111), 'Béton', 'both'],
      ['cc-2', '03-31', 'Acier', 'both'],
    ]
    const { records, problems } = await readLocation(await folderOf('cost-codes', 'dd-mmm', rows))
    expect(records).toMatchObject([{ id: 'cc-2' }])
    expect(problems).toMatchObject([
      { key: 'cost-code:cc-1', problem: { code: 'record-cell-format', params: { shows: '2026-03-30' } } },
    ])
  })
})

test('a workbook whose formats are damaged is not guessed at', async () => {
  const whole = workbookOf({ sheets: [{ name: 'F', rows: payments(shownSo(0.5)) }], formats: ['0%'] })
  whole.fill(0x58, whole.indexOf('xl/styles.xml') + 20, whole.indexOf('xl/styles.xml') + 40)
  const { records, outcome } = await readLocation(await csvFolder({ 'payments.xlsx': whole }))
  expect(records).toEqual([])
  expect(outcome).toMatchObject({ problem: { code: 'source-table-unreadable' } })
})
