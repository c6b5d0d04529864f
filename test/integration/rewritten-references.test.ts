import { afterEach, describe, expect, it } from 'vitest'
import { confirmGuard } from '../../electron/companion/decisions.ts'
import { otherRecords, sameRecords } from '../../electron/companion/rewritten.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** What documents refer to comes under other ids: what stands in QuickBooks stays as it is, and one question answers all of it. */

afterEach(closeCompanies)

const MINUTE = 60_000
/** Each table with the fields in which its ids stand. */
const IDS = {
  clients: [
    ['clients', 'id'],
    ['projects', 'clientId'],
  ],
  projects: [
    ['projects', 'id'],
    ['invoices', 'projectId'],
    ['credits', 'projectId'],
    ['expenses', 'projectId'],
    ['purchase-orders', 'projectId'],
  ],
  professionals: [
    ['professionals', 'id'],
    ['expenses', 'professionalId'],
    ['purchase-orders', 'professionalId'],
  ],
  costCodes: [
    ['cost-codes', 'id'],
    ['invoices', 'lines.costCodeId'],
    ['credits', 'lines.costCodeId'],
    ['expenses', 'lines.costCodeId'],
    ['purchase-orders', 'lines.costCodeId'],
  ],
} as const

function renamedIn(record: Raw, field: string, rename: (id: string) => string): void {
  const [name = '', ...rest] = field.split('.')
  const value = record[name]
  if (rest.length > 0 && Array.isArray(value))
    for (const each of value as Raw[]) renamedIn(each, rest.join('.'), rename)
  else if (typeof value === 'string') record[name] = rename(value)
}

/** A newer export in which a table's records have other ids, wherever they stand. */
async function renumber(quick: QuickCompany, table: keyof typeof IDS, day: number, only?: string): Promise<void> {
  const rename = (id: string): string =>
    only === undefined || id === only ? `new ${id.split('').reverse().join('')}` : id
  for (const [of, field] of IDS[table])
    await edit(quick.source, of, (records) => {
      for (const record of records) renamedIn(record, field, rename)
    })
  await newer(quick, day)
}

async function newer(quick: QuickCompany, day: number): Promise<void> {
  await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt: `2026-04-0${day}T09:00:00Z` }))
}

async function sent(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
  return quick
}

function states(quick: QuickCompany, kinds: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    quick.company
      .rows()
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ key, state, problem }) => [key, `${state} ${problem?.code ?? ''}`.trim()]),
  )
}

/** What stands in the books. */
function inBooks(quick: QuickCompany): string[] {
  return quick.company
    .rows()
    .flatMap(({ key, kind, state, quickbooks, differs }) =>
      DOCUMENTS.includes(kind) && quickbooks ? [`${key} ${state} ${quickbooks.id} ${differs?.length ?? 0}`] : [],
    )
}

function guards(quick: QuickCompany): string[] {
  return [...quick.company.workspace.store.table('guards').values()].map((each) => each.problem.code)
}

const DOCUMENTS = ['invoice', 'credit', 'payment', 'expense', 'purchase-order']

function asked(quick: QuickCompany): DocumentKey[] {
  return quick.company.rows().flatMap(({ key, problem }) => (problem?.code === 'id-rewritten' ? [key] : []))
}

describe.each(['professionals', 'clients', 'projects'] as const)('%s under other ids', (table) => {
  it(
    'are asked about; documents stay as they are, before the answer and after it',
    async () => {
      const quick = await sent()
      const before = states(quick, DOCUMENTS)
      const there = inBooks(quick)
      await renumber(quick, table, 2)
      await quick.company.sync()
      expect(asked(quick).length).toBeGreaterThan(0)
      expect(inBooks(quick)).toEqual(there)
      expect(await quick.writes()).toEqual([])
      expect(await sameRecords(quick.company, 'all')).toBeGreaterThan(0)
      await quick.company.sync()
      await quick.company.sync()
      expect(asked(quick)).toEqual([])
      expect(states(quick, DOCUMENTS)).toEqual(before)
      expect(await quick.writes()).toEqual([])
      expect(guards(quick)).toEqual([])
    },
    MINUTE,
  )
})

it(
  'one supplier under another id is asked about: no second one is made, and no expense goes over to it',
  async () => {
    const quick = await sent()
    const there = inBooks(quick)
    await renumber(quick, 'professionals', 2, 'v-1')
    await quick.company.sync()
    expect(asked(quick)).toEqual(['professional:new 1-v'])
    expect(inBooks(quick)).toEqual(there)
    await sameRecords(quick.company, ['professional:new 1-v'])
    await quick.company.sync()
    expect(quick.row('professional:new 1-v').state).toBe('synced')
    expect(inBooks(quick)).toEqual(there)
    expect(await quick.writes()).toEqual([])
  },
  MINUTE,
)

it(
  'cost codes of the same code and name under other ids need no answer, and their matches stay',
  async () => {
    const quick = await sent()
    const before = states(quick, DOCUMENTS)
    const codes = Object.values(states(quick, ['cost-code'])).sort()
    await renumber(quick, 'costCodes', 2)
    await quick.company.sync()
    expect(asked(quick)).toEqual([])
    expect(states(quick, DOCUMENTS)).toEqual(before)
    expect(Object.values(states(quick, ['cost-code'])).sort()).toEqual(codes)
    expect(await quick.writes()).toEqual([])
    expect(guards(quick)).toEqual([])
  },
  MINUTE,
)

it(
  'a cost code that was renamed besides is asked about; what would be sent waits for the answer, what is there stays',
  async () => {
    const quick = await sent()
    const before = states(quick, DOCUMENTS)
    const there = inBooks(quick)
    await edit(quick.source, 'cost-codes', (records) => {
      for (const record of records) record['name'] = `${String(record['name'])} (2026)`
    })
    await renumber(quick, 'costCodes', 2)
    await quick.company.sync()
    expect(asked(quick).length).toBeGreaterThan(0)
    expect(inBooks(quick)).toEqual(there)
    await sameRecords(quick.company, 'all')
    await quick.company.sync()
    expect(states(quick, DOCUMENTS)).toEqual(before)
    expect(await quick.writes()).toEqual([])
  },
  MINUTE,
)

it(
  'an export with wholly other ids is answered once: nothing is sent',
  async () => {
    const quick = await sent()
    const before = Object.values(states(quick, DOCUMENTS)).sort()
    for (const table of ['clients', 'projects', 'professionals', 'costCodes'] as const) await renumber(quick, table, 2)
    for (const [table, fields] of [
      ['invoices', ['id']],
      ['payments', ['id', 'invoiceId']],
      ['expenses', ['id']],
      ['credits', ['id', 'appliesToInvoiceId']],
      ['purchase-orders', ['id']],
    ] as const)
      await edit(quick.source, table, (records) => {
        for (const record of records) for (const field of fields) renamedIn(record, field, (id) => `other ${id}`)
      })
    await newer(quick, 3)
    await quick.company.sync()
    expect(await quick.writes()).toEqual([])
    await sameRecords(quick.company, 'all')
    await quick.company.sync()
    await quick.company.sync()
    expect(await quick.writes()).toEqual([])
    expect(Object.values(states(quick, DOCUMENTS)).sort()).toEqual(before)
  },
  MINUTE,
)

it(
  'a new expense of a supplier who is asked about waits for the answer, and then goes to the one who was meant',
  async () => {
    const quick = await sent()
    await renumber(quick, 'professionals', 2)
    await edit(quick.source, 'expenses', (records) => {
      const first = records.find((each) => each['id'] === 'e-1')
      records.push({ ...first, id: 'e-new', number: 'N-1', date: '2026-03-02', spentOn: '2026-03-02', attachments: [] })
    })
    await newer(quick, 3)
    await quick.company.sync()
    expect(quick.row('expense:e-new')).toMatchObject({ state: 'held', problem: { code: 'waits-for' } })
    const supplier = quick.row('expense:e-new').problem?.waitsFor as DocumentKey
    expect(await otherRecords(quick.company, [supplier])).toBe(1)
    await quick.company.sync()
    expect(quick.row(supplier).state).toBe('synced')
    expect(await quick.writes()).toEqual(expect.arrayContaining(['create Vendor']))
  },
  MINUTE,
)

it(
  'the question goes when the export has its earlier ids again',
  async () => {
    const quick = await sent()
    const before = states(quick, [...DOCUMENTS, 'professional'])
    const folder = quick.source
    await renumber(quick, 'professionals', 2)
    await quick.company.sync()
    expect(asked(quick).length).toBeGreaterThan(0)
    for (const [of, field] of IDS.professionals)
      await edit(folder, of, (records) => {
        for (const record of records)
          renamedIn(record, field, (id) => id.replace(/^new /, '').split('').reverse().join(''))
      })
    await newer(quick, 3)
    await quick.company.sync()
    expect(asked(quick)).toEqual([])
    await confirmGuard(quick.company, 'all')
    await quick.company.sync()
    expect(states(quick, [...DOCUMENTS, 'professional'])).toEqual(before)
    expect(await quick.writes()).toEqual([])
  },
  MINUTE,
)
