import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Payment } from '../../shared/domain.ts'
import { previewTables } from '../../electron/billdr/tables/preview-tables.ts'
import { emptyFolder, readLocation } from './exports.ts'
import type { SheetCell, WorkbookParts } from './xlsx-writer.ts'
import { workbookOf } from './xlsx-writer.ts'

const HEADER = ['id', 'invoice_id', 'amount', 'received_on', 'method', 'memo', 'updated_at']
const payment = (
  cells: Partial<Record<'amount' | 'received_on' | 'memo' | 'updated_at' | 'id', SheetCell>> = {},
): SheetCell[] => [
  cells.id ?? 'pay-1',
  'i-1',
  cells.amount ?? 800,
  cells.received_on ?? 46_100,
  'cheque',
  cells.memo ?? null,
  cells.updated_at ?? 46_100.5,
]

async function workbook(parts: WorkbookParts): Promise<string> {
  const folder = await emptyFolder()
  await writeFile(join(folder, 'payments.xlsx'), workbookOf(parts))
  return folder
}

async function onePayment(cells: Parameters<typeof payment>[0], more: Partial<WorkbookParts> = {}) {
  const { records, problems } = await readLocation(
    await workbook({ sheets: [{ name: 'Feuil1', rows: [HEADER, payment(cells)] }], ...more }),
  )
  return { payment: records[0] as Payment | undefined, problem: problems[0] }
}

describe('cells of a workbook', () => {
  test('numbers are amounts as Excel shows them, without the noise of binary fractions', async () => {
    for (const [written, cents] of [
      ['842.95000000000005', 84295],
      ['0.30000000000000004', 30],
      ['1.2345E3', 123450],
      ['-150', -15000],
    ] as const) {
      expect((await onePayment({ amount: { xml: `<c><v>${written}</v></c>` } })).payment?.amount).toBe(cents)
    }
  })

  test('dates are serial dates, of either calendar; a time of day makes an instant', async () => {
    expect((await onePayment({})).payment).toMatchObject({
      receivedOn: '2026-03-19',
      updatedAt: '2026-03-19T12:00:00Z',
    })
    expect(
      (await onePayment({ received_on: 46_100 - 1_462, updated_at: 46_100.5 - 1_462 }, { from1904: true })).payment,
    ).toMatchObject({ receivedOn: '2026-03-19', updatedAt: '2026-03-19T12:00:00Z' })
    expect((await onePayment({ received_on: '2026-03-19' })).payment?.receivedOn).toBe('2026-03-19')
    // A time of day, and what a spreadsheet's sums of days round away, do not matter.
    expect((await onePayment({ received_on: 46_100.25 })).payment?.receivedOn).toBe('2026-03-19')
    expect((await onePayment({ received_on: 46_099.99998 })).payment?.receivedOn).toBe('2026-03-19')
    expect((await onePayment({ received_on: 46_099 + 86_399.9 / 86_400 })).payment?.receivedOn).toBe('2026-03-19')
    // The end of a day as programs write it is that day: 23:59:59, 23:59:55, 23:59:59.999.
    for (const seconds of [86_399, 86_395, 86_399.999])
      expect((await onePayment({ received_on: 46_100 + seconds / 86_400 })).payment?.receivedOn).toBe('2026-03-19')
    expect((await onePayment({ received_on: 59 })).problem).toMatchObject({ field: 'receivedOn' })
  })

  test('texts: shared, written in the cell, in several pieces, with line ends; a number where a text belongs is its digits', async () => {
    expect((await onePayment({ memo: 'd’un côté\nde l’autre' })).payment?.memo).toBe('d’un côté\nde l’autre')
    expect(
      (
        await onePayment({
          memo: { xml: '<c t="inlineStr"><is><r><t>en </t></r><r><t>deux</t></r><rPh><t>X</t></rPh></is></c>' },
        })
      ).payment?.memo,
    ).toBe('en deux')
    expect(
      (await onePayment({ memo: { xml: '<c t="str"><f>"a"&amp;"b"</f><v>ab_x000A_c</v></c>' } })).payment?.memo,
    ).toBe('ab\nc')
    expect((await onePayment({ memo: 482 })).payment?.memo).toBe('482')
  })

  test('a formula is what was computed when the file was saved, never evaluated', async () => {
    expect((await onePayment({ amount: { xml: '<c><f>SUM(1,2)</f><v>912.5</v></c>' } })).payment?.amount).toBe(91250)
  })

  test('a formula that was never computed, and one that failed, refuse their record', async () => {
    expect((await onePayment({ amount: { xml: '<c><f>1+1</f></c>' } })).problem).toMatchObject({
      key: 'payment:pay-1',
      row: 2,
      field: 'amount',
      problem: { params: { value: '=…' } },
    })
    expect((await onePayment({ memo: { xml: '<c t="e"><f>X</f><v>#REF!</v></c>' } })).problem).toMatchObject({
      field: 'memo',
      problem: { params: { value: '#REF!' } },
    })
    expect((await onePayment({ memo: { xml: '<c t="s"><v>999</v></c>' } })).problem).toMatchObject({ field: 'memo' })
  })

  test('rows and cells that are left out are empty; rows count as the workbook counts', async () => {
    const xml =
      '<worksheet><sheetData><row r="3"><c r="B3" t="str"><v>id</v></c><c r="D3" t="str"><v>invoice_id</v></c><c t="str"><v>amount</v></c><c t="str"><v>received_on</v></c><c t="str"><v>method</v></c></row>' +
      '<row r="7"><c r="B7" t="str"><v>pay-1</v></c><c r="E7"><v>5</v></c><c r="F7"><v>46100</v></c><c r="G7" t="str"><v>cash</v></c></row></sheetData></worksheet>'
    const { problems } = await readLocation(await workbook({ sheets: [{ name: 'A', xml }] }))
    expect(problems).toMatchObject([
      { key: 'payment:pay-1', row: 7, field: 'invoiceId', problem: { code: 'record-field-missing' } },
    ])
  })
})

describe('the sheet of a workbook', () => {
  const other = { name: 'Notes', rows: [['rien'], ['à voir']] }
  const hidden = { name: 'Caché', hidden: true, rows: [HEADER, payment({ id: 'pay-old' })] }
  const named = { name: 'Paiements', rows: [HEADER, payment({ id: 'pay-9' })] }

  test('is the one with the table’s name, else the first that is not hidden', async () => {
    expect(
      (await readLocation(await workbook({ sheets: [other, hidden, named] }))).records.map((record) => record.id),
    ).toEqual(['pay-9'])
    expect(
      (await readLocation(await workbook({ sheets: [hidden, { ...named, name: 'Feuil1' }] }))).records.map(
        (record) => record.id,
      ),
    ).toEqual(['pay-9'])
  })

  test('or the one that the user named', async () => {
    const { records } = await readLocation(await workbook({ sheets: [other, named, hidden] }), {
      columnMapping: { version: 1, tables: { payments: { sheet: 'cache' } } },
    })
    expect(records.map((record) => record.id)).toEqual(['pay-old'])
  })

  test('that is not there makes the table unreadable', async () => {
    const { outcome } = await readLocation(await workbook({ sheets: [named] }), {
      columnMapping: { version: 1, tables: { payments: { sheet: 'Avril' } } },
    })
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { table: 'payments', file: 'payments.xlsx' } },
    })
  })
})

describe('a workbook that is none', () => {
  const damaged = (change: (bytes: Buffer) => Buffer): Promise<string> =>
    emptyFolder().then(async (folder) => {
      await writeFile(
        join(folder, 'payments.xlsx'),
        change(workbookOf({ sheets: [{ name: 'A', rows: [HEADER, payment({})] }] })),
      )
      return folder
    })
  test.each([
    ['an empty file', (): Buffer => Buffer.alloc(0)],
    ['cut off', (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 200)],
    [
      'with a changed byte in its sheet',
      (bytes: Buffer): Buffer => {
        const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 60
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 0x10
        return changed
      },
    ],
  ])('%s makes the table unreadable, and no row of it is believed', async (_name, change) => {
    const { records, outcome } = await readLocation(await damaged(change))
    expect(records).toEqual([])
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { table: 'payments' } },
    })
  })
})

describe('a workbook reads as a person reads it', () => {
  const EXPENSES: SheetCell[][] = [
    ['id', 'status', 'spent_on', 'paid_with', 'currency', 'subtotal', 'total'],
    ['e-1', 'approved', 46_100, 'cash', 'CAD', 30, 30],
  ]
  async function expensesWith(lines: WorkbookParts) {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'expenses.xlsx'), workbookOf({ sheets: [{ name: 'Feuil1', rows: EXPENSES }] }))
    await writeFile(join(folder, 'expense-lines.xlsx'), workbookOf(lines))
    return readLocation(folder)
  }

  test('the owner of lines stands once in cells that are merged over them', async () => {
    const { records, problems } = await expensesWith({
      sheets: [
        {
          name: 'Feuil1',
          rows: [
            ['expense_id', 'description', 'amount'],
            ['e-1', 'Vis', 10],
            [null, 'Clous', 20],
          ],
          merged: ['A2:A3'],
        },
      ],
    })
    expect(problems).toEqual([])
    expect(records).toMatchObject([{ id: 'e-1', lines: [{ amount: 1000 }, { amount: 2000 }] }])
  })

  test('an amount in merged cells counts once: its other lines have none, and the document waits', async () => {
    const { records, problems } = await expensesWith({
      sheets: [
        {
          name: 'Feuil1',
          rows: [
            ['expense_id', 'description', 'amount'],
            ['e-1', 'Vis', 30],
            ['e-1', 'Clous', null],
          ],
          merged: ['C2:C3'],
        },
      ],
    })
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ key: 'expense:e-1' }])
  })

  test('shared texts that are empty, or written in several styles', async () => {
    const sharedXml =
      '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si/><si><t/></si><si><r><t>Vis </t></r><r><rPr><b/></rPr><t>et clous</t></r></si></sst>'
    const at = (position: number): SheetCell => ({ xml: `<c t="s"><v>${position}</v></c>` })
    const inline = (text: string): SheetCell => ({ xml: `<c t="inlineStr"><is><t>${text}</t></is></c>` })
    const { records, problems } = await expensesWith({
      sheets: [
        {
          name: 'Feuil1',
          rows: [
            ['expense_id', 'description', 'amount', 'cost_code_id', 'id'].map(inline),
            [inline('e-1'), at(2), 30, at(0), at(1)],
          ],
        },
      ],
      sharedXml,
    })
    expect(problems).toEqual([])
    expect(records).toMatchObject([{ lines: [{ id: 'l1', description: 'Vis et clous', costCodeId: null }] }])
  })

  test('a table that is only a header has no records, and says nothing', async () => {
    const { records, problems, outcome } = await readLocation(
      await workbook({ sheets: [{ name: 'Feuil1', rows: [HEADER] }] }),
    )
    expect([records, problems]).toEqual([[], []])
    expect(outcome).toMatchObject({ ok: true, problem: null })
  })

  test('the preview shows a date as a date, never as the number that keeps it', async () => {
    const { tables } = await previewTables(await workbook({ sheets: [{ name: 'Feuil1', rows: [HEADER, payment()] }] }))
    const cells = tables[0]?.rows[0]?.cells ?? []
    expect([cells[3], cells[6]]).toEqual(['2026-03-19', '2026-03-19'])
    expect(cells.join(' ')).not.toContain('46100')
  })
})
