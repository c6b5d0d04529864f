import { describe, expect, test } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import { PROBLEMS } from '../../shared/problem-catalogue.ts'
import en from '../../shared/words/en/problems-source.ts'
import { fieldTerm, tableTerm } from '../../shared/words/source-terms.ts'
import { COLUMNS } from '../../electron/billdr/tables/columns.ts'
import { TABLES } from '../../shared/tables.ts'
import { edit, readLocation, renovation, take } from './exports.ts'
import type { Raw } from './exports.ts'
import { csvFolder } from './tables.ts'

const spoil = (records: Raw[], id: string, change: Raw): Raw =>
  Object.assign(records.find((record) => record['id'] === id) ?? {}, change)

describe('a problem of the source in words', () => {
  test('every problem of the source and of records has words', () => {
    const codes = Object.keys(PROBLEMS).filter((code) =>
      /^(?:source|record|attachment|file)-|^number-ambiguous$|^receipt-gone$/.test(code),
    )
    expect(Object.keys(en).sort()).toEqual(codes.sort())
  })

  test.each<[string, string, string, Raw, string[], string[]]>([
    [
      'a missing field',
      'invoices',
      'i-1002',
      { projectId: null },
      ['Invoices', 'row 2', 'Project', 'an id'],
      ['Factures', 'rangée 2', 'Projet', 'un identifiant'],
    ],
    [
      'an amount that is none',
      'payments',
      'pay-2',
      { amount: 'huit cents' },
      ['Payments', 'row 2', 'Amount', 'huit cents', '1234.50'],
      ['Paiements', 'rangée 2', 'Montant', 'huit cents', '1234,50'],
    ],
    [
      'a word nobody knows',
      'expenses',
      'e-1',
      { status: 'aproved' },
      ['Expenses', 'row 1', 'Status', 'aproved', 'draft, approved, rejected'],
      ['Dépenses', 'rangée 1', 'État', 'aproved', 'draft, approved, rejected'],
    ],
    [
      'totals that differ',
      'expenses',
      'e-1',
      { total: '969.19' },
      ['Expenses', 'row 1', 'Total', '969.19', '969.18'],
      ['Dépenses', 'rangée 1', 'Total', '969,19', '969,18'],
    ],
    [
      'lines that are none',
      'invoices',
      'i-1001',
      { lines: [{ id: 'l1', description: '', amount: 'x' }] },
      ['Invoices', 'row 1', 'line 1, amount'],
      ['Factures', 'rangée 1', 'ligne 1, montant'],
    ],
  ])(
    '%s: table, row, field, value and what was expected, in both languages',
    async (_name, table, id, change, english, french) => {
      const folder = await renovation()
      await edit(folder, table, (records) => void spoil(records, id, change))
      const { problems } = await readLocation(folder)
      const problem = problems[0]?.problem
      if (!problem) throw new Error('no problem')
      for (const [language, parts] of [
        ['en', english],
        ['fr', french],
      ] as const) {
        const { title, explanation } = wordsFor(language).problem(problem)
        for (const part of parts) expect(explanation).toContain(part)
        expect(title + explanation).not.toMatch(/\{\{|undefined|\$t\(/)
      }
    },
  )

  test('a table that is missing is named', async () => {
    const folder = await renovation()
    await take(folder, 'payments.json')
    const { outcome } = await readLocation(folder)
    if (outcome.ok !== true || !outcome.problem) throw new Error('no problem')
    expect(wordsFor('en').problem(outcome.problem).explanation).toContain('Payments')
    expect(wordsFor('fr').problem(outcome.problem).explanation).toContain('Paiements')
  })

  test('columns that have to be matched are named as people call them', async () => {
    const { outcome } = await readLocation(
      await csvFolder({ 'factures.csv': 'id;Envoi\ni-1;x\n', 'invoice-lines.csv': 'invoice_id;amount\ni-1;1\n' }),
    )
    if (outcome.ok !== true || !outcome.problem) throw new Error('no problem')
    expect(wordsFor('en').problem(outcome.problem).explanation).toContain(
      'Number, Project, Status, Issue date, Currency, Subtotal, Total',
    )
    expect(wordsFor('fr').problem(outcome.problem).explanation).toContain(
      'Numéro, Projet, État, Date d’émission, Devise, Sous-total, Total',
    )
  })

  test('every table and field has a word in both languages', () => {
    for (const language of ['en', 'fr'] as const) {
      for (const table of TABLES) {
        expect(tableTerm(language, table)).not.toBe(table)
        for (const { field } of COLUMNS[table]) expect(fieldTerm(language, field)).not.toBe(field)
      }
    }
  })
})
