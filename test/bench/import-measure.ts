import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { JSONParser } from '@streamparser/json'
import { parse } from 'csv-parse'
import sax from 'sax'
import { openPromise } from 'yauzl'
import { openSource } from '../../electron/billdr/open-source.ts'
import type { Format, Measure } from './import.ts'

/** Reads one export, with our readers or the bare library, and says how fast it was: `<format> ours|bare <location>`. */

const PAGE = 500

async function ours(location: string): Promise<number> {
  const opened = await openSource(location, { settleMs: 0 })
  if (!opened.ok) throw new Error(opened.problem.code)
  let rows = 0
  const outcome = await opened.value.read(null, {
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
    for await (const chunk of await zip.openReadStreamPromise(entry))
      parser.write(decoder.decode(chunk as Uint8Array, { stream: true }))
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
    const [response] = await once(
      get(`${url}/v1/changes?limit=${PAGE}${cursor && `&since=${cursor}`}`, { agent: false }),
      'response',
    )
    const page = JSON.parse(Buffer.concat(await Array.fromAsync<Buffer>(response)).toString('utf8')) as {
      cursor: string
      hasMore: boolean
      records: unknown[]
    }
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

const [format = 'json', who = 'ours', location = ''] = process.argv.slice(2)
await measure(format as Format, who, location)
