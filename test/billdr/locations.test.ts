import { homedir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { locationAsTyped, notThere } from '../../electron/billdr/location.ts'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { Problem } from '../../shared/problem.ts'
import { problem } from '../../shared/problem.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { emptyFolder, readLocation } from './exports.ts'
import { CLIENTS, csvFolder } from './tables.ts'
import { workbookOf } from './xlsx-writer.ts'

const says = (found: Problem, language: 'en' | 'fr' = 'en'): string =>
  wordsFor(language)
    .problem(found)
    .explanation.replace(/[\u00a0\u202f]/g, ' ')

describe('a location as people give it', () => {
  test.each([
    ['~', homedir()],
    ['~/Billdr/export', join(homedir(), 'Billdr/export')],
    ['"/data/Billdr export"', '/data/Billdr export'],
    ["'/data/export'", '/data/export'],
    ['“/data/export”', '/data/export'],
    ['« /data/export »', '/data/export'],
    ['"~/export.zip"', join(homedir(), 'export.zip')],
    ['  /data/export ', '/data/export'],
    ['/data/~/export', '/data/~/export'],
    ['http://127.0.0.1:4600', 'http://127.0.0.1:4600'],
  ])('%s', (typed, location) => {
    expect(locationAsTyped(typed)).toBe(location)
    expect(locationAsTyped(typed, '/home/somebody')).toBe(location)
  })

  test('in a terminal a path goes on from where one is, an address never does', () => {
    expect(locationAsTyped('export', '/home/anne')).toBe('/home/anne/export')
    expect(locationAsTyped('export.zip', '/home/anne')).toBe('/home/anne/export.zip')
    expect(locationAsTyped('localhost:4600', '/home/anne')).toBe('localhost:4600')
  })

  test.each([
    ['localhost:4600', 'source-address-unfinished', 'http://localhost:4600', 'http://localhost:4600'],
    ['192.168.1.20/v1', 'source-address-unfinished', 'looks like an address', 'ressemble à une adresse'],
    ['billdr.local:4600', 'source-address-unfinished', 'http://billdr.local:4600', 'http://billdr.local:4600'],
    ['www.billdr.co', 'source-address-unfinished', 'http://www.billdr.co', 'http://www.billdr.co'],
    ['export', 'source-path-unfinished', 'only the end of a path', 'que la fin d’un chemin'],
    ['Documents\\export', 'source-path-unfinished', 'only the end of a path', 'que la fin d’un chemin'],
    ['ftp://server/export', 'source-location-unclear', 'names no folder', 'ftp://server/export'],
    ['smb://server/export', 'source-location-unclear', 'names no folder', 'smb://server/export'],
    ['\u0007\u0000\u001b[2Jx', 'source-location-unclear', 'names no folder', 'x'],
  ])('%j is answered with a sentence of its own', async (typed, code, english, french) => {
    const opened = await openSource(locationAsTyped(typed))
    if (opened.ok) throw new Error('taken')
    expect(opened.problem.code).toBe(code)
    expect(says(opened.problem)).toContain(english)
    expect(says(opened.problem, 'fr')).toContain(french)
    expect(says(opened.problem)).not.toMatch(/\p{Cc}/u)
  })

  test('a path that is not there yet: how far it goes', async () => {
    const folder = await emptyFolder()
    const location = join(folder, 'Billdr', 'mars')
    const found = await notThere(problem('source-missing', { location }))
    expect(found).toEqual(problem('source-not-there', { location, there: folder }))
    expect(says(found)).toContain(`exists as far as ${folder}`)
    expect(says(found, 'fr')).toContain(`existe jusqu’à ${folder}`)
  })
})

describe('a file that is not what its name says', () => {
  test('in the place of a folder or zip', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    const { outcome } = await readLocation(join(folder, 'clients.csv'))
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'source-not-a-zip', params: { file: 'clients.csv' } } })
  })

  const binary = Buffer.concat([Buffer.from([0, 1, 2, 0, 0, 3]), randomBytes(3000)])
  const workbook = workbookOf({ sheets: [{ name: 'clients', rows: [['id', 'display_name', 'updated_at']] }] })
  const old = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])
  const page = '<!DOCTYPE html><html><table><tr><td>id</td></tr></table></html>'
  test.each([
    ['clients.csv', binary, 'no text', 'autre chose que du texte'],
    ['clients.csv', workbook, 'a zip or a workbook', 'un zip ou un classeur'],
    ['clients.csv', Buffer.from('%PDF-1.7 …'), 'a PDF', 'un PDF'],
    ['clients.csv', Buffer.from(page), 'a web page', 'une page Web'],
    ['clients.xlsx', old, 'the old kind (.xls)', 'l’ancien format (.xls)'],
    ['clients.xlsx', Buffer.from(CLIENTS), 'a text', 'un texte'],
    ['clients.xlsx', binary, 'no text', 'autre chose que du texte'],
  ])('%s (%#)', async (name, content, english, french) => {
    const folder = await csvFolder({ [name]: content, 'payments.csv': 'id\n' })
    const { outcome } = await readLocation(folder)
    if (outcome.ok !== true || !outcome.problem) throw new Error('nothing said')
    expect(outcome.problem).toMatchObject({
      code: 'source-table-other-format',
      params: { table: 'clients', file: name },
    })
    expect(says(outcome.problem)).toContain(english)
    expect(says(outcome.problem, 'fr')).toContain(french)
  })
})

test('what is to be put right in Billdr is said of an export; of files made by hand, in the file', async () => {
  const byHand = await readLocation(
    await csvFolder({ 'clients.csv': 'id,display_name,updated_at\nc-1,,2026-03-02T14:00:00Z\n' }),
  )
  const [found] = byHand.problems
  if (!found) throw new Error('nothing said')
  expect(says(found.problem)).toContain('Nothing of it is sent until it is filled in in the file.')
  expect(says(found.problem, 'fr')).toContain('tant que ce n’est pas rempli dans le fichier.')
  const exported = says({ code: 'record-field-missing', params: { table: 'clients', row: 1, field: 'displayName' } })
  expect(exported).toContain('in Billdr.')
})

test('data in deeper folders is named too', async () => {
  const folder = await csvFolder({ 'clients.csv': CLIENTS })
  await mkdir(join(folder, 'archives/2026/mars'), { recursive: true })
  await writeFile(join(folder, 'archives/2026/mars/payments.csv'), 'id\n')
  const { outcome } = await readLocation(folder)
  expect(outcome).toMatchObject({
    problems: [{ code: 'file-not-read', params: { file: 'archives/2026/mars/payments.csv', table: 'payments' } }],
  })
})

test('a cut table of lines: which documents lack theirs, and how many', async () => {
  const expense = (id: string, subtotal: string): string => `${id},approved,2026-03-05,cash,CAD,${subtotal},${subtotal}`
  const folder = await csvFolder({
    'expenses.csv': [
      'id,status,spent_on,paid_with,currency,subtotal,total',
      expense('e-1', '10'),
      expense('e-2', '20'),
      expense('e-3', '0'),
      expense('e-4', '40'),
      '',
    ].join('\n'),
    'expense-lines.csv': 'expense_id,description,amount\ne-1,Vis,10\n',
  })
  const { outcome, records, problems } = await readLocation(folder)
  expect(records.map(({ id }) => id)).toEqual(['e-1', 'e-3'])
  expect(problems.map(({ key }) => key)).toEqual(['expense:e-2', 'expense:e-4'])
  if (outcome.ok !== true || !outcome.problem) throw new Error('nothing said')
  expect(outcome.problem).toMatchObject({
    code: 'source-lines-missing',
    params: { table: 'expense-lines', from: 'expenses', count: 2, ids: 'e-2, e-4' },
  })
  expect(says(outcome.problem)).toContain('has no lines of 2 documents in Expenses')
  expect(says(outcome.problem, 'fr')).toContain('n’a aucune ligne pour 2 documents de Dépenses')
})
