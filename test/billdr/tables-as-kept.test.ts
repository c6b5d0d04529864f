import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readRecord } from '../../electron/billdr/records/records.ts'
import { warningOf } from '../../electron/plan/warnings.ts'
import { DATA, readLocation } from './exports.ts'
import type { Read } from './exports.ts'
import { csvFolder, payment } from './tables.ts'
import { workbookOf } from './xlsx-writer.ts'
import { found, said } from './what-is-said.ts'

const HEADER = 'id,invoice_id,received_on,method,amount'
const ROW = 'pay-1,i-1,2026-03-19,cheque'
const GOOD = 'pay-2,i-1,2026-03-19,cheque,200.00'

describe('an amount that its own comma cuts in two, for want of quotation marks', () => {
  test.each(['100,50', '1,234.50', '1,234', '100,00,'])('%s: its row is held, and no other', async (amount) => {
    const read = await readLocation(await csvFolder({ 'payments.csv': `${HEADER}\n${ROW},${amount}\n${GOOD}\n` }))
    expect(found(read)).toEqual([
      ['pay-2', 20_000],
      ['payment:pay-1', 'record-cells-too-many'],
    ])
    const [told] = read.problems
    expect(said('en', told?.problem)).toContain('Payments, row 2: this row has more cells than the table has columns')
    expect(said('fr', told?.problem)).toContain('Paiements, rangée 2 : cette rangée a plus de cellules que le tableau')
  })

  test('of a line: its document is held', async () => {
    const expense = (id: string): string => `${id},approved,2026-03-05,cash,CAD,10.00,10.00\n`
    const read = await readLocation(
      await csvFolder({
        'expenses.csv': `id,status,spent_on,paid_with,currency,subtotal,total\n${expense('e-1')}${expense('e-2')}`,
        'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10,00\ne-2,Clous,10.00\n',
      }),
    )
    expect(found(read)).toMatchObject([
      ['e-2', null],
      ['expense:e-1', 'record-cells-too-many'],
    ])
  })

  test('separators at the ends of rows are no cells', async () => {
    const read = await readLocation(await csvFolder({ 'payments.csv': `${HEADER}\n${GOOD},,,\n` }))
    expect(found(read)).toEqual([['pay-2', 20_000]])
  })
})

describe('a column that stands in the table twice', () => {
  test('is read where both agree; a row in which they differ is held, with both', async () => {
    const rows = [
      'pay-1,i-1,2026-03-19,cheque,100.00,115.00',
      'pay-2,i-1,2026-03-19,cheque,200.00,200.00',
      'pay-3,i-1,2026-03-19,cheque,,300.00',
      'pay-4,i-1,2026-03-19,cheque,400.00,',
    ]
    const read = await readLocation(await csvFolder({ 'payments.csv': `${HEADER},Amount\n${rows.join('\n')}\n` }))
    expect(found(read)).toEqual([
      ['pay-2', 20_000],
      ['pay-4', 40_000],
      ['payment:pay-1', 'record-field-invalid'],
      ['payment:pay-3', 'record-field-invalid'],
    ])
    expect(said('en', read.problems[0]?.problem)).toContain('100.00 / 115.00')
    expect(said('fr', read.problems[0]?.problem)).toContain('100.00 / 115.00')
  })

  test('that nobody reads may stand there twice', async () => {
    const read = await readLocation(await csvFolder({ 'payments.csv': `${HEADER},Couleur,couleur\n${GOOD},a,b\n` }))
    expect(found(read)).toEqual([['pay-2', 20_000]])
  })
})

describe('a workbook with a sheet for each month', () => {
  const header = ['id', 'invoice_id', 'amount', 'received_on', 'method']
  const rows = (id: string) => [header, [id, 'i-1', 100, 46_112, 'cheque']]
  const folder = (more: object[] = []): Promise<string> =>
    csvFolder({
      'payments.xlsx': workbookOf({
        sheets: [{ name: 'Mars', rows: rows('pay-1') }, { name: 'Avril', rows: rows('pay-2') }, ...more] as Parameters<
          typeof workbookOf
        >[0]['sheets'],
      }),
    })

  test('the sheets that are not read are named, in both languages', async () => {
    const read = await readLocation(
      await folder([
        { name: 'Notes', rows: [['call Marie']] },
        { name: 'Mai', rows: [header] },
        { name: 'Brouillon', rows: rows('pay-9'), hidden: true },
      ]),
    )
    expect(found(read)).toEqual([['pay-1', 10_000]])
    const { outcome } = read
    expect(outcome).toMatchObject({
      problem: { code: 'source-sheets-not-read', params: { sheet: 'Mars', sheets: 'Avril' } },
    })
    if (outcome.ok !== true) throw new Error('not read')
    expect(said('en', outcome.problem)).toContain('nothing of them was read: Avril.')
    expect(said('fr', outcome.problem)).toContain('rien n’en a été lu : Avril.')
  })

  test('the sheet that somebody chose is the answer', async () => {
    const read = await readLocation(await folder(), {
      columnMapping: { version: 1, tables: { payments: { sheet: 'Avril' } } },
    })
    expect(found(read)).toEqual([['pay-2', 10_000]])
    expect(read.outcome).toMatchObject({ problem: null })
  })
})

describe('the noise of a program is rounded, and said on its document', () => {
  test.each([
    ['in a payment of CSV', payment({ amount: '0.30000000000000004' }), '0.30000000000000004', 30],
    ['after a comma', payment({ amount: '1234,4999999999' }), '1234.4999999999', 123_450],
    ['naughts are none', payment({ amount: '12.500000000000' }), undefined, 1_250],
  ])('%s', async (_name, text, rounded, amount) => {
    const { records } = await readLocation(await csvFolder({ 'payments.csv': text }))
    expect(records).toMatchObject([{ amount }])
    const [record] = records
    expect(record?.rounded).toBe(rounded)
    const note = record ? warningOf(record, '2026-03-31') : null
    if (rounded === undefined) return expect(note).toBeNull()
    expect(said('en', note)).toContain(`“${rounded}” was rounded to the cent`)
    expect(said('fr', note)).toContain(`« ${rounded} » a été arrondi au cent`)
  })

  test('in a line, of CSV or JSON', async () => {
    const expense = { id: 'e-1', status: 'approved', spentOn: '2026-03-05', paidWith: 'cash', currency: 'CAD' }
    const lines = [{ id: 'l1', description: 'Vis', amount: 0.1 + 0.2 }]
    const of = { updatedAt: '2026-03-05T14:00:00Z', subtotal: 0.3, total: 0.3, taxes: [], attachments: [], lines }
    expect(readRecord('expense', { ...expense, ...of }, { table: 'expenses', row: 1 })).toMatchObject({
      record: { rounded: '0.30000000000000004', subtotal: 30 },
    })
    const csv = await csvFolder({
      'expenses.csv':
        'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,0.30,0.30\n',
      'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,0.30000000000000004\n',
    })
    const { records } = await readLocation(csv)
    expect(records).toMatchObject([{ rounded: '0.30000000000000004', subtotal: 30 }])
  })
})

test('a text that is kept from a spreadsheet by a formula is that text', async () => {
  const text = `${HEADER}\n="007",="i-1",2026-03-19,cheque,="100.00"\n`
  const { records } = await readLocation(await csvFolder({ 'payments.csv': text }))
  expect(records).toMatchObject([{ id: '007', invoiceId: 'i-1', amount: 10_000 }])
})

test('a table without an ending, or saved as a web page or for printing, is named', async () => {
  const table = await readFile(join(DATA, 'renovation-csv-fr/payments.csv'))
  const names = ['payments', 'payments.html', 'paiements.prn', 'payments.dif']
  const folder = await csvFolder({
    'clients.csv': 'id,display_name\nc-1,Marie\n',
    LISEZMOI: 'call Marie',
    ...Object.fromEntries(names.map((name) => [name, table])),
  })
  const { outcome } = await readLocation(folder)
  if (outcome.ok !== true) throw new Error('not read')
  expect(outcome.problems?.map(({ params }) => params['file']).sort()).toEqual([...names].sort())
})

describe('an amount that names a currency', () => {
  const expense = (id: string, amount: string): string => `${id},approved,2026-03-05,cash,CAD,${amount},${amount}\n`
  const read = async (amount: string): Promise<unknown> =>
    found(
      await readLocation(
        await csvFolder({
          'expenses.csv': `id,status,spent_on,paid_with,currency,subtotal,total\n${expense('e-1', amount)}`,
          'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10.00\n',
        }),
      ),
    )

  test.each(['US$10.00', '10.00 USD', '€10.00', '$US 10.00'])('%s on a document in CAD: it is held', async (amount) => {
    expect(await read(amount)).toMatchObject([['expense:e-1', 'record-field-invalid']])
  })

  test.each(['CA$10.00', '10.00 CAD', '$10.00', 'C$10.00'])('%s on one in CAD: it is read', async (amount) => {
    expect(await read(amount)).toEqual([['e-1', null]])
  })
})

describe('a currency that a payment or a line names, whose table says none', () => {
  const currencyOf = async (text: string): Promise<unknown> => {
    const { records } = await readLocation(await csvFolder({ 'payments.csv': text }))
    const [record] = records
    return record?.kind === 'payment' ? record.currency : null
  }

  test.each([
    ['US$ 100.00', 'USD'],
    ['100,00 $ US', 'USD'],
    ['100.00 CAD', 'CAD'],
    ['$100.00', undefined],
  ])('%s of a payment: it names %s', async (amount, currency) => {
    expect(await currencyOf(payment({ amount }))).toBe(currency)
  })

  test('a column of payments says it for each, and has to agree with the amount', async () => {
    const table = (amount: string, currency: string): string =>
      `${HEADER},devise\n${ROW},${amount},${currency}\n${GOOD},CAD\n`
    expect(await currencyOf(table('100.00', 'USD'))).toBe('USD')
    const { problems } = await readLocation(await csvFolder({ 'payments.csv': table('100.00 CAD', 'USD') }))
    expect(problems).toMatchObject([{ key: 'payment:pay-1', problem: { code: 'record-field-invalid' } }])
  })

  test.each([
    ['10.00 USD', '', 0],
    ['10.00', 'US$5.00', 0],
    ['10.00 CAD', 'CA$5.00', 1],
  ])('a line of %s at “%s” on a document in CAD: %i are read', async (amount, price, count) => {
    const { records } = await readLocation(
      await csvFolder({
        'expenses.csv':
          'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,10.00,10.00\n',
        'expense-lines.csv': `expense_id,description,quantity,unit_price,amount\ne-1,Vis,2,${price},${amount}\n`,
      }),
    )
    expect(records).toHaveLength(count)
  })

  test('a tax in another one than its document is held', async () => {
    const { problems } = await readLocation(
      await csvFolder({
        'expenses.csv':
          'id,status,spent_on,paid_with,currency,subtotal,tax_tps,total\ne-1,approved,2026-03-05,cash,CAD,10.00,US$0.50,10.50\n',
        'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10.00\n',
      }),
    )
    expect(problems).toMatchObject([{ key: 'expense:e-1', problem: { params: { value: 'US$0.50' } } }])
  })
})

describe('a header that stands in the middle of a table', () => {
  test('is no row: what follows is read by it, in its own order of columns', async () => {
    const again = `${HEADER}\npay-3,i-1,2026-03-20,cash,300.00\n`
    const other = 'id,amount,invoice_id,solde,received_on,method\npay-4,400.00,i-1,900.00,2026-03-21,cash\n'
    const read = await readLocation(await csvFolder({ 'payments.csv': `${HEADER}\n${GOOD}\n${again}\n${other}` }))
    expect(found(read)).toEqual([
      ['pay-2', 20_000],
      ['pay-3', 30_000],
      ['pay-4', 40_000],
    ])
  })

  test('says with the others how the file is written', async () => {
    const rows = (amounts: string[]): string =>
      amounts.map((each, at) => `p-${at}${each},i-1,2026-03-19,cash,"${each}"`).join('\n')
    const other = 'id,method,invoice_id,amount,received_on\np-9,cash,i-1,"12,50",2026-03-19\n'
    const text = `${HEADER}\n${rows(['2.500'])}\n${other}`
    const read = await readLocation(await csvFolder({ 'payments.csv': text }), { locale: 'en-US' })
    expect(read.records).toMatchObject([{ amount: 250_000 }, { amount: 1_250 }])
  })
})

describe('a header that says more than the name of its column', () => {
  const table = (header: string, amount = '100.00'): Promise<Read> =>
    csvFolder({ 'payments.csv': `id,invoice_id,received_on,method,${header}\n${ROW},${amount}\n` }).then((folder) =>
      readLocation(folder),
    )

  test.each([
    ['Montant (€)', 'EUR'],
    ['Amount £', 'GBP'],
    ['Montant ($)', undefined],
  ])('%s: its amounts are in %s', async (header, currency) => {
    const { records } = await table(header)
    expect(records).toMatchObject([{ amount: 10_000 }])
    const [record] = records
    expect(record?.kind === 'payment' && record.currency).toBe(currency)
  })

  test('cents are no dollars, nor is a column that a mail program quoted: it is asked which column is meant', async () => {
    for (const header of ['Amount (¢)', '> amount']) {
      const { outcome, records } = await table(header)
      expect(records).toEqual([])
      expect(outcome).toMatchObject({ problem: { code: 'source-columns-unknown', params: { columns: 'amount' } } })
    }
  })
})
