import { appendFile, rename, writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as decisions from '../../electron/companion/decisions.ts'
import { rowJson } from '../../electron/terminal/output.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest, put, take } from '../billdr/exports.ts'
import { quickCompany } from '../support/quick-company.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

function recordOf(records: Raw[], id: string): Raw {
  const found = records.find((each) => each['id'] === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}

function firstLine(record: Raw): Raw {
  const line = (record['lines'] as Raw[])[0]
  if (!line) throw new Error('it has no line')
  return line
}

/** How many records of the untouched sample are synced. */
const SYNCED = 36

/** What is wrong with which record, and what is said of it. */
const SPOILED: [string, DocumentKey, (record: Raw, table: Raw[]) => void, string, Record<string, unknown>][] = [
  [
    'a required field is missing',
    'expense:e-2',
    (record) => delete record['spentOn'],
    'record-field-missing',
    { table: 'expenses', row: 2, field: 'spentOn' },
  ],
  [
    'an amount is not a number',
    'invoice:i-1007',
    (record) => (firstLine(record)['amount'] = 'environ 4000'),
    'record-field-invalid',
    { table: 'invoices', row: 7, value: 'environ 4000' },
  ],
  [
    'an amount has three decimals',
    'expense:e-3',
    (record) => (firstLine(record)['amount'] = '64.205'),
    'record-field-invalid',
    { table: 'expenses', row: 3, value: '64.205' },
  ],
  [
    'a date is none',
    'expense:e-6',
    (record) => (record['spentOn'] = '2026-02-30'),
    'record-field-invalid',
    { table: 'expenses', row: 6, field: 'spentOn', value: '2026-02-30' },
  ],
  [
    'a status that is unknown',
    'credit:cr-1',
    (record) => (record['status'] = 'maybe'),
    'record-field-invalid',
    { table: 'credits', field: 'status', value: 'maybe' },
  ],
  [
    'the lines do not come to the subtotal',
    'expense:e-7',
    (record) => (record['subtotal'] = '99.99'),
    'record-totals-differ',
    {},
  ],
  [
    'a reference to nothing',
    'purchase-order:po-2',
    (record) => (record['projectId'] = 'p-77'),
    'record-reference-missing',
    { field: 'projectId', value: 'p-77', table: 'projects' },
  ],
  [
    'a line’s cost code that does not exist',
    'invoice:i-1005',
    (record) => (firstLine(record)['costCodeId'] = 'cc-77'),
    'record-reference-missing',
    { field: 'costCodeId', value: 'cc-77', table: 'cost-codes' },
  ],
  [
    'an id that is used twice',
    'purchase-order:po-1',
    (record, table) => table.push({ ...record }),
    'record-id-twice',
    { table: 'purchase-orders' },
  ],
]

describe('records that cannot be sent as they are', () => {
  let quick: QuickCompany
  let untouched: Map<DocumentKey, string>

  beforeAll(async () => {
    const good = await quickCompany()
    await good.company.sync()
    untouched = new Map(good.company.rows().map(({ key, state }) => [key, state]))
    quick = await quickCompany()
    for (const [, key, spoil] of SPOILED) {
      const [kind = '', id = ''] = key.split(':')
      await edit(quick.source, `${kind}s`, (records) => spoil(recordOf(records, id), records))
    }
    await quick.company.sync()
  })
  afterAll(closeCompanies)

  it.each(SPOILED)(
    '%s: %s is held and says where; nothing is sent for it',
    async (_what, key, _spoil, code, params) => {
      expect(quick.row(key)).toMatchObject({ state: 'held', quickbooks: null, problem: { code, params } })
      const types = ['Purchase', 'Bill', 'Invoice', 'CreditMemo', 'PurchaseOrder'] as const
      const books = JSON.stringify(await Promise.all(types.map((type) => quick.practice.controls.entities(type))))
      expect(books).not.toContain(`[Billdr ${key.replace(':', ' ')}]`)
    },
  )

  it('everything else goes as if they were well, but for suppliers that are on nothing else', () => {
    const spoiled = new Set<DocumentKey>(SPOILED.map(([, key]) => key))
    const others = quick.company.rows().filter(({ key, state }) => !spoiled.has(key) && state !== untouched.get(key))
    // v-4 is on expense e-2 alone, v-3 on e-7: nobody could read that they are used.
    expect(others.map(({ key, problem }) => [key, problem?.code])).toEqual([
      ['professional:v-3', 'professional-unused'],
      ['professional:v-4', 'professional-unused'],
    ])
  })
})

describe('one record that cannot be sent as it is', () => {
  afterEach(closeCompanies)

  it('a record without an id is a row of its own, with its place; everything else goes', async () => {
    const { company, source } = await quickCompany()
    await edit(source, 'expenses', (records) => {
      delete recordOf(records, 'e-8')['id']
    })
    await company.sync()
    const nameless = company.rows().filter(({ billdrId }) => billdrId === '' || billdrId.includes('expenses'))
    expect(nameless).toMatchObject([
      { kind: 'expense', state: 'held', problem: { params: { table: 'expenses', row: 8 } } },
    ])
    expect(company.status().counts.synced).toBe(SYNCED)
  })

  it('one that is mended goes with the next sync', async () => {
    const { company, source, row } = await quickCompany()
    const was: { amount: unknown } = { amount: null }
    await edit(source, 'expenses', (records) => {
      const line = firstLine(recordOf(records, 'e-2'))
      was.amount = line['amount']
      line['amount'] = '?'
    })
    await company.sync()
    expect(row('expense:e-2').state).toBe('held')
    await edit(source, 'expenses', (records) => {
      firstLine(recordOf(records, 'e-2'))['amount'] = was.amount
    })
    await company.sync()
    expect(row('expense:e-2').state).toBe('synced')
  })

  it('one that was synced and cannot be read any more is neither changed nor removed', async () => {
    const { company, source, row, writes } = await quickCompany()
    await company.sync()
    await writes()
    await edit(source, 'expenses', (records) => {
      firstLine(recordOf(records, 'e-1'))['amount'] = '?'
    })
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({
      state: 'held',
      problem: { code: 'record-field-invalid' },
      quickbooks: { type: 'Purchase' },
    })
    expect(await writes()).toEqual([])
  })

  it('a date to come, and a due date before the document, are warned of beside it; it goes all the same', async () => {
    const { company, source, row } = await quickCompany()
    const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    const [ahead, today] = [inDays(300), inDays(0)]
    await edit(source, 'expenses', (records) => {
      Object.assign(recordOf(records, 'e-1'), { spentOn: ahead })
      Object.assign(recordOf(records, 'e-3'), { spentOn: today, dueOn: null })
    })
    await edit(source, 'invoices', (records) => Object.assign(recordOf(records, 'i-1001'), { dueOn: '2025-12-31' }))
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({
      state: 'synced',
      problem: null,
      note: { code: 'dated-ahead', params: { date: ahead } },
    })
    expect(row('expense:e-3')).toMatchObject({ state: 'synced', note: null })
    expect(row('invoice:i-1001')).toMatchObject({
      state: 'synced',
      problem: null,
      note: { code: 'due-before-date', params: { due: '2025-12-31' } },
    })
    expect(rowJson(wordsFor('fr'), row('invoice:i-1001'), 'CAD')['note']).toMatchObject({
      code: 'due-before-date',
      title: 'Échéance avant la date du document',
    })
    await decisions.ignore(company, ['expense:e-1'], 'not ours')
    expect(row('expense:e-1')).toMatchObject({ state: 'ignored', note: null })
  })

  it('a receipt whose bytes are not what the export says is held; its document goes', async () => {
    const { company, source, row } = await quickCompany()
    await edit(source, 'expenses', (records) => {
      const receipt = (recordOf(records, 'e-1')['attachments'] as Raw[])[0]
      if (receipt) receipt['sha256'] = 'f'.repeat(64)
    })
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({
      state: 'synced',
      attachments: [{ state: 'held', problem: { code: 'attachment-damaged' } }],
    })
  })
})

describe('an export that cannot be taken', () => {
  afterEach(closeCompanies)

  it.each<[string, (source: string) => Promise<void>, string]>([
    [
      'another format',
      (source) =>
        editManifest(source, (manifest) => {
          manifest['format'] = 'some-other-export'
        }),
      'source-format',
    ],
    [
      'a newer version',
      (source) =>
        editManifest(source, (manifest) => {
          manifest['version'] = 2
        }),
      'source-version',
    ],
    ['a manifest that is no JSON', (source) => writeFile(`${source}/manifest.json`, '{"format": '), 'source-'],
    [
      'a file that is not yet what the manifest says',
      (source) => appendFile(`${source}/clients.json`, ' '),
      'source-incomplete',
    ],
  ])('%s: said with what was found; nothing of it is taken, nothing is sent', async (_what, spoil, code) => {
    const { company, source, writes } = await quickCompany()
    await spoil(source)
    const report = await company.sync()
    expect(report.read?.code.startsWith(code)).toBe(true)
    expect(company.rows()).toEqual([])
    expect(company.status().source.problem?.code).toBe(report.read?.code)
    expect(await writes()).toEqual([])
  })

  it('a missing table: said for the export; the other tables go on, and nothing of that kind is taken for removed', async () => {
    const { company, source, row, writes } = await quickCompany()
    await company.sync()
    await writes()
    await take(source, 'payments.json')
    const report = await company.sync()
    expect(company.status().source.problem).toMatchObject({
      code: 'source-table-missing',
      params: { table: 'payments' },
    })
    expect(report.problem).toBeNull()
    expect(row('payment:pay-1').state).toBe('synced')
    expect(await writes()).toEqual([])
  })

  it('a table that breaks off: said with its name; the others go on', async () => {
    const { company, source } = await quickCompany()
    await put(source, 'expenses.json', '[{"id": "e-1", "number"')
    await company.sync()
    expect(company.status().source.problem).toMatchObject({
      code: 'source-table-unreadable',
      params: { table: 'expenses' },
    })
    expect(company.rows().filter(({ kind, state }) => kind === 'invoice' && state === 'synced')).toHaveLength(5)
    expect(company.rows().filter(({ kind }) => kind === 'expense')).toEqual([])
  })

  it('a folder that was away for a while and comes back as it was: the problem goes, nothing is sent', async () => {
    const { company, source, writes } = await quickCompany()
    await company.sync()
    await writes()
    await rename(source, `${source}-away`)
    await company.sync()
    expect(company.status().source.problem?.code).toBe('source-missing')
    await rename(`${source}-away`, source)
    await company.sync()
    expect(company.status().source.problem).toBeNull()
    expect(await writes()).toEqual([])
  })

  it('and one that is good again is taken with the next sync', async () => {
    const { company, source } = await quickCompany()
    await editManifest(source, (manifest) => {
      manifest['version'] = 2
    })
    await company.sync()
    await editManifest(source, (manifest) => {
      manifest['version'] = 1
    })
    await company.sync()
    expect(company.status()).toMatchObject({ source: { problem: null }, counts: { synced: SYNCED } })
  })
})
