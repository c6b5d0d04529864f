import { afterEach, expect, it } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import type { Raw } from '../billdr/exports.ts'
import { editManifest, put, readJson, take } from '../billdr/exports.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

afterEach(closeCompanies)

it('what was sent is not overwritten where its amount becomes unclear at a later reading, and that is said', async () => {
  const { company, source, row, writes } = await quickCompany()
  await company.sync()
  expect(row('payment:pay-2').state).toBe('synced')
  const there = row('payment:pay-2').quickbooks
  await writes()

  const records = await readJson<Raw[]>(source, 'payments.json')
  const columns = ['id', 'invoiceId', 'amount', 'receivedOn', 'method', 'updatedAt']
  const rows = records.map((record) =>
    columns.map((name) => (name === 'amount' ? '2,500' : String(record[name]))).join(';'),
  )
  await take(source, 'payments.json')
  await put(source, 'payments.csv', `${columns.join(';')}\n${rows.join('\n')}\n`)
  await editManifest(source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  await company.sync()

  const { state, problem, quickbooks } = row('payment:pay-2')
  expect({ state, code: problem?.code, quickbooks }).toEqual({
    state: 'held',
    code: 'number-ambiguous',
    quickbooks: there,
  })
  expect(await writes()).toEqual([])
  if (!problem) throw new Error('nothing said')
  expect(wordsFor('en').problem(problem).explanation).toContain('already stays as it was sent until then')
  expect(wordsFor('fr').problem(problem).explanation).toContain('y reste d’ici là tel qu’il a été envoyé')
})
