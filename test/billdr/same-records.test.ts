import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Attachment, BilldrRecord } from '../../shared/domain.ts'
import { KINDS } from '../../shared/kinds.ts'
import { emptyFolder, frenchCsv, readAll, readLocation, renovation, SAMPLES, sourceAt } from './exports.ts'
import type { Read } from './exports.ts'
import { localApi } from './local-api.ts'
import type { CsvStyle } from './sample-tables.ts'
import { csvOf, folderOf, sheetOf, zippedFolder } from './sample-tables.ts'

const plain: CsvStyle = { separator: ',', number: (decimal) => decimal, encode: (text) => Buffer.from(text) }
const grouped = (decimal: string, group: string, mark: string): string => {
  const [whole = '', fraction] = decimal.split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, group) + (fraction === undefined ? '' : mark + fraction)
}
const utf16 = (text: string, mark: boolean): Buffer => Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')

let expected: BilldrRecord[]
beforeAll(async () => {
  expected = (await readLocation(join(SAMPLES, 'renovation'))).records
})

function expectSame(read: Read): void {
  expect(read.problems).toEqual([])
  expect(read.records).toEqual(expected)
  expect(read.outcome).toMatchObject({ ok: true, problem: null })
}

describe('one data set ends in the same records', () => {
  const styles: [string, CsvStyle][] = [
    ['comma, UTF-8, plain numbers', plain],
    [
      'comma, UTF-8 with a mark, $1,234.50',
      {
        ...plain,
        number: (decimal) => (decimal.startsWith('-') ? '-$' : '$') + grouped(decimal.replace('-', ''), ',', '.'),
        encode: (text) => Buffer.from(`\ufeff${text}`),
      },
    ],
    [
      'semicolon, UTF-16 with a mark, 1 234,50 with narrow spaces',
      {
        ...plain,
        separator: ';',
        number: (decimal) => grouped(decimal, '\u202f', ','),
        encode: (text) => utf16(text, true),
      },
    ],
    [
      'tab, UTF-16 without a mark, 1.234,50',
      {
        ...plain,
        separator: '\t',
        number: (decimal) => grouped(decimal, '.', ','),
        encode: (text) => utf16(text, false),
      },
    ],
    [
      'semicolon, dates as 31/03/2026, which the company’s locale explains',
      { ...plain, separator: ';', date: (day) => day.split('-').reverse().join('/') },
    ],
  ]
  test.each(styles)('as CSV: %s', async (_name, style) => {
    const folder = await folderOf((table, rows) => [`${table}.csv`, csvOf(rows, style)])
    const read = await readLocation(folder)
    expectSame(read)
    expect(read.outcome).toMatchObject({ scope: 'full', wholeKinds: KINDS })
  })

  test('as a French CSV folder without a manifest: semicolons, Windows-1252, decimal commas, no-break spaces', async () => {
    const read = await readLocation(await frenchCsv())
    expectSame(read)
    expect(read.outcome).toMatchObject({ company: null, scope: 'changes', exportedAt: null, wholeKinds: [] })
  })

  test('as XLSX: numbers, serial dates, yes and no', async () => {
    expectSame(await readLocation(await folderOf((table, rows) => [`${table}.xlsx`, sheetOf(table, rows)])))
  })

  test('with each table in a format of its own', async () => {
    const tables = ['clients', 'invoices', 'invoice-lines', 'payments', 'purchase-order-lines']
    expectSame(
      await readLocation(
        await folderOf((table, rows) =>
          tables.includes(table) ? [`${table}.xlsx`, sheetOf(table, rows)] : [`${table}.csv`, csvOf(rows, plain)],
        ),
      ),
    )
  })

  test.each([
    ['at the top of the zip', ''],
    ['in one folder of the zip', 'Exportation mars/'],
  ])('as a zip, %s, receipts included', async (_name, root) => {
    const zip = join(await emptyFolder(), 'export.zip')
    await writeFile(zip, await zippedFolder(join(SAMPLES, 'renovation'), root))
    const source = await sourceAt(zip)
    const read = await readAll(source)
    expectSame(read)
    await expectReceipts(read.records, (each) => source.attachment(each))
  })

  test('as the local API, page by page, receipts included', async () => {
    const api = await localApi(await renovation(), 7)
    const source = await sourceAt(api.url, { apiKey: api.key })
    const read = await readAll(source)
    const withoutPaths = expected.map((record) =>
      'attachments' in record
        ? { ...record, attachments: record.attachments.map((each) => ({ ...each, path: null })) }
        : record,
    )
    expect(read.problems).toEqual([])
    expect(read.records).toEqual(withoutPaths)
    expect(read.outcome).toMatchObject({ ok: true, scope: 'full', wholeKinds: KINDS, problem: null })
    await expectReceipts(read.records, (each) => source.attachment(each))
  })

  test('in any order of the lines: they find their documents', async () => {
    const reversed = await folderOf((table, rows) => {
      const [header = [], ...rest] = rows
      return [
        `${table}.csv`,
        csvOf(
          table.endsWith('s') && !table.includes('-lines') ? [header, ...rest] : [header, ...shuffledByOwner(rest)],
          plain,
        ),
      ]
    })
    expectSame(await readLocation(reversed))
  })

  test('unless a file of it is taken away', async () => {
    const folder = await frenchCsv()
    await rm(join(folder, 'payments.csv'))
    const read = await readLocation(folder)
    expect(read.records).toEqual(expected.filter((record) => record.kind !== 'payment'))
    expect(read.outcome).toMatchObject({ ok: true, problem: null })
  })
})

/** The lines of the last document first, those of one document in their order. */
function shuffledByOwner(rows: (string | null)[][]): (string | null)[][] {
  const owners = [...new Set(rows.map(([owner]) => owner))].reverse()
  return owners.flatMap((owner) => rows.filter(([each]) => each === owner))
}

async function expectReceipts(
  records: readonly BilldrRecord[],
  bytesOf: (each: Attachment) => Promise<{ ok: boolean }>,
): Promise<void> {
  const attachments = records.flatMap((record) => ('attachments' in record ? record.attachments : []))
  expect(attachments).toHaveLength(6)
  for (const each of attachments) expect(await bytesOf(each)).toMatchObject({ ok: true })
}
