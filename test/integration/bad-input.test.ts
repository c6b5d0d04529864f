import { appendFile, writeFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit, editManifest, put, take } from '../billdr/exports.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

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
/** An expense that nobody could read brings no supplier: v-4 is on this one alone. */
const WITH_SUPPLIER = 2

describe('one record that cannot be sent as it is', () => {
  it.each<[string, string, (records: Raw[]) => void, DocumentKey, string, Record<string, unknown>, number]>([
    ['a required field is missing', 'expenses', (records) => {
      delete recordOf(records, 'e-2')['spentOn']
    }, 'expense:e-2', 'record-field-missing', { table: 'expenses', row: 2, field: 'spentOn' }, WITH_SUPPLIER],
    ['an amount is not a number', 'invoices', (records) => {
      firstLine(recordOf(records, 'i-1007'))['amount'] = 'environ 4000'
    }, 'invoice:i-1007', 'record-field-invalid', { table: 'invoices', row: 7, value: 'environ 4000' }, 1],
    ['an amount has three decimals', 'expenses', (records) => {
      firstLine(recordOf(records, 'e-2'))['amount'] = '64.205'
    }, 'expense:e-2', 'record-field-invalid', { table: 'expenses', row: 2, value: '64.205' }, WITH_SUPPLIER],
    ['a date is none', 'expenses', (records) => {
      recordOf(records, 'e-6')['spentOn'] = '2026-02-30'
    }, 'expense:e-6', 'record-field-invalid', { table: 'expenses', row: 6, field: 'spentOn', value: '2026-02-30' }, 1],
    ['a status that is unknown', 'credits', (records) => {
      recordOf(records, 'cr-1')['status'] = 'maybe'
    }, 'credit:cr-1', 'record-field-invalid', { table: 'credits', field: 'status', value: 'maybe' }, 1],
    ['the lines do not come to the subtotal', 'expenses', (records) => {
      recordOf(records, 'e-2')['subtotal'] = '99.99'
    }, 'expense:e-2', 'record-totals-differ', {}, WITH_SUPPLIER],
    ['a reference to nothing', 'expenses', (records) => {
      recordOf(records, 'e-2')['projectId'] = 'p-77'
    }, 'expense:e-2', 'record-reference-missing', { field: 'projectId', value: 'p-77', table: 'projects' }, 1],
    ['a line’s cost code that does not exist', 'expenses', (records) => {
      firstLine(recordOf(records, 'e-2'))['costCodeId'] = 'cc-77'
    }, 'expense:e-2', 'record-reference-missing', { field: 'costCodeId', value: 'cc-77', table: 'cost-codes' }, 1],
    ['an id that is used twice', 'expenses', (records) => {
      records.push({ ...recordOf(records, 'e-2') })
    }, 'expense:e-2', 'record-id-twice', { table: 'expenses' }, 1],
  ])('%s: that record is held and says where, everything else goes', async (_what, table, change, key, code, params, fewer) => {
    const { company, source, row, practice } = await quickCompany()
    await edit(source, table, change)
    await company.sync()
    expect(row(key)).toMatchObject({ state: 'held', quickbooks: null, problem: { code, params } })
    expect(company.status().counts).toMatchObject({ synced: SYNCED - fewer, failed: 1, pending: 0 })
    const marks = JSON.stringify([...await practice.controls.entities('Purchase'), ...await practice.controls.entities('Invoice'), ...await practice.controls.entities('CreditMemo')])
    expect(marks).not.toContain(`[Billdr ${key.replace(':', ' ')}]`)
    const words = company.rows().filter(({ problem }) => problem?.code === code)
    expect(words).toHaveLength(1)
  })

  it('a record without an id is a row of its own, with its place; everything else goes', async () => {
    const { company, source } = await quickCompany()
    await edit(source, 'expenses', (records) => {
      delete recordOf(records, 'e-8')['id']
    })
    await company.sync()
    const nameless = company.rows().filter(({ billdrId }) => billdrId === '' || billdrId.includes('expenses'))
    expect(nameless).toMatchObject([{ kind: 'expense', state: 'held', problem: { params: { table: 'expenses', row: 8 } } }])
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
    expect(row('expense:e-1')).toMatchObject({ state: 'held', problem: { code: 'record-field-invalid' }, quickbooks: { type: 'Purchase' } })
    expect(await writes()).toEqual([])
  })

  it('a receipt whose bytes are not what the export says is held; its document goes', async () => {
    const { company, source, row } = await quickCompany()
    await edit(source, 'expenses', (records) => {
      const receipt = (recordOf(records, 'e-1')['attachments'] as Raw[])[0]
      if (receipt) receipt['sha256'] = 'f'.repeat(64)
    })
    await company.sync()
    expect(row('expense:e-1')).toMatchObject({ state: 'synced', attachments: [{ state: 'held', problem: { code: 'attachment-damaged' } }] })
  })
})

describe('an export that cannot be taken', () => {
  it.each<[string, (source: string) => Promise<void>, string]>([
    ['another format', (source) => editManifest(source, (manifest) => {
      manifest['format'] = 'some-other-export'
    }), 'source-format'],
    ['a newer version', (source) => editManifest(source, (manifest) => {
      manifest['version'] = 2
    }), 'source-version'],
    ['a manifest that is no JSON', (source) => writeFile(`${source}/manifest.json`, '{"format": '), 'source-'],
    ['a file that is not yet what the manifest says', (source) => appendFile(`${source}/clients.json`, ' '), 'source-incomplete'],
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
    expect(company.status().source.problem).toMatchObject({ code: 'source-table-missing', params: { table: 'payments' } })
    expect(report.problem).toBeNull()
    expect(row('payment:pay-1').state).toBe('synced')
    expect(await writes()).toEqual([])
  })

  it('a table that breaks off: said with its name; the others go on', async () => {
    const { company, source } = await quickCompany()
    await put(source, 'expenses.json', '[{"id": "e-1", "number"')
    await company.sync()
    expect(company.status().source.problem).toMatchObject({ code: 'source-table-unreadable', params: { table: 'expenses' } })
    expect(company.rows().filter(({ kind, state }) => kind === 'invoice' && state === 'synced')).toHaveLength(5)
    expect(company.rows().filter(({ kind }) => kind === 'expense')).toEqual([])
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
