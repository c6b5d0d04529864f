import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { RowLimits } from '../../electron/billdr/tables/csv-limits.ts'
import { elementsWithinLimits } from '../../electron/billdr/tables/json-elements.ts'
import { DEFAULT_LIMITS, overLimitOf } from '../../electron/billdr/limits.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { emptyFolder, put, readAll, readLocation, renovation, sourceAt, take } from './exports.ts'
import type { Raw, Read } from './exports.ts'
import { sendJson, serve } from './local-api.ts'
import { csvFolder, payment } from './tables.ts'
import { workbookOf } from './xlsx-writer.ts'
import { zipOf } from './zip-writer.ts'

const GIANT = 'x'.repeat(50 * 2 ** 20)
const COMPANY = { id: 'b-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
const AT = '2026-03-02T14:00:00Z'

const client = (id: string, displayName: string): Raw => ({ id, displayName, updatedAt: AT })
const CLIENTS = [client('c-1', 'Marie Côté'), client('c-2', GIANT), client('c-3', 'Béton Plus')]
const HEADER = ['display_name', 'updated_at', 'id']
const rowOf = (raw: Raw, quote = ''): string =>
  [`${quote}${String(raw['displayName'])}${quote}`, AT, raw['id']].join(',')
const csv = (quote: string): string => [HEADER.join(','), ...CLIENTS.map((raw) => rowOf(raw, quote))].join('\n')
const cells = CLIENTS.map((raw) => [String(raw['displayName']), AT, String(raw['id'])])

async function folderWith(name: string, content: string | Buffer): Promise<string> {
  const folder = await emptyFolder()
  await writeFile(join(folder, name), content)
  return folder
}

async function exportWith(clients: string): Promise<string> {
  const folder = await emptyFolder()
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({ format: 'billdr-pro-export', version: 1, company: COMPANY, exportedAt: AT, scope: 'changes' }),
  )
  await put(folder, 'clients.json', clients)
  return folder
}

async function apiWith(records: readonly Raw[]): Promise<string> {
  const { url } = await serve((path, _request, response) => {
    if (path.pathname === '/v1/company') return sendJson(response, COMPANY)
    sendJson(response, { records, cursor: '1', hasMore: false })
  })
  return url
}

const PLACES: [string, () => Promise<string>][] = [
  ['JSON', () => exportWith(JSON.stringify(CLIENTS))],
  ['CSV', () => folderWith('clients.csv', csv(''))],
  ['CSV in quotes', () => folderWith('clients.csv', csv('"'))],
  [
    'a workbook',
    () => folderWith('clients.xlsx', workbookOf({ sheets: [{ name: 'clients', rows: [HEADER, ...cells] }] })),
  ],
  [
    'a zip',
    () =>
      folderWith('export.zip', zipOf([{ name: 'clients.csv', content: csv(''), stored: true }])).then((folder) =>
        join(folder, 'export.zip'),
      ),
  ],
  ['the local API', () => apiWith(CLIENTS.map((raw) => ({ table: 'clients', ...raw })))],
]

const named = (read: Read): string[] => read.records.map((record) => record.id)
const held = ({ problems }: Read): [unknown, string][] => problems.map(({ key, problem }) => [key, problem.code])

describe('one cell of 50 MB holds its record and no other', () => {
  test.each(PLACES)('in %s', { timeout: 300_000 }, async (_name, place) => {
    // Two hundred times smaller than it unpacks to is another limit, which no figure of this test should meet.
    const read = await readAll(await sourceAt(await place(), { limits: { expansion: 1e9 } }))
    expect(read.outcome).toMatchObject({ ok: true })
    expect(named(read)).toEqual(['c-1', 'c-3'])
    expect(held(read)).toEqual([['client:c-2', 'record-too-large']])
  })

  test('in a table of lines: the document to which it belongs', { timeout: 300_000 }, async () => {
    const invoice = (id: string): string => `${id},${id},p-1,submitted,2026-03-02,CAD,10.00,10.00,${AT}`
    const line = (invoiceId: string, description: string): string => `${invoiceId},l-1,${description},10.00`
    const read = await readLocation(
      await csvFolder({
        'invoices.csv': [
          'id,number,project_id,status,issued_on,currency,subtotal,total,updated_at',
          invoice('i-1'),
          invoice('i-2'),
        ].join('\n'),
        'invoice-lines.csv': ['invoice_id,id,description,amount', line('i-1', GIANT), line('i-2', 'Pose')].join('\n'),
      }),
    )
    expect(named(read)).toEqual(['i-2'])
    expect(held(read)).toEqual([['invoice:i-1', 'record-too-large']])
  })
})

describe('a record over another limit is held by itself', () => {
  test('nested deeper than any that is right', async () => {
    const folder = await renovation()
    const deep = `${'['.repeat(20)}1${']'.repeat(20)}`
    const [first, second, third] = CLIENTS.map((raw) => ({ ...raw, displayName: 'Nom' }))
    const text = JSON.stringify([first, { ...second, deep: 'HERE' }, third]).replace('"HERE"', deep)
    await put(folder, 'clients.json', text)
    const read = await readLocation(folder)
    expect(held(read)).toEqual([['client:c-2', 'record-too-large']])
    expect(read.outcome).toMatchObject({ ok: true, problem: null })
    expect(read.records.filter(({ kind }) => kind === 'client').map(({ id }) => id)).toEqual(['c-1', 'c-3'])
  })

  test('more columns than any that is right', async () => {
    const rows = payment({}).trimEnd().split('\n')
    const wide = `${rows[1]?.replace('pay-1', 'pay-2')}${',x'.repeat(200_000)}`
    const read = await readLocation(
      await csvFolder({ 'payments.csv': [...rows, wide, rows[1]?.replace('pay-1', 'pay-3')].join('\n') }),
    )
    expect(named(read)).toEqual(['pay-1', 'pay-3'])
    expect(held(read)).toEqual([['payment:pay-2', 'record-too-large']])
  })

  test('many cells that are large together', async () => {
    const folder = await renovation()
    const lines = Array.from({ length: 60_000 }, (_, at) => ({
      id: `l${at}`,
      description: 'x'.repeat(60),
      amount: '0',
    }))
    const [first, second, third] = CLIENTS.map((raw) => ({ ...raw, displayName: 'Nom' }))
    await put(folder, 'clients.json', JSON.stringify([first, { lines, ...second }, third], null, 2))
    expect(held(await readLocation(folder))).toEqual([['client:c-2', 'record-too-large']])
  })
})

describe('what is no record does not pass for one over the limits', () => {
  test('a JSON text that lost its end', async () => {
    const folder = await renovation()
    const many = Array.from({ length: 60_000 }, (_, at) => client(`c-${at}`, `Cliente ${at}, rue des Érables`))
    const text = JSON.stringify(many).replace('"c-5"', '"c-5')
    await put(folder, 'clients.json', text)
    const { outcome } = await readLocation(folder)
    expect(outcome).toMatchObject({ ok: true, problem: { code: 'source-table-unreadable', params: { row: 6 } } })
  })

  async function swallowing(name: string): Promise<Read> {
    const many = Array.from({ length: 100_000 }, (_, at) => rowOf(client(`c-${at}`, `${name} ${at}`)))
    many[5] = `"${many[5] ?? ''}`
    many[90_000] = many[90_000]?.replace(',', '",') ?? ''
    const folder = await renovation()
    await take(folder, 'clients.json')
    await put(folder, 'clients.csv', [HEADER.join(','), ...many].join('\n'))
    return readLocation(folder)
  }
  const countsAsWhole = ({ outcome }: Read): boolean => outcome.ok === true && outcome.wholeKinds.includes('client')

  test('a quote in CSV that is closed thousands of rows later: nothing counts as removed', async () => {
    const read = await swallowing('Cliente de la rue des Érables à Montréal')
    expect(held(read).filter(([, code]) => code === 'record-too-large')).toHaveLength(1)
    expect(read.outcome).toMatchObject({ ok: true })
    expect(countsAsWhole(read)).toBe(false)
  })

  test('a quote that is closed three rows later: the rows between are missed, and it is said which', async () => {
    const rows = payment({}).trimEnd().split('\n')
    const row = (id: string): string => `${id},i-1,80.00,2026-03-19,cheque,${AT}`
    const text = [
      rows[0],
      row('pay-1'),
      `"${row('pay-2')}`,
      row('pay-3'),
      row('pay-4').replace(',', '",'),
      row('pay-5'),
    ]
    const read = await readLocation(await csvFolder({ 'payments.csv': text.join('\n') }))
    expect(named(read)).toEqual(['pay-1', 'pay-5'])
    expect(read.problems.map(({ row: at, problem }) => [at, problem.code])).toEqual([[3, 'record-swallows-rows']])
  })

  test('a note of several lines is none of these', async () => {
    const rows = payment({}).trimEnd().split('\n')
    const text = `${rows[0]},memo\n${rows[1]},"reçu,\nle 3 mars, au bureau, comptant\nmerci"\n`
    const read = await readLocation(await csvFolder({ 'payments.csv': text }))
    expect(read.problems).toEqual([])
    expect(read.records).toMatchObject([{ memo: 'reçu,\nle 3 mars, au bureau, comptant\nmerci' }])
  })
})

describe('the window says', () => {
  test.each([
    ['en', 'record-too-large', 'Clients, row 2: this record is over the limit for its size'],
    ['fr', 'record-too-large', 'Clients, rangée 2 : cette fiche dépasse la limite de taille'],
    ['en', 'record-swallows-rows', 'a quotation mark before or after it is missing'],
    ['fr', 'record-swallows-rows', 'il manque un guillemet avant ou après elle'],
  ] as const)('in %s, of %s', (language, code, says) => {
    expect(
      wordsFor(language)
        .problem({ code, params: { table: 'clients', row: 2 } })
        .explanation.replace(/[\u00a0\u202f]/g, ' '),
    ).toContain(says)
  })
})

describe('wherever a text is cut into parts', () => {
  const limits = { ...DEFAULT_LIMITS, recordBytes: 40, columns: 5 }
  async function* inParts(bytes: Buffer, size: number): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }

  test('JSON: what is within the limits passes as it was, what is not as its short fields', async () => {
    const small = { id: 'é"\\,]}', n: [1, { a: '[{' }] }
    const text = JSON.stringify([small, 'text', 12, { id: 'big', x: `${'y'.repeat(3000)}"\\{`, n: 3 }, null, small])
    for (const size of [1, 2, 3, 7, 64, 5000]) {
      const parts: Uint8Array[] = []
      for await (const part of elementsWithinLimits(inParts(Buffer.from(text), size), 1, limits))
        parts.push(Buffer.from(part))
      const [first, second, third, big, none, last] = JSON.parse(Buffer.concat(parts).toString()) as Raw[]
      expect([first, second, third, none, last]).toEqual([small, 'text', 12, null, small])
      expect(big && overLimitOf(big)).toBe('record')
      expect(big).toMatchObject({ id: 'big', n: 3 })
    }
  })

  test('CSV: cells and rows stay apart as the parser takes them', () => {
    const long = 'z'.repeat(5000)
    const rows = [
      ['a', 'say "yes"\n,', 'c'],
      ['big', `${long}""\n,${'"'.repeat(3001)}`, 'id-2'],
      ['x', 'y', 'id-3'],
      ['wide', '2', '3', '4', '5', '6', long, '8'],
      ['end', '"', long],
    ]
    const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
    const text = Buffer.from(rows.map((row) => row.map(quoted).join(',')).join('\r\n'))
    for (const size of [1, 2, 3, 5, 64, 20_000]) {
      const within = new RowLimits(',', limits)
      const parts: Uint8Array[] = []
      for (let at = 0; at < text.length; at += size)
        parts.push(Buffer.from(within.within(text.subarray(at, at + size))))
      parts.push(within.rest())
      const read = parse(Buffer.concat(parts), { relax_column_count: true, relax_quotes: true }) as string[][]
      expect(read.map((row) => [row.length, row[0], within.cutIn(row)])).toEqual([
        [3, 'a', null],
        [3, 'big', 'record'],
        [3, 'x', null],
        [5, 'wide', 'columns'],
        [3, 'end', 'record'],
      ])
      expect(read[0]).toEqual(rows[0])
      expect(read[1]?.[2]).toBe('id-2')
      expect(Math.max(...read.flat().map((cell) => cell.length))).toBeLessThan(1200)
    }
  })
})

describe('all records of a reading together', () => {
  const many = Array.from({ length: 3_000 }, (_, at) => client(`c-${at}`, `${'n'.repeat(900)} ${at}`))
  test.each<[string, () => Promise<string>]>([
    ['JSON', () => exportWith(JSON.stringify(many))],
    ['CSV', () => folderWith('clients.csv', [HEADER.join(','), ...many.map((raw) => rowOf(raw))].join('\n'))],
    ['the local API', () => apiWith(many.map((raw) => ({ table: 'clients', ...raw })))],
  ])('take no more memory than is allowed, from %s', async (_name, place) => {
    const read = await readAll(await sourceAt(await place(), { limits: { keptBytes: 2 ** 20 } }))
    expect(read.records.length).toBeLessThan(1_200)
    const { outcome } = read
    const found = outcome.ok === 'unchanged' ? null : outcome.problem
    expect(found).toMatchObject({ code: 'source-too-large', params: { what: 'kept' } })
    if (outcome.ok === true) expect(outcome.wholeKinds).toEqual([])
  })
})
