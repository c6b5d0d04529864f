import { execFile } from 'node:child_process'
import { mkdir, readdir, symlink, truncate, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { isNear } from '../../electron/billdr/api/api-hosts.ts'
import { openSource } from '../../electron/billdr/open-source.ts'
import { safePath } from '../../electron/billdr/files/safe-path.ts'
import type { Attachment, Invoice } from '../../shared/domain.ts'
import {
  edit,
  editManifest,
  emptyFolder,
  put,
  readAll,
  readLocation,
  renovation,
  SAMPLES,
  sourceAt,
} from './exports.ts'
import type { Raw } from './exports.ts'
import { sendJson, serve } from './local-api.ts'
import { CLIENTS, csvFolder, payment } from './tables.ts'
import { workbookOf } from './xlsx-writer.ts'
import type { ZipPart } from './zip-writer.ts'
import { zipOf } from './zip-writer.ts'

const COMPANY = { id: 'bdr-1', name: 'Atelier', country: 'CA', currency: 'CAD', locale: 'fr-CA' }
const MB = 2 ** 20

/** Paths that would leave an export on some system, or name what is no file of it. */
const EVIL_PATHS = [
  '../secret.txt',
  'a/../../secret.txt',
  '..\\secret.txt',
  '/etc/passwd',
  'C:\\Windows\\win.ini',
  'C:secret.txt',
  '\\\\server\\share\\file',
  '//server/share',
  'a//b',
  './a',
  'a/.',
  'CON',
  'nul.pdf',
  'a/COM1.txt',
  'lpt9',
  'aux.',
  'file.txt:stream',
  'a\u0000.png',
  'a\nb',
  'trailing. ',
  'dot.',
  '',
  '\ud800',
  `${'x/'.repeat(600)}x`,
]

async function zipFile(parts: ZipPart[]): Promise<string> {
  const path = join(await emptyFolder(), 'export.zip')
  await writeFile(path, zipOf(parts))
  return path
}

/** The most memory that reading a location takes in a process of its own, in MB above an idle one. */
async function memoryOf(location: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(import.meta.dirname, 'memory-of-reading.ts'), location],
    { timeout: 300_000 },
  )
  return Number(stdout)
}

describe('paths', () => {
  test.each(EVIL_PATHS)('%j is no path of an export', (path) => {
    expect(safePath(path)).toBeNull()
  })

  test.each([
    'a-1/reçu Laurier.png',
    'plan (2).pdf',
    'a/b/c',
    '..double dots are fine in a name..pdf',
    'console.log',
    'com.pdf',
  ])('%s is one', (path) => {
    expect(safePath(path)).toBe(path)
  })

  const attachmentAt = (path: string): Attachment => ({
    id: 'a',
    fileName: 'x',
    contentType: 'image/png',
    bytes: 5,
    sha256: '0'.repeat(64),
    path,
  })

  test.each(EVIL_PATHS.filter((path) => path !== ''))('a receipt at %j is not opened', async (path) => {
    const outcome = await (await sourceAt(join(SAMPLES, 'renovation'))).attachment(attachmentAt(path))
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'source-unsafe-path' } })
  })

  test('a path that leaves the export, in a manifest, refuses the export', async () => {
    const folder = await renovation()
    await editManifest(folder, (manifest) =>
      (manifest['files'] as Raw[]).push({ path: '../../x', bytes: 1, sha256: '0'.repeat(64) }),
    )
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: false,
      tryAgain: false,
      problem: { code: 'source-unsafe-path', params: { path: '../../x' } },
    })
  })

  test('a link in place of a receipt, or of its folder, is not followed', async () => {
    const outside = await emptyFolder()
    await writeFile(join(outside, 'secret'), 'token')
    const folder = await emptyFolder()
    await mkdir(join(folder, 'attachments'))
    await symlink(join(outside, 'secret'), join(folder, 'attachments/link'))
    await symlink(outside, join(folder, 'attachments/folder'))
    await writeFile(join(folder, 'clients.csv'), CLIENTS)
    const source = await sourceAt(folder)
    for (const path of ['link', 'folder/secret']) {
      expect(await source.attachment(attachmentAt(path))).toMatchObject({
        ok: false,
        problem: { code: 'source-unsafe-path' },
      })
    }
  })

  test('a link in place of a table is not read', async () => {
    const outside = await csvFolder({ 'clients.csv': CLIENTS })
    const folder = await csvFolder({ 'payments.csv': payment({}) })
    await symlink(join(outside, 'clients.csv'), join(folder, 'clients.csv'))
    expect((await readLocation(folder)).records.map((record) => record.kind)).toEqual(['payment'])
  })

  test.skipIf(process.platform === 'win32')('a pipe in place of a receipt does not make it wait for ever', async () => {
    const folder = await csvFolder({ 'clients.csv': CLIENTS })
    await mkdir(join(folder, 'attachments'))
    await promisify(execFile)('mkfifo', [join(folder, 'attachments/pipe')])
    expect(await (await sourceAt(folder)).attachment(attachmentAt('pipe'))).toMatchObject({
      ok: false,
      problem: { code: 'source-unsafe-path' },
    })
  })
})

describe('zips', () => {
  test.each(EVIL_PATHS.filter((path) => path !== '' && path !== '\ud800'))(
    'that name %j are refused whole',
    async (path) => {
      expect(
        (
          await readLocation(
            await zipFile([
              { name: path, content: 'x' },
              { name: 'clients.csv', content: CLIENTS },
            ]),
          )
        ).outcome,
      ).toMatchObject({ ok: false, tryAgain: false, problem: { code: 'source-unsafe-path' } })
    },
  )

  test('with a link are refused whole', async () => {
    expect(
      (await readLocation(await zipFile([{ name: 'clients.csv', content: '/etc/passwd', mode: 0o120777 }]))).outcome,
    ).toMatchObject({ ok: false, problem: { code: 'source-unsafe-path' } })
  })

  test.each([
    ['clients.csv', 'clients.csv'],
    ['clients.csv', 'CLIENTS.csv'],
    ['attachments/é.png', 'attachments/e\u0301.png'],
  ])('with the same file twice, %j and %j, are refused whole', async (one, other) => {
    expect(
      (
        await readLocation(
          await zipFile([
            { name: one, content: CLIENTS },
            { name: other, content: 'x' },
          ]),
        )
      ).outcome,
    ).toMatchObject({ ok: false, problem: { code: 'source-twin-files' } })
  })

  test('that grow past the limit are refused before anything is unpacked: one file a thousand times its size', async () => {
    const bomb = await zipFile([{ name: 'clients.csv', content: Buffer.alloc(64 * MB) }])
    expect((await readLocation(bomb)).outcome).toMatchObject({
      ok: false,
      tryAgain: false,
      problem: { code: 'source-too-large', params: { what: 'expansion' } },
    })
  })

  test('that grow past the limit altogether are refused', async () => {
    const parts = Array.from({ length: 20 }, (_, at) => ({ name: `attachments/${at}`, content: Buffer.alloc(MB - 1) }))
    expect((await readLocation(await zipFile(parts), { limits: { unpackedBytes: 10 * MB } })).outcome).toMatchObject({
      ok: false,
      problem: { code: 'source-too-large', params: { what: 'unpacked' } },
    })
  })

  test('with more files than the limit are refused', async () => {
    const parts = Array.from({ length: 30 }, (_, at) => ({ name: `attachments/${at}`, content: '' }))
    expect((await readLocation(await zipFile(parts), { limits: { files: 20 } })).outcome).toMatchObject({
      ok: false,
      problem: { code: 'source-too-large', params: { what: 'files' } },
    })
  })

  test.each([
    ['a size', { bytes: 10 }],
    ['a checksum', { checksum: 1 }],
  ])('that lie about %s are not believed', async (_name, claims) => {
    const { outcome } = await readLocation(await zipFile([{ name: 'clients.csv', content: CLIENTS, claims }]))
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'source-unreadable' } })
  })

  test('with a password say so', async () => {
    expect(
      (await readLocation(await zipFile([{ name: 'clients.csv', content: CLIENTS, flags: 1 }]))).outcome,
    ).toMatchObject({ ok: false, problem: { code: 'source-locked' } })
  })

  test('that are none, or have no end yet', async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'a.zip'), 'hello')
    await writeFile(join(folder, 'b.zip'), zipOf([{ name: 'clients.csv', content: CLIENTS }]).subarray(0, 60))
    expect((await readLocation(join(folder, 'a.zip'))).outcome).toMatchObject({
      ok: false,
      tryAgain: false,
      problem: { code: 'source-not-a-zip', params: { file: 'a.zip' } },
    })
    expect((await readLocation(join(folder, 'b.zip'))).outcome).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-incomplete' },
    })
  })

  test('leave nothing on the disk', async () => {
    const zip = await zipFile([{ name: 'clients.csv', content: CLIENTS }])
    await readLocation(zip)
    expect(await readdir(join(zip, '..'))).toEqual(['export.zip'])
  })
})

describe('cells and texts', () => {
  const GIANT = 64 * MB

  test('a cell of 1 GB in CSV, quoted or not, is held in bounded memory', { timeout: 300_000 }, async () => {
    for (const [quote, code] of [
      ['', null],
      ['"', 'source-table-unreadable'],
    ] as const) {
      const folder = await csvFolder({ 'clients.csv': `${CLIENTS}c-2,${quote}`, 'payments.csv': payment({}) })
      await truncate(join(folder, 'clients.csv'), 2 ** 30)
      const { outcome, records, problems } = await readLocation(folder)
      expect(outcome).toMatchObject({ ok: true, problem: code && { code, params: { table: 'clients', row: 3 } } })
      expect(problems.map(({ key, problem }) => [key, problem.code])).toEqual(
        code ? [] : [['client:c-2', 'record-too-large']],
      )
      expect(records.map((record) => record.kind)).toEqual(['client', 'payment'])
      expect(await memoryOf(folder)).toBeLessThan(GIANT / MB)
    }
  })

  test('a giant text in JSON is held in bounded memory', { timeout: 300_000 }, async () => {
    const folder = await renovation()
    await put(folder, 'clients.json', `[{"id":"c-1","displayName":"${'x'.repeat(GIANT)}"}]`)
    const { outcome, problems } = await readLocation(folder)
    expect(outcome).toMatchObject({ ok: true, problem: null })
    expect(problems).toMatchObject([{ key: 'client:c-1', problem: { code: 'record-too-large' } }])
    expect(await memoryOf(folder)).toBeLessThan(GIANT / MB)
  })

  test('a giant text in XLSX ends its table', async () => {
    const giant = 'x'.repeat(8 * MB)
    const noise = Array.from({ length: 400_000 }, (_, at) => ((at * 2_654_435_761) % 97).toString(36)).join('')
    for (const parts of [
      { sharedXml: `<sst><si><t>${giant}${noise}</t></si></sst>`, sheets: [{ name: 'A', rows: [] }] },
      {
        sheets: [
          {
            name: 'A',
            xml: `<worksheet><sheetData><row r="1"><c t="str"><v>${giant}${noise}</v></c></row></sheetData></worksheet>`,
          },
        ],
      },
    ]) {
      const folder = await emptyFolder()
      await writeFile(join(folder, 'clients.xlsx'), workbookOf(parts))
      expect((await readLocation(folder)).outcome).toMatchObject({
        ok: true,
        problem: { code: 'source-too-large', params: { table: 'clients' } },
      })
    }
  })

  test('a cell of 1 GB in XLSX, packed small, is refused before it is unpacked', async () => {
    const folder = await csvFolder({ 'payments.csv': payment({}) })
    await writeFile(
      join(folder, 'clients.xlsx'),
      zipOf([
        { name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>' },
        { name: 'xl/worksheets/sheet1.xml', content: '<worksheet/>', claims: { bytes: 2 ** 30 } },
      ]),
    )
    const { outcome, records } = await readLocation(folder)
    expect(outcome).toMatchObject({ ok: true, problem: { code: 'source-too-large', params: { table: 'clients' } } })
    expect(records.map((record) => record.kind)).toEqual(['payment'])
  })

  test('JSON nested a million deep is refused: in a table, in a record, in a manifest', async () => {
    const deep = '['.repeat(1_000_000)
    for (const text of [deep, `[{"id":"c-1","displayName":${deep}`, `[{"id":"c-1","a":${'{"a":'.repeat(1_000_000)}`]) {
      const folder = await renovation()
      await put(folder, 'clients.json', text)
      expect((await readLocation(folder)).outcome).toMatchObject({
        ok: true,
        problem: { code: 'source-table-unreadable', params: { table: 'clients', row: 1 } },
      })
    }
    const folder = await renovation()
    await writeFile(
      join(folder, 'manifest.json'),
      `{"format":"billdr-pro-export","version":1,"company":${deep}${']'.repeat(1_000_000)}}`,
    )
    expect((await readLocation(folder)).outcome).toMatchObject({ ok: false, problem: { code: 'source-manifest' } })
  })

  test('a record of thirty thousand lines is read or refused, not dragged', async () => {
    const folder = await renovation()
    await edit(folder, 'invoices', (records) => {
      Object.assign(records[0] ?? {}, {
        lines: Array.from({ length: 30_000 }, (_, at) => ({ id: `l${at}`, description: '', amount: '0.00' })),
        subtotal: '0.00',
        total: '0.00',
        taxes: [],
      })
    })
    const { records } = await readLocation(folder)
    expect((records.find((record) => record.id === 'i-1001') as Invoice | undefined)?.lines).toHaveLength(30_000)
  })

  test('__proto__, constructor and their like are fields nobody asks for', async () => {
    const folder = await renovation()
    const own = '{"id":"c-9","updatedAt":"2026-03-02T14:00:00Z"'
    await put(
      folder,
      'clients.json',
      `[${own},"__proto__":{"displayName":"polluted","isAdmin":true}},${own.replace('c-9', 'c-8')},"displayName":"ok","constructor":{"prototype":{"isAdmin":true}},"toString":1}]`,
    )
    const { records, problems } = await readLocation(folder)
    expect(problems).toMatchObject([
      { key: 'client:c-9', field: 'displayName', problem: { code: 'record-field-missing' } },
    ])
    expect(records.filter((record) => record.kind === 'client')).toMatchObject([{ id: 'c-8', displayName: 'ok' }])
    expect('isAdmin' in {}).toBe(false)
  })

  test('__proto__ as a column, an id, a mapped column and a zip entry', async () => {
    const columnMapping = {
      version: 1 as const,
      tables: {
        clients: {
          columns: JSON.parse('{"__proto__":"display_name","constructor":"email"}') as Record<string, string>,
        },
      },
    }
    const folder = await csvFolder({
      'clients.csv': '__proto__,id,updated_at,constructor,display_name\nevil,__proto__,2026-03-02T14:00:00Z,x,Nom\n',
    })
    const { records } = await readLocation(folder, { columnMapping })
    expect(records[0]).toMatchObject({ id: '__proto__' })
    expect(Object.getPrototypeOf(records[0])).toBe(Object.prototype)
    expect(
      (
        await readLocation(
          await zipFile([
            { name: '__proto__', content: 'x' },
            { name: 'clients.csv', content: CLIENTS },
          ]),
        )
      ).records,
    ).toHaveLength(1)
  })

  test('invalid UTF-8 refuses exactly the record that holds it', async () => {
    const folder = await renovation()
    const record = (id: string, name: Buffer): Buffer =>
      Buffer.concat([
        Buffer.from(`{"id":"${id}","updatedAt":"2026-03-02T14:00:00Z","displayName":"`),
        name,
        Buffer.from('"}'),
      ])
    await put(
      folder,
      'clients.json',
      Buffer.concat([
        Buffer.from('['),
        record('c-1', Buffer.from('Zoé')),
        Buffer.from(','),
        record('c-2', Buffer.from([0x5a, 0xff, 0xe9])),
        Buffer.from(','),
        record('c-3', Buffer.from([0xed, 0xa0, 0x80])),
        Buffer.from(','),
        record('c-4', Buffer.from('Ève 🏗')),
        Buffer.from(']'),
      ]),
    )
    const { records, problems } = await readLocation(folder)
    expect(records.filter((each) => each.kind === 'client').map((each) => each.id)).toEqual(['c-1', 'c-4'])
    expect(problems.map((each) => [each.key, each.field, each.problem.params['expected']])).toEqual([
      ['client:c-2', 'displayName', 'clean-text'],
      ['client:c-3', 'displayName', 'clean-text'],
    ])
  })

  test('half a character at the end of a chunk is no damage', async () => {
    const folder = await renovation()
    const names = Array.from({ length: 4_000 }, (_, at) => ({
      id: `c-${at}`,
      updatedAt: '2026-03-02T14:00:00Z',
      displayName: `${'é🏗'.repeat(7)}${'x'.repeat(at % 13)}`,
    }))
    await put(folder, 'clients.json', JSON.stringify(names))
    const { records, problems } = await readLocation(folder)
    expect(problems).toEqual([])
    expect(
      records.filter((each) => each.kind === 'client').map((each) => 'displayName' in each && each.displayName),
    ).toEqual(names.map((each) => each.displayName))
  })

  test.each(["=cmd|' /C calc'!A0", '+1+1', '@SUM(1)', '-2+3', '\t=1'])(
    'the formula %j in a text stays a text, in an amount it is none',
    async (formula) => {
      const { records } = await readLocation(
        await csvFolder({ 'clients.csv': CLIENTS.replace('Marie Côté', `"${formula}"`) }),
      )
      expect(records[0]).toMatchObject({ displayName: formula })
      const { problems } = await readLocation(await csvFolder({ 'payments.csv': payment({ amount: formula }) }))
      expect(problems).toMatchObject([{ field: 'amount' }])
    },
  )

  test('a document type in XLSX, which could define entities, ends the table', async () => {
    const folder = await emptyFolder()
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row r="1"><c t="str"><v>&b;</v></c></row></sheetData></worksheet>'
    await writeFile(join(folder, 'clients.xlsx'), workbookOf({ sheets: [{ name: 'A', xml: bomb }] }))
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable' },
    })
  })

  test('a cell in the last column and a row far down do not fill the memory', async () => {
    const folder = await emptyFolder()
    await writeFile(
      join(folder, 'clients.xlsx'),
      workbookOf({
        sheets: [
          {
            name: 'A',
            xml: '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
          },
        ],
      }),
    )
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable', params: { why: 'empty file' } },
    })
  })

  test('a relation that leads out of a workbook is not followed', async () => {
    const folder = await emptyFolder()
    const workbook = zipOf([
      { name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>' },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>',
      },
    ])
    await writeFile(join(folder, 'clients.xlsx'), workbook)
    expect((await readLocation(folder)).outcome).toMatchObject({
      ok: true,
      problem: { code: 'source-table-unreadable' },
    })
  })
})

describe('a local API', () => {
  const answering = (changes: (response: ServerResponse, path: URL) => void) =>
    serve((path, _request, response) => {
      if (path.pathname === '/v1/company') sendJson(response, COMPANY)
      else changes(response, path)
    })
  const outcomeAt = async (url: string, options = {}) => (await readAll(await sourceAt(url, options))).outcome

  test.each<[string, (response: ServerResponse) => void]>([
    ['no JSON', (response) => void response.end('<html>Hello</html>')],
    ['nothing', (response) => void response.end()],
    ['a list', (response) => sendJson(response, [])],
    ['no cursor', (response) => sendJson(response, { hasMore: false, records: [] })],
    [
      'a cursor that is no text',
      (response) => sendJson(response, { cursor: { $gt: '' }, hasMore: false, records: [] }),
    ],
    ['half an answer', (response) => void response.end('{"cursor":"1","hasMore":false,"records":[{"table":"clients"')],
    ['an unasked 304', (response) => void response.writeHead(304).end()],
    ['a status of nowhere', (response) => void response.writeHead(299).end('{}')],
    ['something compressed', (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
    ['JSON nested a million deep', (response) => void response.end(`{"records":${'['.repeat(1_000_000)}`)],
  ])('that sends rubbish (%s) is not believed', async (_name, send) => {
    const { url } = await answering(send)
    expect(await outcomeAt(url)).toMatchObject({ ok: false, tryAgain: true, problem: { code: 'source-answer-broken' } })
  })

  test('that sends rubbish as its company is not believed', async () => {
    const { url } = await serve((_path, _request, response) => sendJson(response, { ...COMPANY, country: 'XX' }))
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
  })

  test('that redirects to another host gets no key there', async () => {
    const other = await serve((_path, _request, response) => sendJson(response, COMPANY))
    const { url } = await serve(
      (path, _request, response) => void response.writeHead(302, { location: `${other.url}${path.pathname}` }).end(),
    )
    expect(await outcomeAt(url, { apiKey: 'secret' })).toMatchObject({
      ok: false,
      problem: { code: 'source-host-refused' },
    })
    expect(other.requests).toEqual([])
  })

  test('that redirects in a circle is left', async () => {
    const { url, requests } = await serve(
      (path, _request, response) => void response.writeHead(307, { location: path.pathname }).end(),
    )
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
    expect(requests).toHaveLength(4)
  })

  test('that always has more, but nothing new, is left', async () => {
    const { url, requests } = await answering((response) =>
      sendJson(response, { cursor: '1', hasMore: true, records: [] }),
    )
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
    expect(requests).toHaveLength(3)
  })

  test('that always has more from a new place, but never a record, is left', async () => {
    let at = 0
    const { url } = await answering((response) =>
      sendJson(response, { cursor: String((at += 1)), hasMore: true, records: [] }),
    )
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
    expect(at).toBeLessThan(200)
  })

  test('that sends a bomb, packed a thousand times smaller, is left', async () => {
    const { url } = await answering(
      (response) =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64 * MB, ' '))),
    )
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
  })

  test('that goes in circles is left', async () => {
    const record = { table: 'clients', id: 'c-1', displayName: 'x', updatedAt: '2026-03-02T14:00:00Z' }
    const { url, requests } = await answering((response, path) =>
      sendJson(response, {
        cursor: path.searchParams.get('since') === 'a' ? 'b' : 'a',
        hasMore: true,
        records: [record],
      }),
    )
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
    expect(requests).toHaveLength(4)
  })

  test('that never runs out of records is left at the limit', async () => {
    let at = 0
    const { url } = await answering((response) => {
      at += 1
      sendJson(response, {
        cursor: String(at),
        hasMore: true,
        records: [{ table: 'clients', id: `c-${at}`, displayName: 'x', updatedAt: '2026-03-02T14:00:00Z' }],
      })
    })
    expect(await outcomeAt(url, { limits: { rows: 20 } })).toMatchObject({
      ok: false,
      problem: { code: 'source-answer-broken' },
    })
    expect(at).toBe(21)
  })

  test('that never ends an answer is left after the time for one', async () => {
    const { url } = await answering((response) => {
      const drip = (): void => void (response.destroyed || response.write(' ', () => setTimeout(drip, 5)))
      drip()
    })
    expect(await outcomeAt(url, { answerMs: 150 })).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-unreachable' },
    })
  })

  test('that falls silent is left', async () => {
    const { url } = await answering((response) => void response.write('{"records":['))
    expect(await outcomeAt(url, { silenceMs: 100 })).toMatchObject({
      ok: false,
      tryAgain: true,
      problem: { code: 'source-unreachable' },
    })
  })

  test('that sends without end as fast as it can is left at the size limit', async () => {
    const { url } = await answering((response) => {
      const flood = (): void => void (response.destroyed || response.write(' '.repeat(65_536), flood))
      response.write('{"records":[')
      flood()
    })
    expect(await outcomeAt(url)).toMatchObject({ ok: false, problem: { code: 'source-answer-broken' } })
  })

  test('that sends more of a receipt than was stated is left', async () => {
    const { url } = await serve((_path, _request, response) => {
      const flood = (): void => void (response.destroyed || response.write(Buffer.alloc(65_536), flood))
      flood()
    })
    const attachment: Attachment = {
      id: 'a',
      fileName: 'x',
      contentType: 'image/png',
      bytes: 10,
      sha256: '0'.repeat(64),
      path: null,
    }
    expect(await (await sourceAt(url)).attachment(attachment)).toMatchObject({
      ok: false,
      problem: { code: 'attachment-damaged' },
    })
  })

  test('beyond this computer and the private network is refused unless the user allows it', async () => {
    for (const location of [
      'http://example.com',
      'https://8.8.8.8/x',
      'http://user:secret@127.0.0.1',
      'http://[2001:db8::1]/',
      'http://100.64.0.1',
      'http://0.0.0.0',
    ]) {
      const opened = await openSource(location)
      const outcome = opened.ok ? await opened.value.check() : opened
      expect([
        location,
        outcome.ok,
        outcome.ok ? '' : ['source-host-refused', 'source-unreachable'].includes(outcome.problem.code),
      ]).toEqual([location, false, true])
      expect(JSON.stringify(outcome)).not.toContain('secret')
    }
    expect((await openSource('https://8.8.8.8', { allowedHosts: ['8.8.8.8'] })).ok).toBe(true)
  })

  test.each([
    ['127.0.0.1', true],
    ['127.9.9.9', true],
    ['10.1.2.3', true],
    ['172.31.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['169.254.1.1', true],
    ['::1', true],
    ['fd12::1', true],
    ['fe80::1', true],
    ['::ffff:10.0.0.1', true],
    ['::ffff:8.8.8.8', false],
    ['0.0.0.0', false],
    ['8.8.8.8', false],
    ['2001:db8::1', false],
    ['not an address', false],
  ])('%s is near: %s', (address, near) => {
    expect(isNear(address)).toBe(near)
  })
})
