import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import { columnsAnswer, setColumnMapping } from '../../electron/companion/columns.ts'
import type { Company } from '../../electron/companion/company.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ColumnMapping } from '../../shared/column-mapping.ts'
import { emptyFolder } from '../billdr/exports.ts'
import { csvFolder } from '../billdr/tables.ts'
import { unknownHeaders } from '../billdr/unknown-headers.ts'
import { command } from '../sample/terminal.ts'

/** What the user says of the folder with headers of its own. */
const SAID: ColumnMapping = {
  version: 1,
  tables: {
    invoices: {
      columns: {
        'Envoi au client': 'issued_on',
        Étape: 'status',
        Dossier: 'project_id',
        'Avant les taxes': 'subtotal',
        Argent: 'currency',
      },
      values: { status: { Partie: 'submitted' } },
      dateOrder: 'dmy',
    },
    payments: { columns: { Encaissé: 'received_on', Sur: 'invoice_id' }, dateOrder: 'dmy' },
  },
}

let companion: Companion | null = null

async function companyOver(location: string, dataFolder: string): Promise<Company> {
  const opened = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
  if (!opened.ok) throw new Error(opened.problem.code)
  companion = opened.companion
  const known = companion.companyIds().includes('one')
  const found = known
    ? await companion.company('one')
    : await companion.addCompany('one', { name: 'One', location, keyEnv: null, apiKey: null })
  if (!found.ok) throw new Error(found.problem.code)
  return found.value
}

async function close(): Promise<void> {
  await companion?.close()
  companion = null
}

afterEach(close)

const recordCount = (company: Company, kind: string): number =>
  [...company.workspace.store.table('records').keys()].filter((key) => key.startsWith(`${kind}:`)).length
const problemCodes = (company: Company): string[] => [
  ...new Set([...company.workspace.store.table('readProblems').values()].map(({ problem }) => problem.code)),
]

describe('columns that nobody knows', () => {
  test('are asked for, with what is missing and what the rows hold; the file’s own dates say which part is the day', async () => {
    const company = await companyOver(await unknownHeaders(), await emptyFolder())
    await company.read()
    expect(company.profile.readProblem).toMatchObject({ code: 'source-columns-unknown' })
    expect(recordCount(company, 'invoice')).toBe(0)

    const first = await columnsAnswer(company, null)
    const invoices = first.tables.find(({ table }) => table === 'invoices')
    expect(invoices).toMatchObject({
      missing: ['project_id', 'status', 'issued_on', 'currency', 'subtotal'],
      writing: { separator: ';', decimal: ',', dateOrder: null },
    })
    expect(invoices?.rows[0]?.cells).toContain('06/03/2026')

    const { dateOrder: _, ...unordered } = SAID.tables?.invoices ?? {}
    const draft = await columnsAnswer(company, { ...SAID, tables: { ...SAID.tables, invoices: unordered } })
    const read = draft.tables.find(({ table }) => table === 'invoices')
    // 20/03/2026 stands in it: 06/03/2026 is the sixth of March, though nobody said so.
    expect(read).toMatchObject({ writing: { dateOrder: 'dmy' }, questions: [] })
    expect(read?.rows[0]?.understood['issued_on']).toBe('2026-03-06')
    expect(read?.rows.flatMap((row) => row.problems)).toEqual([])
    expect((await columnsAnswer(company, null)).kept).toEqual({ version: 1 })
  })

  test('are read as the user said, at the next reading, after a restart too, and from a file on another desktop', async () => {
    const folder = await unknownHeaders()
    const dataFolder = await emptyFolder()
    const company = await companyOver(folder, dataFolder)
    await company.read()
    await setColumnMapping(company, SAID)
    await company.read()
    expect([
      company.profile.readProblem,
      problemCodes(company),
      recordCount(company, 'invoice'),
      recordCount(company, 'payment'),
    ]).toEqual([null, [], 9, 4])
    const record = company.workspace.store.table('records').get('invoice:i-2001')?.record
    expect(record).toMatchObject({ issuedOn: '2026-04-03', status: 'submitted', subtotal: 110_000, total: 126_473 })
    await close()

    expect(
      (await columnsAnswer(await companyOver(folder, dataFolder), null)).tables.every(
        (table) => table.problem === null,
      ),
    ).toBe(true)
    await close()
    const file = join(await emptyFolder(), 'columns.json')
    expect(await command(['columns', 'export', file, '--data-dir', dataFolder])).toMatchObject({ code: 0 })

    const elsewhere = await emptyFolder()
    expect(await command(['add-company', '--id', 'two', '--source', folder, '--data-dir', elsewhere])).toMatchObject({
      code: 0,
    })
    expect(await command(['columns', 'show', '--data-dir', elsewhere])).toMatchObject({
      code: 2,
      out: expect.stringContaining('Columns have to be matched') as string,
    })
    expect(await command(['columns', 'import', file, '--data-dir', elsewhere])).toMatchObject({ code: 0 })
    const shown = await command(['columns', 'show', '--json', '--data-dir', elsewhere])
    expect(JSON.parse(shown.out)).toMatchObject({ kept: SAID, applies: true, problem: null })
    expect(shown.code).toBe(0)
  }, 180_000)

  test('a file that is none is refused, and what was said before stays', async () => {
    const folder = await csvFolder({ 'clients.csv': 'id,display_name\nc-1,Zoé\n' })
    const dataFolder = await emptyFolder()
    await setColumnMapping(await companyOver(folder, dataFolder), SAID)
    await close()
    const file = join(await emptyFolder(), 'columns.json')
    for (const text of ['{"version":2}', 'no JSON', '{"version":1,"tables":{"salaries":{}}}']) {
      await writeFile(file, text)
      expect(await command(['columns', 'import', file, '--data-dir', dataFolder])).toMatchObject({ code: 1, out: '' })
    }
    expect((await columnsAnswer(await companyOver(folder, dataFolder), null)).kept).toEqual(SAID)
  }, 180_000)
})

describe('a hand-made folder', () => {
  test('a row that nobody could name is no trouble any more once it was put right', async () => {
    const folder = await csvFolder({ 'clients.csv': 'id,display_name\n,Zoé\n' })
    const company = await companyOver(folder, await emptyFolder())
    await company.read()
    expect(problemCodes(company)).toHaveLength(1)
    await writeFile(join(folder, 'clients.csv'), 'id,display_name\nc-1,Zoé\n')
    await company.read()
    expect([problemCodes(company), recordCount(company, 'client')]).toEqual([[], 1])
  })
})

describe('the local API', () => {
  test('has no columns to match', async () => {
    const company = await companyOver(
      await csvFolder({ 'clients.csv': 'id,display_name\nc-1,Zoé\n' }),
      await emptyFolder(),
    )
    await company.source.pointTo('http://127.0.0.1:1', null)
    expect(await columnsAnswer(company, null)).toEqual({
      kept: { version: 1 },
      applies: false,
      tables: [],
      others: [],
      problem: null,
    })
  })
})
