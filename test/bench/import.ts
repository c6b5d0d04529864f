/**
 * `npm run bench -- import [rows]`: how fast each format is read, and at which peak of memory, beside the bare library that
 * reads the same files. Every figure is a process of its own, built as the packaged app is and started as the command of the
 * terminal is; its memory includes Node's.
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { invoiceJson, makeExports } from './import-data.ts'

const FORMATS = ['json', 'csv', 'xlsx', 'zip', 'api'] as const
export type Format = (typeof FORMATS)[number]
const LIMIT_MB = 150
const ROOT = join(import.meta.dirname, '../..')
const BUILT = join(ROOT, 'dist/bench')
/** As build/setup/run.mjs starts the command: a small nursery of young objects, so that what the readers leave behind is gone at once. */
const NODE_FLAGS = ['--max-semi-space-size=4']
const PAGE = 500

export interface Measure {
  rows: number
  seconds: number
  megabytes: number
}

async function measured(format: Format, who: string, location: string): Promise<Measure> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...NODE_FLAGS,
    join(BUILT, 'measure.js'),
    format,
    who,
    location,
  ])
  return JSON.parse(stdout) as Measure
}

/** Builds the measuring process as `build/setup/build.ts` builds the main process: our code in one file, packages outside. */
async function buildMeasure(): Promise<void> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { target: 'node' },
    build: {
      ssr: true,
      target: 'node24',
      outDir: BUILT,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: { measure: join(ROOT, 'test/bench/import-measure.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  })
}

/** The local API over as many invoices, made as they are asked for. */
async function serveApi(rows: number): Promise<{ url: string; close(): void }> {
  const send = (response: ServerResponse, value: unknown): void => void response.end(JSON.stringify(value))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1')
    if (url.pathname === '/v1/company')
      return send(response, { id: 'bdr-1', name: 'Banc d’essai', country: 'CA', currency: 'CAD', locale: 'fr-CA' })
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
    await buildMeasure()
    process.stdout.write(`${rows.toLocaleString('en')} invoices of one line each, Node ${process.versions.node}\n`)
    await promisify(execFile)(process.execPath, [
      '--max-old-space-size=8192',
      import.meta.filename,
      'make',
      folder,
      String(rows),
    ])
    process.stdout.write('format      rows/s      peak    bare library: rows/s      peak\n')
    let worst = 0
    for (const format of FORMATS) {
      const location = format === 'api' ? api.url : join(folder, format, format === 'zip' ? 'export.zip' : '')
      const [own, bare] = [await measured(format, 'ours', location), await measured(format, 'bare', location)]
      if (own.rows !== rows || bare.rows !== rows)
        throw new Error(`${format}: read ${own.rows} and ${bare.rows} of ${rows} rows`)
      worst = Math.max(worst, own.megabytes)
      const speed = (of: Measure): string => Math.round(of.rows / of.seconds).toLocaleString('en')
      process.stdout.write(
        `${format.padEnd(6)}${speed(own).padStart(12)}${`${own.megabytes.toFixed(0)} MB`.padStart(10)}${speed(bare).padStart(24)}${`${bare.megabytes.toFixed(0)} MB`.padStart(10)}\n`,
      )
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
else await run(Number(mode.replace(/\D/g, '')))
