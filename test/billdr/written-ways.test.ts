import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payment } from '../../shared/domain.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { readLocation } from './exports.ts'
import type { Read } from './exports.ts'
import { csvFolder } from './tables.ts'

/** Whose file it is and how it is separated: what stands around a number or a date, and may speak for one way to read it. */
const SETTINGS = {
  'US, comma': { locale: 'en-US', separator: ',' },
  'French, semicolon': { locale: 'fr-CA', separator: ';' },
  'French, comma': { locale: 'fr-CA', separator: ',' },
  'English Canada, tab': { locale: 'en-CA', separator: '\t' },
} as const
type Setting = keyof typeof SETTINGS
const ALL = Object.keys(SETTINGS) as Setting[]

/** A table of payments with these amounts or dates, one a row, read in a setting. */
async function readPayments(
  setting: Setting,
  cells: readonly string[],
  field: 'amount' | 'received_on' = 'amount',
): Promise<Read> {
  const { locale, separator } = SETTINGS[setting]
  const quoted = (values: string[]): string => values.map((value) => `"${value}"`).join(separator)
  const rows = cells.map((cell, at) => {
    const [amount, day] = field === 'amount' ? [cell, '2026-03-19'] : ['800', cell]
    return quoted([`pay-${at}`, 'i-1', amount, day, 'cheque', '2026-03-19T14:00:00Z'])
  })
  const header = quoted(['id', 'invoice_id', 'amount', 'received_on', 'method', 'updated_at'])
  return readLocation(await csvFolder({ 'payments.csv': `${[header, ...rows].join('\n')}\n` }), { locale })
}

/** What became of the first row: its cents or day, "asked" or "held". */
async function firstOf(setting: Setting, cells: readonly string[], field?: 'amount' | 'received_on'): Promise<string> {
  const { records, problems } = await readPayments(setting, cells, field)
  const payment = records.find((record): record is Payment => record.kind === 'payment' && record.id === 'pay-0')
  if (payment) return field === 'received_on' ? payment.receivedOn : String(payment.amount)
  const code = problems.find((each) => each.key === 'payment:pay-0')?.problem.code
  return code === 'number-ambiguous' || code === 'source-date-ambiguous' ? 'asked' : code ? 'held' : 'lost'
}

/** The cells of a column, of which the first counts; what becomes of it in each of the four settings. */
const AMOUNTS: [cells: string[], us: string, semicolon: string, french: string, tab: string][] = [
  [['1234.50'], '123450', '123450', '123450', '123450'],
  [['1234,50'], '123450', '123450', '123450', '123450'],
  [['1,234.50'], '123450', '123450', '123450', '123450'],
  [['1.234,50'], '123450', '123450', '123450', '123450'],
  [['1 234,50'], '123450', '123450', '123450', '123450'],
  [['1\u00a0234,50'], '123450', '123450', '123450', '123450'],
  [['1\u202f234,50 $'], '123450', '123450', '123450', '123450'],
  [['1 234'], '123400', '123400', '123400', '123400'],
  [['1\u202f234'], '123400', '123400', '123400', '123400'],
  [["1'234.50"], '123450', '123450', '123450', '123450'],
  [['(1 234,50)'], '-123450', '-123450', '-123450', '-123450'],
  [['$(1,234.50)'], '-123450', '-123450', '-123450', '-123450'],
  [['(1 234,50) $'], '-123450', '-123450', '-123450', '-123450'],
  [['-$(1,234.50)'], 'held', 'held', 'held', 'held'],
  [['1234,5-'], '-123450', '-123450', '-123450', '-123450'],
  [['-1,234,567.8'], '-123456780', '-123456780', '-123456780', '-123456780'],
  [['1,234,567'], '123456700', '123456700', '123456700', '123456700'],
  [['1.234.567'], '123456700', '123456700', '123456700', '123456700'],
  [['0,125'], 'held', 'held', 'held', 'held'],
  [['0,120'], '12', '12', '12', '12'],
  [['1234,500'], '123450', '123450', '123450', '123450'],
  [['$2,000'], '200000', 'asked', '200000', '200000'],
  [['2,500'], '250000', 'asked', 'asked', '250000'],
  [['2,500 $'], '250000', 'asked', 'asked', '250000'],
  [['(2,500)'], '-250000', 'asked', 'asked', '-250000'],
  [['1.234'], 'asked', 'asked', 'asked', 'asked'],
  [['12.345'], 'asked', 'asked', 'asked', 'asked'],
  [['234.500'], 'asked', 'asked', 'asked', 'asked'],
  [['$1.234'], 'asked', 'asked', 'asked', 'asked'],
  // Rows beside it say how the file is written, whatever the company and the separator.
  [['2,500', '12.50'], '250000', '250000', '250000', '250000'],
  [['2,500', '1,234.5'], '250000', '250000', '250000', '250000'],
  [['$2,000', '3,50'], 'asked', 'asked', 'asked', 'asked'],
  [['2.500', '12,50'], '250000', '250000', '250000', '250000'],
  [['2.500', '1.234,00'], '250000', '250000', '250000', '250000'],
  // Three decimals beside two, groups of another mark, both marks: nobody can say.
  [['2,500', '12,50'], 'asked', 'asked', 'asked', 'asked'],
  [['2.500', '12.50'], 'asked', 'asked', 'asked', 'asked'],
  [['2.500', '1 234,50'], 'asked', 'asked', 'asked', 'asked'],
  [['2,500', '1 234.50'], 'asked', 'asked', 'asked', 'asked'],
  [['2,500', '12.50', '13,50'], 'asked', 'asked', 'asked', 'asked'],
  // Three decimals throughout.
  [['2,500', '0,125', '1234,750'], '250', '250', '250', '250'],
  [['2.500', '0.125', '1234.750'], '250', '250', '250', '250'],
  [['2,5E+3'], 'held', 'held', 'held', 'held'],
  [['0.30000000000000004'], '30', '30', '30', '30'],
  [['1234,4999999999'], '123450', '123450', '123450', '123450'],
  [['66.6666666667'], 'held', 'held', 'held', 'held'],
  [['12,34,5'], 'held', 'held', 'held', 'held'],
]

const DATES: [cells: string[], us: string, semicolon: string, french: string, tab: string][] = [
  [['2026-03-09'], '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-09'],
  [['2026/3/9'], '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-09'],
  [['31/03/2026'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['03/31/2026'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['09/03/2026'], '2026-09-03', '2026-03-09', '2026-03-09', 'asked'],
  [['09/03/2026', '31/03/2026'], '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-09'],
  [['09/03/2026', '03/31/2026'], '2026-09-03', '2026-09-03', '2026-09-03', '2026-09-03'],
  [['09/03/2026', '03/31/2026', '31/03/2026'], 'asked', 'asked', 'asked', 'asked'],
  [['03/03/2026'], '2026-03-03', '2026-03-03', '2026-03-03', '2026-03-03'],
  [['31/03/2026 14:05'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['3/31/2026 2:05:00 PM'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['2026-03-31 23:59:59.9'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['31/03/2026 23:59:59,9'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['2026-03-31T23:30:00-04:00'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['2026-03-31T16:00:00Z'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['2026-03-31T02:00:00Z'], 'held', 'held', 'held', 'held'],
  [['31 mars 2026'], '2026-03-31', '2026-03-31', '2026-03-31', '2026-03-31'],
  [['1er août 2025'], '2025-08-01', '2025-08-01', '2025-08-01', '2025-08-01'],
  [['Mar 9, 2026'], '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-09'],
  [['9-Mar-2026'], '2026-03-09', '2026-03-09', '2026-03-09', '2026-03-09'],
  [['09/03/26'], 'held', 'held', 'held', 'held'],
  [['46100'], 'held', 'held', 'held', 'held'],
  [['31/02/2026'], 'held', 'held', 'held', 'held'],
]

const rowsOf = (of: typeof AMOUNTS): [string, Setting, string, string[]][] =>
  of.flatMap(([cells, ...expected]) =>
    ALL.map((setting, at): [string, Setting, string, string[]] => [
      cells.join('  '),
      setting,
      expected[at] ?? '',
      cells,
    ]),
  )

describe('amounts in four settings: read in one way, asked, or held', () => {
  test.each(rowsOf(AMOUNTS))('%s (%s): %s', async (_name, setting, expected, cells) => {
    expect(await firstOf(setting, cells)).toBe(expected)
  })
})

describe('dates in four settings', () => {
  test.each(rowsOf(DATES))('%s (%s): %s', async (_name, setting, expected, cells) => {
    expect(await firstOf(setting, cells, 'received_on')).toBe(expected)
  })
})

describe('a question about a table', () => {
  test('is asked once, with three rows as they would be read each way, in both languages', async () => {
    const { outcome, problems } = await readPayments('French, semicolon', ['2,500', '800', '1,250', '3,000', '4,000'])
    if (outcome.ok !== true || !outcome.problem) throw new Error('nothing asked')
    expect(outcome.problem).toMatchObject({
      code: 'number-ambiguous',
      params: {
        table: 'payments',
        file: 'payments.csv',
        row: 2,
        readings: '2|2,500|2500|2.5\n4|1,250|1250|1.25\n5|3,000|3000|3',
      },
    })
    expect(wordsFor('en').problem(outcome.problem).explanation).toContain(
      'Row 2: “2,500” is 2,500 with a point, 2.5 with a comma; row 4:',
    )
    expect(wordsFor('fr').problem(outcome.problem).explanation).toMatch(
      /Rangée 2.*2,500.*2.500 avec le point, 2,5 avec la virgule/,
    )
    expect(problems.map(({ key }) => key)).toEqual(['payment:pay-0', 'payment:pay-2', 'payment:pay-3', 'payment:pay-4'])
  })

  test('about dates likewise', async () => {
    const { outcome } = await readPayments('English Canada, tab', ['09/03/2026', '04/05/2026'], 'received_on')
    if (outcome.ok !== true || !outcome.problem) throw new Error('nothing asked')
    expect(outcome.problem).toMatchObject({ code: 'source-date-ambiguous', params: { row: 2 } })
    expect(wordsFor('en').problem(outcome.problem).explanation).toContain(
      'Row 2: “09/03/2026” is Mar 9, 2026 with the day first, Sep 3, 2026 with the month first; row 3:',
    )
    expect(wordsFor('fr').problem(outcome.problem).explanation).toMatch(
      /Rangée 2\s: «\s09\/03\/2026\s» veut dire 9 mars 2026 si le jour vient d’abord, 3 sept. 2026 si c’est le mois/,
    )
  })

  test('totals that agree in one way only answer it', async () => {
    const invoices = (rows: string): Record<string, string> => ({
      'factures.csv': `id;number;project_id;status;issued_on;currency;subtotal;tax_tps;total\n${rows}`,
      'lignes de facture.csv': 'invoice_id;description;amount\ni-1;Gypse;1 000,00\n',
    })
    const { records, problems } = await readLocation(
      await csvFolder(invoices('i-1;1;p-1;submitted;2026-03-31;CAD;1,000;50;1,050\n')),
      { locale: 'fr-CA' },
    )
    expect(problems).toEqual([])
    expect(records).toMatchObject([{ subtotal: 100_000, total: 105_000 }])
  })

  test('lines whose amounts are open hold their document, and nothing is read of it in part', async () => {
    const { records, problems, outcome } = await readLocation(
      await csvFolder({
        'invoices.csv':
          'id;number;project_id;status;issued_on;currency;subtotal;total\ni-1;1;p-1;submitted;2026-03-31;CAD;1234;1234\n',
        'invoice-lines.csv': 'invoice_id;description;amount\ni-1;Gypse;1.234\n',
      }),
      { locale: 'fr-CA' },
    )
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      { key: 'invoice:i-1', problem: { code: 'number-ambiguous', params: { table: 'invoice-lines' } } },
    ])
    expect(outcome).toMatchObject({ problem: { code: 'number-ambiguous', params: { table: 'invoice-lines' } } })
  })
})

describe('whatever column a program writes in one way', () => {
  const cents = fc.array(fc.integer({ min: -9_999_999, max: 999_999_999 }), { minLength: 1, maxLength: 12 })
  const WAYS = {
    plain: { group: '', mark: '.' },
    English: { group: ',', mark: '.' },
    'French, narrow spaces': { group: '\u202f', mark: ',' },
    'French, spaces': { group: ' ', mark: ',' },
    European: { group: '.', mark: ',' },
    Swiss: { group: '’', mark: '.' },
  }
  const written = (amount: number, { group, mark }: { group: string; mark: string }): string => {
    const digits = String(Math.abs(amount)).padStart(3, '0')
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, group)
    return `${amount < 0 ? '-' : ''}${whole}${mark}${digits.slice(-2)}`
  }
  test.each(Object.entries(WAYS))('%s: is read so, in every setting', async (_name, way) => {
    await fc.assert(
      fc.asyncProperty(cents, fc.constantFrom(...ALL), async (amounts, setting) => {
        const { records, problems } = await readPayments(
          setting,
          amounts.map((each) => written(each, way)),
        )
        expect(problems).toEqual([])
        expect(records.map((record) => (record as Payment).amount)).toEqual(amounts)
      }),
      { numRuns: 25 },
    )
  })

  test('whole and grouped numbers beside one with cents are read as that one says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(WAYS.English, WAYS.European),
        fc.constantFrom(...ALL),
        async (units, way, setting) => {
          const whole = units.map((each) => written(each * 100, way).slice(0, -3))
          const { records } = await readPayments(setting, [written(1_234_550, way), ...whole])
          expect(records.map((record) => (record as Payment).amount)).toEqual([
            1_234_550,
            ...units.map((each) => each * 100),
          ])
        },
      ),
      { numRuns: 40 },
    )
  })

  test('dates of one order, of which any day is past the twelfth, are read in that order, whatever the company', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.boolean(),
        fc.constantFrom(...ALL),
        async (some, isDayFirst, setting) => {
          const days: [number, number][] = [...some, [3, 31]]
          const two = (part: number): string => String(part).padStart(2, '0')
          const cells = days.map(([month, day]) =>
            isDayFirst ? `${two(day)}/${two(month)}/2026` : `${two(month)}/${two(day)}/2026`,
          )
          const { records } = await readPayments(setting, cells, 'received_on')
          expect(records.map((record) => (record as Payment).receivedOn)).toEqual(
            days.map(([month, day]) => `2026-${two(month)}-${two(day)}`),
          )
        },
      ),
      { numRuns: 40 },
    )
  })
})
