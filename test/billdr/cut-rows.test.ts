import { describe, expect, test } from 'vitest'
import { previewTables } from '../../electron/billdr/tables/preview-tables.ts'
import { readLocation, renovation } from './exports.ts'
import type { Read } from './exports.ts'
import { CLIENTS, csvFolder } from './tables.ts'
import { found, said } from './what-is-said.ts'

describe('an amount that its comma cuts in two, in a row that is no longer than the header', () => {
  const HEADER = 'id,invoice_id,received_on,method,amount,memo'
  const row = (id: string, rest: string): string => `${id},i-1,2026-03-19,cheque,${rest}`
  const table = (...rows: string[]): Promise<Read> =>
    csvFolder({ 'payments.csv': `${[HEADER, ...rows].join('\n')}\n` }).then((folder) => readLocation(folder))
  const HELD = ['payment:pay-1', 'record-amount-cut']

  test.each([
    '1,234.50',
    '1,234',
    '100,50',
    '1,234,567.89',
    '$1,234.50',
    '-1,234.50',
    '1,234.50 $',
    '12345,67',
    '1 234,50',
  ])('%s, where it stands alone or behind rows without a memo: it is held, and no other', async (amount) => {
    // Of the amount in three parts the last one is a cell too many, which is held already.
    const held = amount === '1,234,567.89' ? ['payment:pay-1', 'record-cells-too-many'] : HELD
    expect(found(await table(row('pay-1', amount)))).toEqual([held])
    expect(found(await table(row('pay-2', '200.00'), row('pay-1', amount), row('pay-3', '1500')))).toEqual([
      ['pay-2', 20_000],
      ['pay-3', 150_000],
      held,
    ])
  })

  test('a program writes every cell: the row that has one more is held, though its last is empty', async () => {
    expect(found(await table(row('pay-2', '200.00,'), row('pay-1', '1,234.50,')))).toEqual([['pay-2', 20_000], HELD])
  })

  test('two values are two values where the other rows have as many cells', async () => {
    const read = await table(row('pay-1', '500,123'), row('pay-2', '200.00,1045'), row('pay-3', '20,50'))
    expect(found(read)).toEqual([
      ['pay-1', 50_000],
      ['pay-2', 20_000],
      ['pay-3', 2_000],
    ])
    expect(read.records).toMatchObject([{ memo: '123' }, { memo: '1045' }, { memo: '50' }])
  })

  test.each(['100.00,234.50', '0,123', '1500,123', '1,23.50', '7,no 12'])('%s are two values anyway', async (cells) => {
    const [amount = ''] = cells.split(',')
    expect(found(await table(row('pay-1', cells)))).toEqual([['pay-1', Number(amount) * 100]])
  })

  test('the rest may lie in a column that nobody reads, or be taken for an id', async () => {
    const first = 'id,amount,solde,received_on,method,invoice_id\npay-1,1,234.50,2026-03-19,cheque,i-1\n'
    expect(found(await readLocation(await csvFolder({ 'payments.csv': first })))).toEqual([HELD])
    const second = 'id,received_on,method,amount,invoice_id\npay-1,2026-03-19,cheque,1,234\n'
    expect(found(await readLocation(await csvFolder({ 'payments.csv': second })))).toEqual([HELD])
  })

  test('of a line: its document is held', async () => {
    const { problems, records } = await readLocation(
      await csvFolder({
        'expenses.csv': 'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,1,1\n',
        'expense-lines.csv': 'expense_id,amount,description\ne-1,1,234.50\n',
      }),
    )
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { key: 'expense:e-1', problem: { code: 'record-amount-cut', params: { table: 'expense-lines', row: 2 } } },
    ])
  })

  test('is said in both languages, with the amount as it would be, on the columns page too', async () => {
    const folder = await csvFolder({ 'payments.csv': `${HEADER}\n${row('pay-1', '1,234.50')}\n` })
    const { problems } = await readLocation(folder)
    expect(said('en', problems[0]?.problem)).toContain(
      'Payments, row 2: “1,234.50” stands there without quotation marks',
    )
    expect(said('fr', problems[0]?.problem)).toContain('Paiements, rangée 2 : « 1,234.50 » y est écrit sans guillemets')
    const { tables } = await previewTables(folder)
    expect(tables[0]?.rows[0]?.problems).toMatchObject([{ field: 'amount', problem: { code: 'record-amount-cut' } }])
  })

  test('a semicolon parts no amount', async () => {
    const text = `${HEADER}\n${row('pay-1', '1,234')}\n`.replaceAll(',', ';')
    expect(found(await readLocation(await csvFolder({ 'payments.csv': text })))).toEqual([['pay-1', 100]])
  })
})

describe('a file that ends within its last row', () => {
  const HEADER = 'id,invoice_id,received_on,method,amount'
  const rows = (...amounts: string[]): string =>
    [HEADER, ...amounts.map((amount, at) => `pay-${at},i-1,2026-03-19,cheque,${amount}`)].join('\n')
  const CUT = ['payment:pay-2', 'record-cut-off']
  const WHOLE = [
    ['pay-0', 10_050],
    ['pay-1', 20_000],
  ]

  test.each(['12345.6', '12345', '12345.', '12345.67'])(
    'last amount %s, and another file ends with its line: that row is held',
    async (amount) => {
      const folder = await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': rows('100.50', '200', amount) })
      const read = await readLocation(folder)
      expect(found(read)).toEqual([['c-1', null], ...WHOLE, CUT])
      expect(said('en', read.problems[0]?.problem)).toContain('Payments, row 4: the file ends here without the end')
      expect(said('fr', read.problems[0]?.problem)).toContain('Paiements, rangée 4 : le fichier finit ici sans fin de')
    },
  )

  test.each(['12345.6', '12345', '1234'])('%s, where every amount above it has two decimals', async (amount) => {
    const read = await readLocation(await csvFolder({ 'payments.csv': rows('100.50', '200.00', amount) }))
    expect(found(read)).toEqual([...WHOLE, CUT])
  })

  test('a row with fewer cells than all above it, a date or an id that is shorter', async () => {
    const text = `${rows('100.50', '200.00').replace(/(\d)$/gm, '$1,').replace('amount', 'amount,memo')}\npay-2,i-1,2026-03-19,cheque,12345.6`
    expect(found(await readLocation(await csvFolder({ 'payments.csv': text })))).toEqual([...WHOLE, CUT])
    const dated = (last: string): string =>
      [
        'id,invoice_id,method,amount,received_on',
        ...['2026-03-19', '2026-03-20', last].map((day, at) => `pay-${at},i-1,cheque,5,${day}`),
      ].join('\n')
    expect(found(await readLocation(await csvFolder({ 'payments.csv': dated('2026-03-1') })))).toContainEqual(CUT)
    expect(found(await readLocation(await csvFolder({ 'payments.csv': dated('2026-03-21') })))).toContainEqual([
      'pay-2',
      500,
    ])
  })

  test('of the lines: the document is held', async () => {
    const { problems, records } = await readLocation(
      await csvFolder({
        'expenses.csv': 'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,1,1\n',
        'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,1',
      }),
    )
    expect(records).toEqual([])
    expect(problems).toMatchObject([{ key: 'expense:e-1', problem: { code: 'record-cut-off' } }])
  })

  test('programs that end no file with its line are believed, and so is a file with a list of its size', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS.trimEnd(), 'payments.csv': rows('100.50', '200', '12.5') })
    expect(found(await readLocation(folder))).toEqual([['c-1', null], ...WHOLE, ['pay-2', 1_250]])
    const listed = await readLocation(await renovation())
    expect(listed.problems.filter(({ problem }) => problem.code === 'record-cut-off')).toEqual([])
  })

  test('in UTF-16, and with carriage returns', async () => {
    const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
    const cut = { 'clients.csv': utf16(CLIENTS), 'payments.csv': utf16(rows('100.50', '200', '12.5')) }
    expect(found(await readLocation(await csvFolder(cut)))).toContainEqual(CUT)
    const whole = { 'clients.csv': CLIENTS, 'payments.csv': `${rows('100.50', '200').replaceAll('\n', '\r')}\r` }
    expect(found(await readLocation(await csvFolder(whole)))).toEqual([['c-1', null], ...WHOLE])
  })
})

describe('a row that a line break cut in two', () => {
  const BROKEN = ['payment:pay-1', 'record-broken-in-two']
  const whole = 'pay-2;i-1;2026-03-19;cheque;200,00;x'
  const header = 'id;invoice_id;received_on;method;amount;memo'

  test.each([
    ['within its amount', 'pay-1;i-1;2026-03-19;cheque;1\n234,50;x'],
    ['before its amount', 'pay-1;i-1;2026-03-19;cheque\n;234,50;x'],
    ['within its date', 'pay-1;i-1;2026-03-1\n9;cheque;1;x'],
  ])('%s: neither half is read, and the others are', async (_name, broken) => {
    const text = `${header}\n${whole}\n${broken}\n${whole.replace('pay-2', 'pay-3')}\n`
    const read = await readLocation(await csvFolder({ 'payments.csv': text }))
    expect(read.records.map(({ id }) => id)).toEqual(['pay-2', 'pay-3'])
    expect(found(read)).toContainEqual(BROKEN)
    const told = read.problems.find(({ key }) => key === 'payment:pay-1')?.problem
    expect(said('en', told)).toContain('Payments, row 3: this row and its neighbour have together the cells of one row')
    expect(said('fr', told)).toContain('Paiements, rangée 3 : cette rangée et sa voisine ont ensemble les cellules')
  })

  test('within the amount that is the last of it', async () => {
    const text = 'id;invoice_id;received_on;method;amount\npay-1;i-1;2026-03-19;cheque;1\n234,50\n'
    expect(found(await readLocation(await csvFolder({ 'payments.csv': text })))).toContainEqual(BROKEN)
  })

  test('rows without their last cells, and the name of a group, are none', async () => {
    const short = whole.replace(';x', '')
    const text = `${header}\n${short}\n${short.replace('pay-2', 'pay-3')}\n`
    expect((await readLocation(await csvFolder({ 'payments.csv': text }))).records).toHaveLength(2)
    const lines = 'expense_id,amount,description\ne-1,10.00\ne-1,20.00\n'
    const expenses = 'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,30,30\n'
    const read = await readLocation(await csvFolder({ 'expenses.csv': expenses, 'expense-lines.csv': lines }))
    expect(read.records).toMatchObject([{ subtotal: 3_000 }])
    const grouped = `id;invoice_id;received_on;method;amount\n${short}\nAvril\n${short.replace('pay-2', 'pay-3')}\n`
    expect((await readLocation(await csvFolder({ 'payments.csv': grouped }))).records).toHaveLength(2)
  })
})
