import { afterEach, expect, it } from 'vitest'
import { link } from '../../electron/companion/decisions.ts'
import { sendAnyway } from '../../electron/companion/entered.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/** A data folder was lost, and a spreadsheet has rewritten the ids meanwhile: only the marks in QuickBooks know the earlier ones. */

const MINUTE = 60_000
const LOST = ['records', 'links', 'decisions', 'generations', 'refusals', 'runWrites', 'tombstones'] as const
const IN_CAPITALS: readonly (readonly [table: string, fields: readonly string[]])[] = [
  ['invoices', ['id']],
  ['payments', ['id', 'invoiceId']],
  ['expenses', ['id']],
  ['credits', ['appliesToInvoiceId']],
]

afterEach(closeCompanies)

/** Every id of the export with the fields in which it stands. */
const ALL: typeof IN_CAPITALS = [
  ['clients', ['id']],
  ['projects', ['id', 'clientId']],
  ['professionals', ['id']],
  ['invoices', ['id', 'projectId']],
  ['payments', ['id', 'invoiceId']],
  ['expenses', ['id', 'projectId', 'professionalId']],
  ['purchase-orders', ['id', 'projectId', 'professionalId']],
  ['credits', ['id', 'projectId', 'appliesToInvoiceId']],
]

async function lostAndRewritten(
  tables = IN_CAPITALS,
  rename = (id: string): string => id.toUpperCase(),
): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await quick.writes()
  const { store } = quick.company.workspace
  for (const table of LOST)
    await store.commit([...store.table(table).keys()].map((id) => ({ table, id, value: undefined }) as never))
  await quick.company.workspace.setProfile({ cursor: null, lookedAt: null })
  for (const [table, fields] of tables)
    await edit(quick.source, table, (records) => {
      for (const record of records)
        for (const field of fields) if (typeof record[field] === 'string') record[field] = rename(record[field])
    })
  await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  await quick.company.sync()
  return quick
}

function asked({ company }: QuickCompany): { key: DocumentKey; id: string }[] {
  return company
    .rows()
    .flatMap(({ key, problem }) =>
      problem?.code === 'looks-entered-already' && problem.other ? [{ key, id: problem.other.id }] : [],
    )
}

it(
  'each waits for its own document there, and is linked to it: nothing is created or removed',
  async () => {
    const quick = await lostAndRewritten()
    expect(await quick.writes()).toEqual([])
    expect(quick.row('expense:E-7').problem?.code).toBe('looks-entered-already')
    // Payments are asked about once their invoices are there.
    for (let round = 0; round < 2; round++) {
      for (const { key, id } of asked(quick)) expect(await link(quick.company, key, id)).toMatchObject({ ok: true })
      await quick.company.sync()
    }
    expect(asked(quick)).toEqual([])
    for (const key of ['invoice:I-1001', 'payment:PAY-1', 'payment:PAY-4', 'expense:E-1', 'expense:E-7'] as const)
      expect(quick.row(key).state, key).toBe('synced')
    await quick.company.sync()
    expect((await quick.writes()).filter((each) => /create (?!Attachable)|delete|void/.test(each))).toEqual([])
  },
  MINUTE,
)

it(
  'one that is another one goes on a yes',
  async () => {
    const quick = await lostAndRewritten()
    await sendAnyway(quick.company, ['expense:E-2'])
    await quick.company.sync()
    expect(quick.row('expense:E-2').state).toBe('synced')
    expect((await quick.writes()).filter((each) => each === 'create Purchase')).toHaveLength(1)
  },
  MINUTE,
)

it(
  'with wholly other ids too: nothing is entered again or taken out, and each is linked to what it was',
  async () => {
    const quick = await lostAndRewritten(ALL, (id) => `z${id.split('').reverse().join('')}9`)
    expect(await quick.writes()).toEqual([])
    for (let round = 0; round < 3; round++) {
      for (const { key, id } of asked(quick)) expect(await link(quick.company, key, id)).toMatchObject({ ok: true })
      await quick.company.sync()
    }
    expect(asked(quick)).toEqual([])
    for (const key of [
      'invoice:z1001-i9',
      'payment:z1-yap9',
      'payment:z4-yap9',
      'expense:z1-e9',
      'purchase-order:z1-op9',
    ])
      expect(quick.row(key as DocumentKey).state, key).toBe('synced')
    for (const key of ['client:z101-c9', 'project:z1-p9', 'professional:z1-v9'])
      expect(quick.row(key as DocumentKey).state, key).toBe('synced')
    expect((await quick.writes()).filter((each) => /create (?!Attachable)|delete|void/.test(each))).toEqual([])
  },
  MINUTE,
)
