import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Contractor } from '../plan/contractor.ts'
import { client, project } from '../support/billdr-records.ts'
import { emptyFolder, readAll } from './exports.ts'
import { LinesSource } from './smallest-adapter.ts'

const LINES = [
  '{"ref":"c-1","title":"Zoé D’Amours","mail":"zoe@exemple.ca","changed":"2026-03-02T14:00:00Z"}',
  '{"ref":"c-2","title":"Parti","changed":"2026-03-02T14:00:00Z","gone":true}',
  '{"ref":"c-3","changed":"2026-03-02T14:00:00Z"}',
  'no JSON',
]

test('another export format is one class: records, tombstones and problems come out as from Billdr', async () => {
  const file = join(await emptyFolder(), 'customers.ndjson')
  const source = new LinesSource(file)
  expect(await source.check()).toMatchObject({ ok: false, problem: { code: 'source-missing' } })
  await writeFile(file, LINES.join('\n'))
  const read = await readAll(source)
  expect(read.records).toEqual([
    client('c-1', { displayName: 'Zoé D’Amours', email: 'zoe@exemple.ca', updatedAt: '2026-03-02T14:00:00Z' }),
  ])
  expect(read.removed).toEqual(['client:c-2'])
  expect(read.problems.map(({ key, row, field, problem }) => [key, row, field, problem.code])).toEqual([
    ['client:c-3', 3, 'displayName', 'record-field-missing'],
    [null, 4, null, 'record-unreadable'],
  ])
  expect(read.outcome.ok === true && (await readAll(source, read.outcome.cursor)).outcome.ok).toBe('unchanged')
  // And it is planned like any other: the customer goes with its first project.
  const [step] = new Contractor(...read.records, project('p-1', 'c-1')).operations()
  expect(step).toMatchObject({ kind: 'create', key: 'client:c-1', type: 'Customer' })
})
