import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import { readAll, readLocation, renovation, sourceAt } from './exports.ts'
import { CLIENTS, csvFolder } from './tables.ts'

const EXPENSES = 'id,status,spent_on,paid_with,currency,subtotal,total\n'

/** The names of the files that a reading says it passed over. */
async function passedOver(
  folder: string,
  options: Parameters<typeof readLocation>[1] = {},
): Promise<(string | number | undefined)[]> {
  const { outcome } = await readLocation(folder, options)
  if (outcome.ok !== true) throw new Error('not read')
  return (outcome.problems ?? []).filter(({ code }) => code === 'file-not-read').map(({ params }) => params['file'])
}

describe('a file that looks like data and is not read', () => {
  const STRAYS = [
    'expenses (1).csv',
    'Copy of expenses.csv',
    'expenses-march.csv',
    'ventes.xls',
    'dépenses vieilles.txt',
  ]

  test('is named, each by itself, beside what was read', async () => {
    const folder = await csvFolder({
      'clients.csv': CLIENTS,
      ...Object.fromEntries(STRAYS.map((name) => [name, EXPENSES])),
      'notes.txt': 'call Marie',
      'photo.png': 'x',
      '~$clients.xlsx': 'x',
    })
    expect((await passedOver(folder)).sort()).toEqual([...STRAYS].sort())
  })

  test('by its format or its name, though it speaks of no table, or by its first lines', async () => {
    const data = {
      'export.json': '[]',
      'records.json': '{}',
      'export.xml': '<a/>',
      'data.txt': 'x',
      'Données Billdr.dat': 'x',
      'billdr-export-2026-04.zip': 'x',
      'sauvegarde.bak': 'x',
      'bank.qbo': 'x',
      'mars.txt': 'id;montant;date\n1;10,00;2026-03-01\n',
      'mars.utf16.txt': Buffer.from('id\tmontant\tdate\r\n1\t10\t2026-03-01\r\n', 'utf16le'),
      AVRIL: 'id|amount|date\n1|10.00|2026-04-01\n',
    }
    const other = {
      'notes.txt': 'call Marie, Jean, Paul\nand, then, the, others\n',
      'lisez-moi.txt': 'Bonjour,\nvoici.\n',
      'photos.zip': 'x',
      'Thumbs.db': 'x',
      'plan.pdf': 'x',
      'empty.txt': '',
    }
    const folder = await csvFolder({ 'clients.csv': CLIENTS, ...data, ...other })
    expect((await passedOver(folder)).sort()).toEqual(Object.keys(data).sort())
    const answered = { columnMapping: { version: 1 as const, leftOut: Object.keys(data) } }
    expect(await passedOver(folder, answered)).toEqual([])
  })

  test('beside an export with a manifest that does not list it', async () => {
    const folder = await renovation()
    await writeFile(join(folder, 'expenses (1).csv'), EXPENSES)
    expect(await passedOver(folder)).toEqual(['expenses (1).csv'])
  })

  test('in a folder beside the tables, which may be chosen or left out as well', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    for (const name of ['march', 'attachments']) await mkdir(join(folder, name))
    await writeFile(join(folder, 'march/projects.csv'), 'id,client_id,name,status\np-1,c-1,Duplex,active\n')
    await writeFile(join(folder, 'march/notes.txt'), 'call Marie')
    await writeFile(join(folder, 'attachments/expenses.csv'), EXPENSES)
    expect(await passedOver(folder)).toEqual(['march/projects.csv'])
    expect(await passedOver(folder, { columnMapping: { version: 1, leftOut: ['march/projects.csv'] } })).toEqual([])
    const chosen = await readLocation(folder, {
      columnMapping: { version: 1, tables: { projects: { file: 'march/projects.csv' } } },
    })
    expect(chosen.records.map(({ id }) => id)).toEqual(['c-1', 'p-1'])
    expect(chosen.outcome).toMatchObject({ problem: null })
  })

  test('is answered by saying that it does not count, or which file does', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS, 'clients (1).csv': CLIENTS, 'ventes.csv': CLIENTS })
    expect(
      await passedOver(folder, {
        columnMapping: { version: 1, leftOut: ['ventes.csv'], tables: { clients: { file: 'clients (1).csv' } } },
      }),
    ).toEqual([])
  })

  test('is noticed when it comes, though nothing else has changed', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const source = await sourceAt(folder)
    const first = await readAll(source)
    if (first.outcome.ok !== true) throw new Error('not read')
    await writeFile(join(folder, 'clients (1).csv'), CLIENTS)
    const { outcome } = await readAll(source, first.outcome.cursor)
    expect(outcome).toMatchObject({ ok: true, problem: { code: 'file-not-read', params: { file: 'clients (1).csv' } } })
    if (outcome.ok !== true || !outcome.problem) throw new Error('nothing said')
    expect(wordsFor('en').problem(outcome.problem).title).toBe('clients (1).csv was not read')
    expect(wordsFor('fr').problem(outcome.problem).title).toBe('clients (1).csv n’a pas été lu')
  })
})

describe('a table that was cut', () => {
  const LINES = 'expense_id,description,amount\ne-1,Vis,10.00\ne-2,Clous,20.00\ne-2,Bois,5.00\ne-3,Béton,30.00\n'
  const WHOLE = 'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,10.00,10.00\n'

  test.each([
    ['half of it', { 'expenses.csv': WHOLE, 'expense-lines.csv': LINES }, 2, 'e-2, e-3'],
    ['all of it', { 'clients.csv': CLIENTS, 'expense-lines.csv': LINES }, 3, 'e-1, e-2, e-3'],
  ])('%s: how many records are missing, and which', async (_name, tables, count, ids) => {
    const { outcome } = await readLocation(await csvFolder(tables))
    expect(outcome).toMatchObject({
      ok: true,
      problems: [{ code: 'source-records-missing', params: { table: 'expenses', from: 'expense-lines', count, ids } }],
    })
    if (outcome.ok !== true || !outcome.problem) throw new Error('nothing said')
    expect(wordsFor('en').problem(outcome.problem).explanation).toContain(`Expenses lacks ${count} of the records`)
    expect(wordsFor('fr').problem(outcome.problem).explanation).toContain(`Il manque à Dépenses ${count} des fiches`)
  })
})

describe('records that wait for the table of their lines', () => {
  test('are counted and named beside what is wrong with that table', async () => {
    const { outcome, records } = await readLocation(
      await csvFolder({
        'expenses.csv':
          'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,10,10\ne-2,approved,2026-03-05,cash,CAD,20,20\n',
        'expense-lines.csv': 'expense_id,description\ne-1,Vis\n',
      }),
    )
    expect(records).toEqual([])
    if (outcome.ok !== true || !outcome.problems) throw new Error('nothing said')
    expect(outcome.problems).toMatchObject([
      { code: 'source-columns-unknown', params: { table: 'expense-lines' } },
      {
        code: 'source-records-not-read',
        params: { table: 'expenses', from: 'expense-lines', count: 2, ids: 'e-1, e-2' },
      },
    ])
    const [, told] = outcome.problems
    if (!told) throw new Error('nothing said')
    expect(wordsFor('en').problem(told).explanation).toContain('2 records of Expenses were not read')
    expect(wordsFor('fr').problem(told).explanation).toContain('2 fiches de Dépenses n’ont pas été lues')
  })
})

test('an empty file of receipts says that there are none; the documents are read', async () => {
  const { records, outcome } = await readLocation(
    await csvFolder({
      'expenses.csv': 'id,status,spent_on,paid_with,currency,subtotal,total\ne-1,approved,2026-03-05,cash,CAD,10,10\n',
      'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10\n',
      'attachments.csv': '',
    }),
  )
  expect(records).toMatchObject([{ id: 'e-1', attachments: [] }])
  expect(outcome).toMatchObject({ problem: null })
})
