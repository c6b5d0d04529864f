import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { emptyFolder } from '../billdr/exports.ts'
import { CLIENTS, csvFolder } from '../billdr/tables.ts'

const HEADER = 'id,invoice_id,amount,received_on,method,updated_at\n'
const payments = (...ids: string[]): string =>
  HEADER + ids.map((id) => `${id},i-1,800.00,2026-03-19,cheque,2026-03-19T14:00:00Z\n`).join('')

let companion: Companion | null = null

async function companyOver(location: string): Promise<Company> {
  const opened = await openCompanion({ dataFolder: await emptyFolder(), secrets: createMemoryStore(), env: {} })
  if (!opened.ok) throw new Error(opened.problem.code)
  companion = opened.companion
  const added = await companion.addCompany('one', { name: 'One', location, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  return added.value
}

afterEach(async () => {
  await companion?.close()
  companion = null
})

const told = (company: Company) =>
  (company.status().source.problems ?? []).map(({ code, params: { since: _since, ...params } }) => ({
    code,
    ...params,
  }))
const missingSince = (company: Company) => (company.status().source.problems ?? []).map(({ params }) => params['since'])

describe('a hand-made folder that no longer holds what it held', () => {
  test('a table of yesterday that is missing is named, in both languages; nothing counts as removed', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': payments('pay-1', 'pay-2') })
    const company = await companyOver(folder)
    await company.read()
    expect(told(company)).toEqual([])
    const whole = company.status().source.lastReadAt
    await rm(join(folder, 'payments.csv'))
    await company.read()
    expect(missingSince(company)).toEqual([whole])
    expect(told(company)).toEqual([{ code: 'source-table-gone', table: 'payments', count: 2 }])
    const [problem] = company.status().source.problems ?? []
    if (!problem) throw new Error('nothing said')
    expect(wordsFor('en').problem(problem).title).toBe('Payments is no longer there')
    expect(wordsFor('fr').problem(problem).title).toBe('Paiements n’est plus là')
    expect(company.workspace.store.table('records').get('payment:pay-1')?.presence).toBe('present')
    // Another reading says the same, since the same time, until the file is back.
    await writeFile(join(folder, 'clients.csv'), CLIENTS.replace('Marie', 'Anne'))
    await company.read()
    expect(told(company)).toEqual([{ code: 'source-table-gone', table: 'payments', count: 2 }])
    expect(missingSince(company)).toEqual([whole])
    await writeFile(join(folder, 'payments.csv'), payments('pay-1', 'pay-2'))
    await company.read()
    expect(told(company)).toEqual([])
  })

  test('whoever chooses the place of the data once more has seen that the table is gone', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS, 'payments.csv': payments('pay-1', 'pay-2') })
    const company = await companyOver(folder)
    await company.read()
    await rm(join(folder, 'payments.csv'))
    await company.read()
    expect(told(company)).toHaveLength(1)
    expect(await company.source.choose(folder, null)).toMatchObject({ ok: true })
    await company.read()
    expect(told(company)).toEqual([])
  })

  test('a table that became shorter and brings nothing new says how many records are missing, and which', async () => {
    const folder = await csvFolder({ 'payments.csv': payments('pay-1', 'pay-2', 'pay-3') })
    const company = await companyOver(folder)
    await company.read()
    await writeFile(join(folder, 'payments.csv'), payments('pay-1'))
    await company.read()
    expect(told(company)).toEqual([{ code: 'source-table-shrunk', table: 'payments', count: 2, ids: 'pay-2, pay-3' }])
  })

  test('the next month’s table, which has other records, is no such thing', async () => {
    const folder = await csvFolder({ 'payments.csv': payments('pay-1', 'pay-2') })
    const company = await companyOver(folder)
    await company.read()
    await writeFile(join(folder, 'payments.csv'), payments('pay-2', 'pay-3'))
    await company.read()
    expect(told(company)).toEqual([])
  })
})
