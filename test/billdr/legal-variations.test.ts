import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Attachment, BilldrRecord, Invoice, Payment } from '../../shared/domain.ts'
import { emptyFolder, readAll, readLocation, sourceAt } from './exports.ts'
import type { Raw, Read } from './exports.ts'
import { sendJson, serve } from './local-api.ts'
import type { SheetCell } from './xlsx-writer.ts'
import { workbookOf } from './xlsx-writer.ts'
import { zipOf } from './zip-writer.ts'

/*
 * What the data contract (version 1) allows and other programs write, though Billdr's sample does not: one export of two
 * documents, told in every odd way. All of them mean the same.
 */

const COMPANY = { id: 'co-9', name: 'Érablière & Fils', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
const AT = '2026-03-31T16:00:00Z'
const LINES = [
  {
    id: 'l1',
    description: 'Toiture « neuve »,\nsans cheminée',
    costCodeId: 'cc',
    quantity: '3',
    unitPrice: '411.5',
    amount: '1234.50',
  },
]
const INVOICE = {
  id: 'i-1',
  updatedAt: AT,
  number: '1001',
  projectId: 'p-1',
  status: 'submitted',
  issuedOn: '2026-03-31',
  dueOn: '2026-04-30',
  currency: 'CAD',
  memo: 'Merci',
  lines: LINES,
  subtotal: '1234.50',
  taxes: [{ name: 'TPS', rate: '5', amount: '61.73' }],
  total: '1296.23',
  attachments: [] as Raw[],
}
const PAYMENT = {
  id: 'pay-1',
  updatedAt: AT,
  invoiceId: 'i-1',
  amount: '296.23',
  receivedOn: '2026-03-31',
  method: 'e_transfer',
  reference: 'X-1',
}

const HEADER = [
  'id',
  'updated_at',
  'number',
  'project_id',
  'status',
  'issued_on',
  'due_on',
  'currency',
  'memo',
  'subtotal',
  'tax_tps',
  'tax_tps_rate',
  'total',
]
const ROW = [
  'i-1',
  AT,
  '1001',
  'p-1',
  'submitted',
  '2026-03-31',
  '2026-04-30',
  'CAD',
  'Merci',
  '1234.50',
  '61.73',
  '5',
  '1296.23',
]
const LINE_HEADER = ['invoice_id', 'id', 'description', 'cost_code_id', 'quantity', 'unit_price', 'amount']
const LINE_ROW = ['i-1', 'l1', 'Toiture « neuve »,\nsans cheminée', 'cc', '3', '411.5', '1234.50']

const csv = (rows: readonly (readonly string[])[], separator = ',', end = '\r\n'): string =>
  rows
    .map((row) =>
      row.map((cell) => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(separator),
    )
    .join(end) + end

/** An export folder with these files and the manifest that lists them. */
async function exportOf(files: Record<string, string | Buffer>, manifest: Raw = {}): Promise<string> {
  const folder = await emptyFolder()
  const listed: Raw[] = []
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
    const bytes = Buffer.from(content as string)
    listed.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  await writeFile(
    join(folder, 'manifest.json'),
    JSON.stringify({
      format: 'billdr-pro-export',
      version: 1,
      company: COMPANY,
      exportedAt: AT,
      scope: 'changes',
      files: listed,
      ...manifest,
    }),
  )
  return folder
}

const invoiceOf = (records: readonly BilldrRecord[]): Invoice =>
  records.find((record): record is Invoice => record.kind === 'invoice') ??
  (Promise.reject(new Error('no invoice')) as never)

/** The invoice was read, whole and as it is meant. */
function expectInvoice(read: Read): void {
  expect(read.problems).toEqual([])
  expect(read.outcome).toMatchObject({ ok: true, problem: null })
  expect(invoiceOf(read.records)).toMatchObject({
    id: 'i-1',
    number: '1001',
    projectId: 'p-1',
    status: 'submitted',
    issuedOn: '2026-03-31',
    dueOn: '2026-04-30',
    subtotal: 123_450,
    total: 129_623,
    taxes: [{ name: 'TPS', rate: '5', amount: 6_173 }],
    lines: [
      {
        id: 'l1',
        description: 'Toiture « neuve »,\nsans cheminée',
        costCodeId: 'cc',
        quantity: '3',
        unitPrice: '411.5',
        amount: 123_450,
      },
    ],
  })
}

describe('CSV tables', () => {
  const encodings: [string, (text: string) => Buffer][] = [
    ['UTF-8 with a mark', (text) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16, big end first, with a mark', (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['lines ended by a carriage return alone', (text) => Buffer.from(text.replaceAll('\r\n', '\r'))],
    ['the separator named in a first line', (text) => Buffer.from(`sep=,\r\n${text}`)],
    ['blank lines around and between', (text) => Buffer.from(`\r\n\r\n${text}\r\n,,,\r\n`)],
    ['a title above the header', (text) => Buffer.from(`Factures de mars; Érablière, Fils\r\n\r\n${text}`)],
  ]
  test.each(encodings)('%s', async (_name, encode) => {
    expectInvoice(
      await readLocation(
        await exportOf({
          'invoices.csv': encode(csv([HEADER, ROW])),
          'invoice-lines.csv': encode(csv([LINE_HEADER, LINE_ROW])),
        }),
      ),
    )
  })

  test('columns in another order, more of them than anybody knows, headers in camelCase, with accents or spaces, file names in capitals', async () => {
    const header = [
      'Extra',
      ...HEADER.toReversed().map((name) => name.replace(/_(.)/g, (_all, letter: string) => letter.toUpperCase())),
      'Ünknown column',
    ]
    const row = ['?', ...ROW.toReversed(), '!']
    expectInvoice(
      await readLocation(
        await exportOf({
          'INVOICES.CSV': csv([header, row]),
          'Invoice-Lines.Csv': csv(
            [LINE_HEADER.map((name) => name.toUpperCase().replaceAll('_', ' ')), LINE_ROW],
            '\t',
          ),
        }),
      ),
    )
  })

  test('taxes in one cell, as JSON', async () => {
    const header = HEADER.filter((name) => !name.startsWith('tax_')).concat('taxes')
    const row = ROW.filter((_, at) => !HEADER[at]?.startsWith('tax_')).concat(JSON.stringify(INVOICE.taxes))
    expectInvoice(
      await readLocation(
        await exportOf({ 'invoices.csv': csv([header, row]), 'invoice-lines.csv': csv([LINE_HEADER, LINE_ROW]) }),
      ),
    )
  })

  test('the sum of the taxes in one column', async () => {
    const header = HEADER.filter((name) => !name.startsWith('tax_')).concat('Taxes')
    const row = ROW.filter((_, at) => !HEADER[at]?.startsWith('tax_')).concat('61,73 $')
    const read = await readLocation(
      await exportOf({ 'invoices.csv': csv([header, row], ';'), 'invoice-lines.csv': csv([LINE_HEADER, LINE_ROW]) }),
    )
    expect(read.problems).toEqual([])
    expect(invoiceOf(read.records)).toMatchObject({
      total: 129_623,
      taxes: [{ name: 'Taxes', rate: '5', amount: 6_173 }],
    })
  })

  test.each([
    ['1 234,50 $', '61,73 $', '1 296,23 $'],
    ['$1,234.50', '$61.73', '$1,296.23'],
    ['1\u202f234,5', '61,73', '1\u202f296,23'],
    ['CAD 1234.50', '61.73 CAD', '1296.230'],
    ['1.234,50', '61,73', '1.296,23'],
    ["1'234.50", '61.73', "1'296.23"],
  ])('amounts as %s', async (subtotal, tax, total) => {
    const row = ROW.with(9, subtotal).with(10, tax).with(12, total)
    expectInvoice(
      await readLocation(
        await exportOf({
          'invoices.csv': csv([HEADER, row], ';'),
          'invoice-lines.csv': csv([LINE_HEADER, LINE_ROW.with(6, subtotal)], ';'),
        }),
      ),
    )
  })

  test('a unit price that is the rest of a division', async () => {
    const read = await readLocation(
      await exportOf({
        'invoices.csv': csv([HEADER, ROW]),
        'invoice-lines.csv': csv([LINE_HEADER, LINE_ROW.with(5, '411.49999999999994')]),
      }),
    )
    expect(read.problems).toEqual([])
    expect(invoiceOf(read.records).lines[0]).toMatchObject({ unitPrice: '411.5', amount: 123_450 })
  })
})

describe('JSON tables', () => {
  test('a byte order mark, amounts as numbers, optional fields as null, fields that nobody knows', async () => {
    const invoice = {
      ...INVOICE,
      subtotal: 1234.5,
      total: 1296.23,
      taxes: [{ name: 'TPS', rate: 5, amount: 61.73 }],
      extra: { deep: [1] },
      deleted: false,
      lines: [{ ...LINES[0], quantity: 3, unitPrice: 411.5, amount: 1234.5, billable: null }],
    }
    expectInvoice(await readLocation(await exportOf({ 'invoices.json': `\ufeff${JSON.stringify([invoice])}` })))
  })

  test('a unit price that is the rest of a division; an amount that is none is refused', async () => {
    const withPrice = { ...INVOICE, lines: [{ ...LINES[0], unitPrice: 411.49999999999994 }] }
    expectInvoice(await readLocation(await exportOf({ 'invoices.json': JSON.stringify([withPrice]) })))
    const { problems } = await readLocation(
      await exportOf({ 'payments.json': JSON.stringify([{ ...PAYMENT, amount: 1 / 3 }]) }),
    )
    expect(problems).toMatchObject([{ key: 'payment:pay-1', field: 'amount' }])
  })

  test('an empty table, a manifest with a mark, an instant with an offset and a locale with an underscore', async () => {
    const folder = await exportOf({ 'invoices.json': JSON.stringify([INVOICE]), 'payments.json': ' [ ] ' })
    const text = JSON.stringify({
      format: 'billdr-pro-export',
      version: 1,
      company: { ...COMPANY, locale: 'fr_CA' },
      exportedAt: '2026-03-31T12:00:00.123-04:00',
      scope: 'changes',
      files: [],
      more: 1,
    })
    await writeFile(join(folder, 'manifest.json'), `\ufeff${text}`)
    const read = await readLocation(folder)
    expect(read.outcome).toMatchObject({
      ok: true,
      exportedAt: '2026-03-31T16:00:00.123Z',
      company: { locale: 'fr_CA' },
    })
  })
})

describe('XLSX tables', () => {
  const DAY_1900 = 46_112
  const inline = (text: string): SheetCell => ({
    xml: `<c t="inlineStr"><is><r><t>${text.slice(0, 2)}</t></r><r><t xml:space="preserve">${text.slice(2)}</t></r></is></c>`,
  })
  const lines = workbookOf({
    sheets: [{ name: 'Feuil1', rows: [LINE_HEADER, [...LINE_ROW.slice(0, 4), 3, 411.5, 1234.5]] }],
  })
  const rows = (cells: Partial<Record<number, SheetCell>>): SheetCell[][] => [
    HEADER,
    ROW.map((cell, at) => cells[at] ?? cell),
  ]
  const ways: [string, Buffer][] = [
    [
      'texts in their cells, in pieces',
      workbookOf({ sheets: [{ name: 'A', rows: [HEADER.map(inline), ROW.map(inline)] }] }),
    ],
    [
      'amounts and dates as numbers, a number as a number',
      workbookOf({
        sheets: [
          {
            name: 'A',
            rows: rows({ 2: 1001, 5: DAY_1900, 6: DAY_1900 + 30, 9: 1234.5, 10: 61.73, 11: 5, 12: 1296.23 }),
          },
        ],
      }),
    ],
    [
      'dates counted from 1904',
      workbookOf({ from1904: true, sheets: [{ name: 'A', rows: rows({ 5: DAY_1900 - 1462, 6: DAY_1900 - 1432 }) }] }),
    ],
    [
      'dates in their ISO form',
      workbookOf({
        sheets: [
          {
            name: 'A',
            rows: rows({
              5: { xml: '<c t="d"><v>2026-03-31</v></c>' },
              6: { xml: '<c t="d"><v>2026-04-30T00:00:00</v></c>' },
            }),
          },
        ],
      }),
    ],
    [
      'amounts with the noise of binary fractions',
      workbookOf({
        sheets: [
          {
            name: 'A',
            rows: rows({
              9: { xml: '<c><v>1234.5000000000002</v></c>' },
              12: { xml: '<c><v>1.2962300000000001E3</v></c>' },
            }),
          },
        ],
      }),
    ],
    [
      'results of formulas',
      workbookOf({
        sheets: [
          {
            name: 'A',
            rows: rows({
              9: { xml: '<c><f>A1*2</f><v>1234.5</v></c>' },
              8: { xml: '<c t="str"><f>"Mer"&amp;"ci"</f><v>Merci</v></c>' },
            }),
          },
        ],
      }),
    ],
    [
      'a title above the header and a total below',
      workbookOf({
        sheets: [
          {
            name: 'A',
            rows: [
              ['Factures de mars'],
              [],
              HEADER,
              ROW,
              [null, null, 'Total', ...Array<null>(6).fill(null), 1234.5, 61.73, null, 1296.23],
            ],
          },
        ],
      }),
    ],
  ]
  test.each(ways)('%s', async (_name, workbook) => {
    expectInvoice(await readLocation(await exportOf({ 'Invoices.XLSX': workbook, 'invoice-lines.xlsx': lines })))
  })

  test('names with a prefix, parts at absolute places, cells and rows without names, an entry that states its size behind itself', async () => {
    const row = (cells: readonly string[]): string =>
      `<x:row>${cells.map((cell) => `<x:c t="inlineStr"><x:is><x:t>${cell.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</x:t></x:is></x:c>`).join('')}</x:row>`
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const office = 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    const workbook = zipOf([
      {
        name: 'xl/workbook.xml',
        descriptor: true,
        content: `\ufeff<?xml version="1.0" encoding="utf-8"?><x:workbook xmlns:x="${main}" xmlns:rel="${office}"><x:sheets><x:sheet name="Sheet" sheetId="1" rel:id="R1"/></x:sheets></x:workbook>`,
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        descriptor: true,
        content: `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="R1" Type="${office}/worksheet" Target="/xl/worksheets/sheet.xml"/></Relationships>`,
      },
      {
        name: 'xl/worksheets/sheet.xml',
        descriptor: true,
        content: `<x:worksheet xmlns:x="${main}"><x:sheetData>${row(HEADER)}${row(ROW)}</x:sheetData></x:worksheet>`,
      },
    ])
    expectInvoice(await readLocation(await exportOf({ 'invoices.xlsx': workbook, 'invoice-lines.xlsx': lines })))
  })
})

describe('zips', () => {
  const RECEIPT = Buffer.from('a receipt')
  const ATTACHMENT = {
    id: 'a-1',
    fileName: 'reçu.png',
    contentType: 'image/png',
    bytes: RECEIPT.length,
    sha256: createHash('sha256').update(RECEIPT).digest('hex'),
    path: 'a-1/reçu.png',
  }
  const TABLE = JSON.stringify([{ ...INVOICE, attachments: [ATTACHMENT] }])
  const manifest = JSON.stringify({
    format: 'billdr-pro-export',
    version: 1,
    company: COMPANY,
    exportedAt: AT,
    scope: 'changes',
    files: [
      ['invoices.json', TABLE],
      ['attachments/a-1/reçu.png', RECEIPT],
    ].map(([path, content]) => ({
      path,
      bytes: Buffer.byteLength(content as string),
      sha256: createHash('sha256')
        .update(content as string)
        .digest('hex')
        .toUpperCase(),
    })),
  })
  const entries = (root: string, name: (path: string) => string | Buffer = (path) => path) => [
    { name: name(`${root}manifest.json`), content: manifest },
    { name: name(`${root}invoices.json`), content: TABLE },
    { name: name(`${root}attachments/a-1/reçu.png`), content: RECEIPT },
  ]
  const leftovers = [
    { name: '__MACOSX/export/._invoices.json', content: 'x' },
    { name: '.DS_Store', content: 'x' },
    { name: 'export/.DS_Store', content: 'x' },
    { name: 'export/attachments/Thumbs.db', content: 'x' },
    { name: 'export/desktop.ini', content: 'x' },
  ]
  const ways: [string, Buffer][] = [
    [
      'with folders of their own and what macOS and Windows leave behind',
      zipOf([
        { name: 'export/', content: '' },
        { name: 'export/attachments/', content: '' },
        ...entries('export/'),
        ...leftovers,
      ]),
    ],
    ['whose sizes stand behind the files', zipOf(entries('').map((entry) => ({ ...entry, descriptor: true })))],
    [
      'with backslashes, as Windows PowerShell writes them',
      zipOf(entries('export/', (path) => path.replaceAll('/', '\\'))),
    ],
    [
      'with names in UTF-8 that do not say so, accents apart',
      zipOf(entries('', (path) => Buffer.from(path.normalize('NFD'))).map((entry) => ({ ...entry, oldNames: true }))),
    ],
    ['packed and stored side by side', zipOf(entries('').map((entry, at) => ({ ...entry, stored: at % 2 === 0 })))],
  ]
  test.each(ways)('%s', async (_name, zip) => {
    const path = join(await emptyFolder(), 'Export Mars.ZIP')
    await writeFile(path, zip)
    const source = await sourceAt(path)
    const read = await readAll(source)
    expectInvoice(read)
    expect(await source.attachment(invoiceOf(read.records).attachments[0] as Attachment)).toMatchObject({ ok: true })
  })

  test('a receipt whose path names its folder once more', async () => {
    const folder = await exportOf({
      'invoices.json': JSON.stringify([
        { ...INVOICE, attachments: [{ ...ATTACHMENT, path: 'attachments/a-1/reçu.png' }] },
      ]),
      'attachments/a-1/reçu.png': RECEIPT,
    })
    const source = await sourceAt(folder)
    const read = await readAll(source)
    expect(await source.attachment(invoiceOf(read.records).attachments[0] as Attachment)).toMatchObject({ ok: true })
  })
})

describe('local APIs', () => {
  const RECORDS: Raw[] = [
    { table: 'invoices', ...INVOICE },
    { table: 'payments', ...PAYMENT },
  ]
  const EXPECTED = ['invoice:i-1', 'payment:pay-1']
  const keysOf = (read: Read): string[] => read.records.map((record) => `${record.kind}:${record.id}`)

  /** A local API over the records, a page of some at a time, whose cursor is told as `cursor` writes it. */
  async function api(
    options: {
      page?: number
      cursor?: (at: number) => string | number
      send?: (response: Parameters<typeof sendJson>[0], value: unknown) => void
      base?: string
    } = {},
  ) {
    const { page = 1, cursor = String, send = sendJson, base = '' } = options
    const served = await serve((url, _request, response) => {
      if (url.pathname === `${base}/v1/company`) return send(response, COMPANY)
      const from = Number((url.searchParams.get('since') ?? '0').replace(/\D/g, ''))
      const upTo = Math.min(RECORDS.length, from + page)
      send(response, {
        records: RECORDS.slice(from, upTo),
        hasMore: upTo < RECORDS.length,
        cursor: cursor(upTo),
        served: { by: 'another program' },
      })
    })
    return { ...served, url: served.url + base }
  }

  test('pages of one, the cursor a number, behind a path, with a slash at the end', async () => {
    const { url } = await api({ cursor: (at) => at, base: '/billdr/v1api' })
    const read = await readAll(await sourceAt(`${url}/`))
    expect(keysOf(read)).toEqual(EXPECTED)
    expectInvoice(read)
  })

  test('cursors with every character that an address must not hold', async () => {
    const { url, requests } = await api({ cursor: (at) => `${at}+/=&?# é` })
    expect(keysOf(await readAll(await sourceAt(url)))).toEqual(EXPECTED)
    expect(requests.at(-1)?.path).toContain('since=1%2B%2F%3D%26%3F%23')
  })

  test.each([
    [
      'in pieces',
      (response: Parameters<typeof sendJson>[0], value: unknown) => {
        const text = Buffer.from(JSON.stringify(value))
        for (let at = 0; at < text.length; at += 7) response.write(text.subarray(at, at + 7))
        response.end()
      },
    ],
    [
      'packed, though nobody asked for it',
      (response: Parameters<typeof sendJson>[0], value: unknown) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(value))),
    ],
    [
      'with a byte order mark, over many lines',
      (response: Parameters<typeof sendJson>[0], value: unknown) =>
        void response.end(`\ufeff${JSON.stringify(value, null, 4)}`),
    ],
  ])('answers %s', async (_name, send) => {
    const { url } = await api({ page: 2, send })
    const read = await readAll(await sourceAt(url))
    expect(keysOf(read)).toEqual(EXPECTED)
    expectInvoice(read)
  })

  test('an empty page on the way to the next', async () => {
    const { url } = await serve((path, _request, response) => {
      if (path.pathname === '/v1/company') return sendJson(response, COMPANY)
      const at = Number(path.searchParams.get('since') ?? 0)
      sendJson(response, { cursor: String(at + 1), hasMore: at < 3, records: at === 3 ? RECORDS : [] })
    })
    expect(keysOf(await readAll(await sourceAt(url)))).toEqual(EXPECTED)
  })

  test('a weak ETag is handed back as it came, and 304 then means unchanged', async () => {
    const { url, requests } = await serve((path, request, response) => {
      if (path.pathname === '/v1/company') return sendJson(response, COMPANY)
      if (request.headers['if-none-match'] === 'W/"v7"') return void response.writeHead(304).end()
      sendJson(
        response,
        { cursor: '7', hasMore: false, records: path.searchParams.has('since') ? [] : RECORDS },
        { etag: 'W/"v7"' },
      )
    })
    const source = await sourceAt(url)
    const first = await readAll(source)
    if (first.outcome.ok !== true) throw new Error('not read')
    expect((await readAll(source, first.outcome.cursor)).outcome).toEqual({
      ok: 'unchanged',
      cursor: first.outcome.cursor,
    })
    expect(requests.at(-1)?.headers['if-none-match']).toBe('W/"v7"')
  })

  test('a 410 on a later page starts over, once', async () => {
    let expired = false
    const { url } = await serve((path, _request, response) => {
      if (path.pathname === '/v1/company') return sendJson(response, COMPANY)
      const since = path.searchParams.get('since')
      if (since === 'old') {
        expired = true
        return sendJson(response, { error: { code: 'cursor_too_old', message: '…' } }, {}, 410)
      }
      sendJson(response, {
        cursor: since === null ? (expired ? 'new' : 'old') : 'end',
        hasMore: false,
        records: RECORDS,
      })
    })
    const source = await sourceAt(url)
    const first = await readAll(source)
    if (first.outcome.ok !== true) throw new Error('not read')
    const second = await readAll(source, first.outcome.cursor)
    expect(second.outcome).toMatchObject({ ok: true, scope: 'full' })
    expect(keysOf(second)).toEqual(EXPECTED)
  })

  test('a redirect on the same host keeps the key', async () => {
    const { url, requests } = await serve((path, _request, response) => {
      if (!path.pathname.startsWith('/here'))
        return void response.writeHead(308, { location: `/here${path.pathname}${path.search}` }).end()
      if (path.pathname.endsWith('/company')) return sendJson(response, COMPANY)
      sendJson(response, { cursor: '1', hasMore: false, records: RECORDS })
    })
    expect(keysOf(await readAll(await sourceAt(url, { apiKey: 'k' })))).toEqual(EXPECTED)
    expect(requests.every(({ headers }) => headers.authorization === 'Bearer k')).toBe(true)
  })

  test('the payment is what it is', async () => {
    const { url } = await api({ page: 2 })
    const payment = (await readAll(await sourceAt(url))).records.find(
      (record): record is Payment => record.kind === 'payment',
    )
    expect(payment).toMatchObject({ amount: 29_623, receivedOn: '2026-03-31', method: 'e_transfer', reference: 'X-1' })
  })
})
