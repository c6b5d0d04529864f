/**
 * `npm run bench -- import [rows]`: how fast each format is read, and at which peak of memory, beside the bare library that
 * reads the same files. Every figure is a process of its own; its memory includes Node's.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { JSONParser } from '@streamparser/json'
import { parse } from 'csv-parse'
import sax from 'sax'
import { openPromise } from 'yauzl'
import { openSource } from '../../electron/billdr/open-source.ts'
import { invoiceJson, makeExports } from './import-data.ts'

const FORMATS = ['json', 'csv', 'xlsx', 'zip', 'api'] as const
type Format = (typeof FORMATS)[number]
const LIMIT_MB = 150
const PAGE = 500

interface Measure {
  rows: number
  seconds: number
  megabytes: number
}

async function ours(location: string): Promise<number> {
  const opened = await openSource(location, { settleMs: 0 })
  if (!opened.ok) throw new Error(opened.problem.code)
  let rows = 0
  const outcome = await opened.source.read(null, {
    record: () => {
      rows += 1
    },
    removed: () => undefined,
    problem: ({ problem }) => {
      throw new Error(JSON.stringify(problem))
    },
  })
  if (outcome.ok !== true || outcome.problem) throw new Error(JSON.stringify(outcome))
  return rows
}

async function bareJson(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let rows = 0
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  parser.onValue = () => {
    rows += 1
  }
  for await (const chunk of chunks) parser.write(chunk)
  return rows
}

async function bareCsv(file: string): Promise<number> {
  let rows = -1
  const parser = createReadStream(file).pipe(parse({ delimiter: ';' }))
  parser.on('data', () => {
    rows += 1
  })
  await once(parser, 'end')
  return rows
}

async function bareXlsx(file: string): Promise<number> {
  let rows = -1
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false })
  for await (const entry of zip.eachEntry()) {
    if (!/sharedStrings|sheet\d/.test(entry.fileName)) continue
    const parser = sax.parser(true)
    parser.onopentag = ({ name }) => {
      if (name === 'row') rows += 1
    }
    const decoder = new TextDecoder()
    for await (const chunk of await zip.openReadStreamPromise(entry)) parser.write(decoder.decode(chunk as Uint8Array, { stream: true }))
  }
  zip.close()
  return rows
}

async function bareZip(file: string): Promise<number> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false })
  let rows = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === 'invoices.json') rows = await bareJson(await zip.openReadStreamPromise(entry))
  }
  zip.close()
  return rows
}

async function bareApi(url: string): Promise<number> {
  let rows = 0
  for (let cursor = '', more = true; more;) {
    const [response] = await once(get(`${url}/v1/changes?limit=${PAGE}${cursor && `&since=${cursor}`}`, { agent: false }), 'response')
    const page = JSON.parse(Buffer.concat(await Array.fromAsync<Buffer>(response)).toString('utf8')) as { cursor: string; hasMore: boolean; records: unknown[] }
    rows += page.records.length
    cursor = page.cursor
    more = page.hasMore
  }
  return rows
}

const BARE: Record<Format, (location: string) => Promise<number>> = {
  json: (folder) => bareJson(createReadStream(join(folder, 'invoices.json'))),
  csv: async (folder) => {
    const rows = await bareCsv(join(folder, 'invoices.csv'))
    await bareCsv(join(folder, 'invoice-lines.csv'))
    return rows
  },
  xlsx: async (folder) => {
    const rows = await bareXlsx(join(folder, 'invoices.xlsx'))
    await bareXlsx(join(folder, 'invoice-lines.xlsx'))
    return rows
  },
  zip: bareZip,
  api: bareApi,
}

async function measure(format: Format, who: string, location: string): Promise<void> {
  const before = performance.now()
  const rows = await (who === 'ours' ? ours(location) : BARE[format](location))
  const seconds = (performance.now() - before) / 1000
  const found: Measure = { rows, seconds, megabytes: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(JSON.stringify(found))
}

async function measured(format: Format, who: string, location: string): Promise<Measure> {
  const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, 'measure', format, who, location])
  return JSON.parse(stdout) as Measure
}

/** The local API over as many invoices, made as they are asked for. */
async function serveApi(rows: number): Promise<{ url: string; close(): void }> {
  const send = (response: ServerResponse, value: unknown): void => void response.end(JSON.stringify(value))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    if (url.pathname === '/v1/company') return send(response, { id: 'bdr-1', name: 'Banc d’essai', country: 'CA', currency: 'CAD', locale: 'fr-CA' })
    const from = Number(url.searchParams.get('since') ?? 0)
    const upTo = Math.min(rows, from + PAGE)
    const records = Array.from({ length: upTo - from }, (_, at) => ({ table: 'invoices', ...invoiceJson(from + at) }))
    send(response, { cursor: String(upTo), hasMore: upTo < rows, records })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

async function run(rows: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-bench-'))
  const api = await serveApi(rows)
  try {
    process.stdout.write(`${rows.toLocaleString('en')} invoices of one line each, Node ${process.versions.node}\n`)
    await promisify(execFile)(process.execPath, ['--max-old-space-size=8192', import.meta.filename, 'make', folder, String(rows)])
    process.stdout.write('format      rows/s      peak    bare library: rows/s      peak\n')
    let worst = 0
    for (const format of FORMATS) {
      const location = format === 'api' ? api.url : join(folder, format, format === 'zip' ? 'export.zip' : '')
      const [own, bare] = [await measured(format, 'ours', location), await measured(format, 'bare', location)]
      if (own.rows !== rows || bare.rows !== rows) throw new Error(`${format}: read ${own.rows} and ${bare.rows} of ${rows} rows`)
      worst = Math.max(worst, own.megabytes)
      const speed = (of: Measure): string => Math.round(of.rows / of.seconds).toLocaleString('en')
      process.stdout.write(`${format.padEnd(6)}${speed(own).padStart(12)}${`${own.megabytes.toFixed(0)} MB`.padStart(10)}${speed(bare).padStart(24)}${`${bare.megabytes.toFixed(0)} MB`.padStart(10)}\n`)
    }
    process.stdout.write(`most memory: ${worst.toFixed(0)} MB (limit ${LIMIT_MB} MB)\n`)
    if (rows <= 200_000 && worst > LIMIT_MB) process.exitCode = 1
  } finally {
    api.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const [mode = '200000', ...rest] = process.argv.slice(2)
if (mode === 'make') await makeExports(rest[0] ?? '', Number(rest[1]))
else if (mode === 'measure') await measure(rest[0] as Format, rest[1] ?? '', rest[2] ?? '')
else await run(Number(mode.replace(/\D/g, '')))
