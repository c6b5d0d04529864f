import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readColumnMapping } from '../../shared/column-mapping.ts'
import type { ColumnMapping } from '../../shared/column-mapping.ts'
import { separatorOf } from '../../electron/billdr/tables/csv-table.ts'
import { rateOf, taxColumn } from '../../electron/billdr/tables/taxes-in-columns.ts'
import { dateOrderOf, writtenDay } from '../../electron/billdr/written/written-dates.ts'
import { OPEN, writtenNumber } from '../../electron/billdr/written/written-numbers.ts'
import type { Client, Expense, Invoice, Payment } from '../../shared/domain.ts'
import { cents } from '../../shared/money.ts'
import { frenchCsv, readAll, readLocation, sourceAt } from './exports.ts'
import { CLIENTS, csvFolder, payment } from './tables.ts'

async function onePayment(
  cells: Parameters<typeof payment>[0],
  options: { locale?: string; columnMapping?: ColumnMapping } = {},
) {
  const { records, problems, outcome } = await readLocation(
    await csvFolder({ 'payments.csv': payment(cells) }),
    options,
  )
  return { payment: records[0] as Payment | undefined, problem: problems[0], outcome }
}

describe('amounts as people write them', () => {
  test.each([
    ['1234.50', 123450],
    ['1 234,50', 123450],
    ['$1,234.50', 123450],
    ['1\u00a0234,50 $', 123450],
    ['1\u202f234,50', 123450],
    ['1.234,50', 123450],
    ['1 234', 123400],
    ['-150,00', -15000],
    ['(150.00)', -15000],
    ['150,00-', -15000],
    ['\u2212150.00', -15000],
    ['1’234.50', 123450],
    ['1,234,567.89', 123456789],
    ['0,5', 50],
    ['.5', 50],
    ['12', 1200],
    ['CAD 12,30', 1230],
    ['1,234', 123400],
  ])('%s', async (written, cents) => {
    const { payment, problem } = await onePayment({ amount: written })
    expect(problem).toBeUndefined()
    expect(payment?.amount).toBe(cents)
  })

  test.each([
    '12.345',
    '1,23,4',
    '12 34',
    '1.2.3,4',
    '--5',
    '(5)-',
    '1e3',
    '0x10',
    '12,50,00',
    '=1+1',
    'deux',
    '$',
    '1 234.5 67',
    'NaN',
    '∞',
  ])('%s is none', async (written) => {
    const { payment, problem } = await onePayment({ amount: written })
    expect(payment).toBeUndefined()
    expect(problem).toMatchObject({
      table: 'payments',
      row: 2,
      field: 'amount',
      problem: { params: { value: written, expected: 'amount' } },
    })
  })

  test('1,234 is a thousand where the comma groups, and one and a bit where it is the decimal mark', () => {
    expect(writtenNumber('1,234', null)).toBe(OPEN)
    expect(writtenNumber('1,234', '.')).toBe('1234')
    expect(writtenNumber('1,234', ',')).toBe('1.234')
    expect(writtenNumber('0,125', '.')).toBe('0.125')
    expect(writtenNumber('1.234', ',')).toBe('1234')
  })
})

describe('dates', () => {
  test.each([
    ['2026-03-31', 'fr-CA'],
    ['2026/3/31', 'en-CA'],
    ['31/03/2026', 'fr-CA'],
    ['03/31/2026', 'en-US'],
    ['31.03.2026', 'fr-CA'],
    ['2026-03-31 00:00:00', 'en-CA'],
  ])('%s is the last of March in %s', async (written, locale) => {
    expect((await onePayment({ received_on: written }, { locale })).payment?.receivedOn).toBe('2026-03-31')
  })

  test('03/04/2026 is asked about where nobody says which part is the day, once for the table and on each record', async () => {
    const rows =
      payment({ received_on: '03/04/2026' }) + payment({ id: 'pay-2', received_on: '05/06/2026' }).split('\n')[1]
    const { records, problems, outcome } = await readLocation(await csvFolder({ 'payments.csv': rows }), {
      locale: 'en-CA',
    })
    expect(records).toEqual([])
    expect(problems).toMatchObject([
      {
        key: 'payment:pay-1',
        field: 'receivedOn',
        problem: { code: 'source-date-ambiguous', params: { table: 'payments', row: 2, value: '03/04/2026' } },
      },
      { key: 'payment:pay-2', row: 3, problem: { code: 'source-date-ambiguous' } },
    ])
    expect(outcome).toMatchObject({ ok: true, problem: { code: 'source-date-ambiguous' } })
  })

  test('the user’s answer decides, also against the locale', async () => {
    const answer = (dateOrder: 'dmy' | 'mdy'): ColumnMapping => ({ version: 1, dateOrder })
    expect(
      (await onePayment({ received_on: '03/04/2026' }, { columnMapping: answer('dmy') })).payment?.receivedOn,
    ).toBe('2026-04-03')
    expect(
      (await onePayment({ received_on: '03/04/2026' }, { locale: 'fr-CA', columnMapping: answer('mdy') })).payment
        ?.receivedOn,
    ).toBe('2026-03-04')
  })

  test('which part is the day is known for France and Quebec, the United States, and not for English Canada', () => {
    expect([
      dateOrderOf('fr-CA'),
      dateOrderOf('en-US'),
      dateOrderOf('en_GB'),
      dateOrderOf('en-CA'),
      dateOrderOf(null),
    ]).toEqual(['dmy', 'mdy', 'dmy', null, null])
  })

  test('a date that only one order makes needs no answer; one of the wrong order, or with a two-digit year, is none', () => {
    expect(writtenDay('31/03/2026', null)).toEqual({ day: '2026-03-31' })
    expect(writtenDay('04/04/2026', null)).toEqual({ day: '2026-04-04' })
    expect(writtenDay('31/03/2026', 'mdy')).toBeNull()
    expect(writtenDay('31/03/26', 'dmy')).toBeNull()
    expect(writtenDay('31/02/2026', 'dmy')).toBeNull()
  })
})

describe('columns', () => {
  test('match without case, accents, spaces and underscores, in English and French', async () => {
    const table =
      'Identifiant;NOM COMPLET;Prénom;nom_de_famille;Courriel;Téléphone;Adresse;Ville;Province;Code postal;Pays;Modifié le;Remarque\n' +
      'c-1;Zoé D’Amours;Zoé;D’Amours;zoe@example.com;514 555-0199;1, rue A;Laval;QC;H7A 1A1;CA;2026-03-20 14:00;-\n'
    const { records, problems } = await readLocation(await csvFolder({ 'Clients.csv': table }))
    expect(problems).toEqual([])
    expect(records[0]).toEqual({
      kind: 'client',
      id: 'c-1',
      updatedAt: '2026-03-20T14:00:00Z',
      displayName: 'Zoé D’Amours',
      companyName: null,
      givenName: 'Zoé',
      familyName: 'D’Amours',
      email: 'zoe@example.com',
      phone: '514 555-0199',
      address: { line1: '1, rue A', line2: '', city: 'Laval', region: 'QC', postalCode: 'H7A 1A1', country: 'CA' },
    } satisfies Client)
  })

  test('a whole French set with French file names, words and taxes is read without a word from the user', async () => {
    const { records, problems, outcome } = await readLocation(
      await csvFolder({
        'Factures.csv':
          'Identifiant;N° de facture;Projet;Statut;Date de facturation;Échéance;Devise;Sous-total;TPS;TVQ;Montant total\n' +
          'i-1;2041;p-1;Envoyée;31/03/2026;30/04/2026;CAD;1 000,00;50,00;99,75;1 149,75\n',
        'Lignes de facture.csv':
          'Facture;Description;Code de coût;Qté;Prix unitaire;Montant\ni-1;Gypse;cc-09;2;500,00;1 000,00\n',
      }),
      { locale: 'fr-CA' },
    )
    expect(problems).toEqual([])
    expect(outcome).toMatchObject({ ok: true, problem: null })
    expect(records).toEqual([
      {
        kind: 'invoice',
        id: 'i-1',
        updatedAt: '2026-03-31T00:00:00Z',
        number: '2041',
        projectId: 'p-1',
        status: 'submitted',
        issuedOn: '2026-03-31',
        dueOn: '2026-04-30',
        currency: 'CAD',
        memo: null,
        subtotal: cents(100000),
        total: cents(114975),
        attachments: [],
        lines: [
          {
            id: 'l1',
            description: 'Gypse',
            costCodeId: 'cc-09',
            quantity: '2',
            unitPrice: '500',
            amount: cents(100000),
            billable: false,
          },
        ],
        taxes: [
          { name: 'TPS', rate: '5', amount: cents(5000) },
          { name: 'TVQ', rate: '9.975', amount: cents(9975) },
        ],
      } satisfies Invoice,
    ])
  })

  test('that nobody knows are asked for by name, and nothing of the table is read', async () => {
    const { records, outcome } = await readLocation(
      await csvFolder({
        'clients.csv': CLIENTS,
        'payments.csv': 'Clé,Pour,Combien,Quand,Comment\np,i,1,2026-01-01,cash\n',
      }),
    )
    expect(records).toHaveLength(1)
    expect(outcome).toMatchObject({
      ok: true,
      problem: {
        code: 'source-columns-unknown',
        params: { table: 'payments', file: 'payments.csv', columns: 'id, invoice_id, amount, received_on, method' },
      },
    })
  })

  test('are what the user said, once: columns, words, constants, file', async () => {
    const folder = await csvFolder({
      'rapport 12.csv': 'Clé,Pour,Combien,Quand,Comment\npay-7,i-1,"1.234,50",04/03/2026,Carte bleue\n',
    })
    const columnMapping: ColumnMapping = {
      version: 1,
      tables: {
        payments: {
          file: 'rapport 12.csv',
          columns: { clé: 'id', Pour: 'invoice_id', Combien: 'amount', Quand: 'received_on', Comment: 'method' },
          values: { method: { 'carte bleue': 'card' } },
          constants: { memo: 'du rapport' },
          dateOrder: 'dmy',
        },
      },
    }
    const { records, problems } = await readLocation(folder, { columnMapping })
    expect(problems).toEqual([])
    expect(records).toEqual([
      {
        kind: 'payment',
        id: 'pay-7',
        updatedAt: '2026-03-04T00:00:00Z',
        invoiceId: 'i-1',
        amount: cents(123450),
        receivedOn: '2026-03-04',
        method: 'card',
        reference: null,
        memo: 'du rapport',
      } satisfies Payment,
    ])
  })

  test('a mapping file is understood whole or not at all', () => {
    const mapping = { version: 1, decimal: ',', tables: { payments: { columns: { Combien: 'amount', Pour: null } } } }
    expect(readColumnMapping(JSON.stringify(mapping))).toEqual(mapping)
    for (const wrong of [
      '',
      '[]',
      '{"version":2}',
      '{"version":1,"tables":{"salaries":{}}}',
      '{"version":1,"decimal":";"}',
      '{"version":1,"extra":1}',
    ]) {
      expect(readColumnMapping(wrong)).toBeNull()
    }
  })

  test('a changed mapping reads unchanged files anew', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const first = await readLocation(folder)
    const cursor = first.outcome.ok === true ? first.outcome.cursor : null
    const again = await readAll(await sourceAt(folder, { columnMapping: { version: 1, decimal: ',' } }), cursor)
    expect(again.outcome.ok).toBe(true)
  })

  test('of taxes: by the contract’s names, by the taxes’ own, with their rates', async () => {
    expect([
      taxColumn('tax_tps'),
      taxColumn('Taux TVQ'),
      taxColumn('GST amount'),
      taxColumn('tax_eco_fee'),
      taxColumn('tax_eco_fee_rate'),
      taxColumn('tax_number'),
      taxColumn('Total'),
    ]).toEqual([
      { tax: 'TPS', holds: 'amount' },
      { tax: 'TVQ', holds: 'rate' },
      { tax: 'GST', holds: 'amount' },
      { tax: 'ECO FEE', holds: 'amount' },
      { tax: 'ECO FEE', holds: 'rate' },
      null,
      null,
    ])
    const { records } = await readLocation(
      await csvFolder({
        'expenses.csv':
          'id,status,spent_on,paid_with,updated_at,currency,subtotal,total,tax_eco_fee,tax_eco_fee_rate,HST\ne-1,approved,2026-03-05,cash,2026-03-05T14:00:00Z,CAD,100.00,118.00,5.00,5 %,13.00\n',
        'expense-lines.csv': 'expense_id,amount\ne-1,100.00\n',
      }),
    )
    expect((records[0] as Expense | undefined)?.taxes).toEqual([
      { name: 'ECO FEE', rate: '5', amount: 500 },
      { name: 'HST', rate: '13', amount: 1300 },
    ])
  })

  test('the rate of a tax without one is the legal rate that gives its amount, else its share', () => {
    expect([
      rateOf('TVQ', '773.11', '7750.50'),
      rateOf('HST', '15.00', '100.00'),
      rateOf('TPS', '7.00', '100.00'),
      rateOf('TPS', '0.00', '0.00'),
      rateOf('ECO', '1.00', '3.00'),
    ]).toEqual(['9.975', '15', '7', '0', '33.333'])
  })
})

describe('tables as people keep them', () => {
  test('a title above the header, blank rows and a row of totals are passed over, and rows count as the spreadsheet does', async () => {
    const table =
      'Paiements de mars,,,,\n,,,,\n"id","invoice_id","amount","received_on","method"\npay-1,i-1,800.00,2026-03-19,cheque\n,,,,\npay-2,i-1,cent,2026-03-20,cash\n,Total,900.00,,\n'
    const { records, problems } = await readLocation(await csvFolder({ 'payments.csv': table }))
    expect(records.map((record) => record.id)).toEqual(['pay-1'])
    expect(problems).toMatchObject([{ key: 'payment:pay-2', row: 6, field: 'amount' }])
  })

  test('a row of totals is a row like any other where the user says so', async () => {
    const table = 'id,invoice_id,amount,received_on,method\npay-1,i-1,800.00,2026-03-19,cheque\n,Total,800.00,,\n'
    const { problems } = await readLocation(await csvFolder({ 'payments.csv': table }), {
      columnMapping: { version: 1, tables: { payments: { skipTotals: false } } },
    })
    expect(problems).toMatchObject([{ key: null, row: 3 }])
  })

  test('text within quotes keeps separators, quotes and line ends', async () => {
    const { records } = await readLocation(
      await csvFolder({
        'clients.csv': 'id;display_name;updated_at\r\nc-1;"Côté; ""fils""\r\net filles";2026-03-02T14:00:00Z\r\n',
      }),
    )
    expect(records[0]).toMatchObject({ displayName: 'Côté; "fils"\r\net filles' })
  })

  test('a quote that is never closed ends the table, naming where; the other tables are read', async () => {
    const { records, outcome } = await readLocation(
      await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': `${payment({})}"pay-2,i-1,5\n` }),
    )
    expect(records).toHaveLength(2)
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { table: 'payments', row: 3 } },
    })
  })

  test('an empty table is unreadable, one with its header alone is empty', async () => {
    expect((await readLocation(await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': '' }))).outcome).toMatchObject(
      { problem: { code: 'source-table-unreadable' } },
    )
    expect(
      (
        await readLocation(
          await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': payment({}).split('\n')[0] ?? '' }),
        )
      ).outcome,
    ).toMatchObject({ ok: true, problem: null })
  })

  test('the separator is the one that stands most often in the header, outside quotes; Excel may name it', async () => {
    expect([
      separatorOf('a;b,c;d\n'),
      separatorOf('\n\n"a;b;c",d\n'),
      separatorOf('a\tb\tc'),
      separatorOf('alone'),
    ]).toEqual([';', ',', '\t', ','])
    // A title, decimal commas and a quote within a cell decide nothing.
    expect(separatorOf('Ventes, mars, avril\nid;montant\n1;1,50\n2;2,50\n')).toBe(';')
    expect(separatorOf('id;tuyau;prix\n1;5" noir;2,50\n2;6" blanc;3,50\n')).toBe(';')
    const { records } = await readLocation(
      await csvFolder({ 'clients.csv': `sep=;\r\n${CLIENTS.replaceAll(',', ';')}` }),
    )
    expect(records).toHaveLength(1)
  })

  test('one character that is no UTF-8 refuses one record of a table in UTF-8', async () => {
    const damaged = Buffer.concat([
      Buffer.from(`${CLIENTS}c-2,Caf`),
      Buffer.from([0xe9]),
      Buffer.from(',2026-03-02T14:00:00Z\nc-3,Zoé,2026-03-02T14:00:00Z\n'),
    ])
    const { records, problems } = await readLocation(await csvFolder({ 'clients.csv': damaged }))
    expect(records.map((record) => 'displayName' in record && record.displayName)).toEqual(['Marie Côté', 'Zoé'])
    expect(problems).toMatchObject([
      { key: 'client:c-2', row: 3, field: 'displayName', problem: { params: { expected: 'clean-text' } } },
    ])
  })

  test('accents are read from the first chunk that has any, however far down', async () => {
    const rows = Array.from({ length: 3_000 }, (_, at) => `c-${at},Client ${at},2026-03-02T14:00:00Z`).join('\n')
    const latin = Buffer.from(
      `id,display_name,updated_at\n${rows}\nc-x,Hélène Bélanger,2026-03-02T14:00:00Z\n`,
      'latin1',
    )
    const { records } = await readLocation(await csvFolder({ 'clients.csv': latin }))
    expect(records.at(-1)).toMatchObject({ displayName: 'Hélène Bélanger' })
  })

  test('lines that belong to no document are told, and hold nothing else', async () => {
    const folder = await frenchCsv()
    await writeFile(
      join(folder, 'credit-lines.csv'),
      'credit_id;id;description;cost_code_id;amount\ncr-1;l1;Crédit, porte;cc-06;350,50\ncr-2;l1;Crédit;cc-15;75,00\ncr-9;l1;À qui?;cc-15;10,00\n;l1;Encore?;cc-15;10,00\n',
    )
    const { records, problems } = await readLocation(folder)
    expect(records).toHaveLength(48)
    expect(problems).toMatchObject([
      { key: null, kind: 'credit', table: 'credit-lines', row: 5, field: 'creditId' },
      {
        key: null,
        kind: 'credit',
        table: 'credit-lines',
        row: 4,
        field: 'creditId',
        problem: { params: { value: 'cr-9', expected: 'owner' } },
      },
    ])
  })

  test('documents are not read while their lines cannot be: none is ever read in part', async () => {
    const folder = await frenchCsv()
    await writeFile(join(folder, 'invoice-lines.csv'), 'invoice_id;id;amount\ni-1001;l1;"7 750,50')
    const { records, outcome } = await readLocation(folder)
    expect(records.filter((record) => record.kind === 'invoice')).toEqual([])
    expect(records.filter((record) => record.kind === 'expense')).toHaveLength(8)
    expect(outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { table: 'invoice-lines' } },
    })
  })

  test('a problem in a line names the lines’ table and row, on the document’s key', async () => {
    const folder = await frenchCsv()
    await writeFile(
      join(folder, 'credit-lines.csv'),
      'credit_id;id;description;cost_code_id;amount\ncr-1;l1;Crédit, porte;cc-06;350,50\ncr-2;l1;Crédit;cc-15;soixante-quinze\n',
    )
    const { problems } = await readLocation(folder)
    expect(problems).toMatchObject([
      {
        key: 'credit:cr-2',
        table: 'credit-lines',
        row: 3,
        field: 'amount',
        problem: { params: { table: 'credit-lines', value: 'soixante-quinze' } },
      },
    ])
  })

  test('two files for one table: neither is believed', async () => {
    const { records, outcome } = await readLocation(
      await csvFolder({
        'clients.csv': CLIENTS,
        'Payments.csv': payment({}),
        'paiements.csv': payment({ amount: '900.00' }),
      }),
    )
    expect(records.map((record) => record.kind)).toEqual(['client'])
    expect(outcome).toMatchObject({ ok: true, problem: { code: 'source-twin-files', params: { table: 'payments' } } })
  })

  test('a tombstone in a column of its own', async () => {
    const { removed, records } = await readLocation(
      await csvFolder({
        'clients.csv': `${CLIENTS.replace('updated_at', 'updated_at,supprimé').replace('00Z\n', '00Z,non\n')}c-2,,2026-03-02T14:00:00Z,oui\n`,
      }),
    )
    expect(removed).toEqual(['client:c-2'])
    expect(records).toHaveLength(1)
  })
})
