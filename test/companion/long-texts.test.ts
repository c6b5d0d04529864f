import { afterEach, describe, expect, it } from 'vitest'
import { edit } from '../billdr/exports.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

/* The longest text that a field takes, of what makes a careless pattern slow: everybody else's time is not spent on it. */

const LONG = 99_900
const TEXTS: [string, (unit: string) => string][] = [
  ['spaces', () => `A${' '.repeat(LONG)}B`],
  ['spaces and no end', () => `A${' '.repeat(LONG)}`],
  ['dots', () => `A${'.'.repeat(LONG)}B`],
  ['dashes', () => `A${' - '.repeat(LONG / 3)}B`],
  ['digits', () => `${'1'.repeat(LONG)}x`],
  ['brackets', () => '[Billdr '.repeat(LONG / 8)],
  ['colons', () => `A${':'.repeat(LONG)}`],
  ['line breaks', () => `A${'\n'.repeat(LONG)}B`],
  ['accents', () => `A${'\u0301'.repeat(LONG)}`],
  ['at signs', () => `${'a@'.repeat(LONG / 2)}`],
]

describe('texts of 100,000 characters in every field of every record', () => {
  it.each(TEXTS)('%s', { timeout: 60_000 }, async (_name, make) => {
    const { company, source } = await quickCompany()
    const text = make('')
    const fields = ['displayName', 'companyName', 'givenName', 'familyName', 'email', 'phone', 'taxNumber', 'memo']
    for (const table of ['clients', 'projects', 'professionals', 'invoices', 'expenses', 'payments'])
      await edit(source, table, (records) => {
        for (const record of records.slice(0, 2)) {
          for (const field of [...fields, 'name', 'number', 'reference']) if (field in record) record[field] = text
          const address = record['address'] as Record<string, unknown> | undefined
          if (address) for (const field of Object.keys(address)) address[field] = text
          for (const line of (record['lines'] ?? []) as Record<string, unknown>[]) line['description'] = text
          record['updatedAt'] = '2026-04-01T12:00:00Z'
        }
      })
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    await company.sync()
    clearInterval(timer)
    expect(company.rows().length).toBeGreaterThan(40)
    expect(longest).toBeLessThan(5_000)
  })
})
