import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { STATES } from '../../shared/row.ts'
import type { Raw } from '../billdr/exports.ts'
import { edit } from '../billdr/exports.ts'
import { csvFolder } from '../billdr/tables.ts'
import type { Contractor, Said } from '../sample/terminal.ts'
import { CLI, NODE_COMPILE_CACHE, SAMPLES, command, contractor } from '../sample/terminal.ts'

/*
 * Every command as people script it: the shapes of its JSON, its exit status, and that nothing but that JSON is on
 * standard output. What the sample comes to in the books is told by the two days of test/sample.
 */

const MINUTE = 60_000
const COMPANY = ['--company', 'beaubien']
const TEXT = expect.any(String) as string
const NUMBER = expect.any(Number) as number
const PROBLEM = { code: TEXT, title: TEXT, explanation: TEXT, actions: expect.any(Array) as string[] }

let one: Contractor
let scratch: string

beforeAll(async () => {
  one = await contractor()
  scratch = await mkdtemp(join(tmpdir(), 'billdr-qbo-commands-'))
}, MINUTE)

afterAll(async () => {
  await one.close()
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
})

/** A command that must have printed one JSON document and nothing else. */
function documentOf<T>(said: Said): T {
  return JSON.parse(said.out) as T
}

/** Refused before anything was done: nothing on standard output, the reason on the other. */
function expectRefused(said: Said, code: 1 | 64): void {
  expect(said.errors).toMatch(/\S/)
  expect(said).toMatchObject({ code, out: '' })
}

describe('wrong usage', () => {
  it.concurrent.each([
    ['no such command', ['synchronise']],
    ['no option of that name', ['status', '--loud']],
    ['add-company without an id', ['add-company', '--source', '.']],
    ['add-company without a source', ['add-company', '--id', 'x']],
    ['a language that is none', ['companies', '--lang', 'de']],
  ])(
    '%s: 64, and nothing is done',
    async (_what, args) => {
      const folder = join(scratch, `data of ${args.join(' ')}`)
      expectRefused(await command([...args, '--data-dir', folder]), 64)
      expect(existsSync(folder)).toBe(false)
    },
    MINUTE,
  )
})

describe('before there is a company', () => {
  it(
    'companies --json is an empty list',
    async () => {
      const said = await one.run('companies', '--json')
      expect(said.code).toBe(0)
      expect(documentOf(said)).toEqual([])
    },
    MINUTE,
  )

  it(
    'a source that is not there is checked at once: 1, the reason, and no company is made',
    async () => {
      expectRefused(await one.run('add-company', '--id', 'beaubien', '--source', join(scratch, 'nowhere')), 1)
      expectRefused(await one.run('status', '--company', 'beaubien'), 1)
    },
    MINUTE,
  )

  it(
    'add-company --json says id and name',
    async () => {
      const said = await one.run('add-company', '--id', 'beaubien', '--source', one.source, '--json')
      expect(said.code).toBe(0)
      expect(documentOf(said)).toEqual({ id: 'beaubien', name: 'Rénovations Beaubien inc.' })
      expectRefused(await one.run('add-company', '--id', 'beaubien', '--source', one.source), 1)
    },
    MINUTE,
  )
})

describe('a source of which not everything can be read', () => {
  const HEADER = 'id,number,project_id,status,issued_on,currency,subtotal,total'

  it(
    'preview says which table is missing: 1 where nothing is left to show, beside what there is otherwise; so does queue',
    async () => {
      const dataDir = join(scratch, 'in part')
      const folder = await csvFolder({
        'invoices.csv': `${HEADER}\ni-1,1001,p-1,submitted,2026-03-06,CAD,10.00,10.00\n`,
      })
      const run = async (...args: string[]): Promise<Said> => command([...args, '--data-dir', dataDir, '--lang', 'en'])
      await run('add-company', '--id', 'part', '--source', folder)
      const nothing = await run('preview', '--company', 'part')
      expectRefused(nothing, 1)
      expect(nothing.errors).toContain('Invoice lines')
      await writeFile(join(folder, 'clients.csv'), 'id,display_name\nc-1,Laurier\n')
      await writeFile(join(folder, 'projects.csv'), 'id,client_id,name,status\np-1,c-1,Salle de bain,active\n')
      const some = await run('preview', '--company', 'part')
      expect(some).toMatchObject({
        code: 0,
        // The job was there before connecting, and waits for its first document (C2).
        out: expect.stringContaining('Held: 2') as string,
        errors: expect.stringContaining('Invoice lines') as string,
      })
      expect((await run('queue', '--company', 'part')).errors).toContain('Invoice lines')
      expect((await run('queue', '--company', 'part', '--json')).errors).toBe('')
    },
    MINUTE,
  )
})

describe('mappings and settings', () => {
  it(
    'a mappings file with a wrong word is refused, naming it, and changes nothing',
    async () => {
      const file = join(scratch, 'wrong.json')
      await writeFile(file, JSON.stringify({ version: 1, defaults: { incomItem: 'Services' } }))
      const said = await one.run('mapping', 'import', file, ...COMPANY)
      expectRefused(said, 1)
      expect(said.errors).toContain('incomItem')
    },
    MINUTE,
  )

  it(
    'a mappings file that is not there is told in a sentence of either language',
    async () => {
      const file = join(scratch, 'no such file.json')
      for (const [language, sentence] of [
        ['en', 'There is no file'],
        ['fr', 'Il n’y a pas de fichier'],
      ] as const) {
        const said = await one.run('mapping', 'import', file, ...COMPANY, '--lang', language)
        expectRefused(said, 1)
        expect(said.errors).toContain(sentence)
        expect(said.errors).toContain(file)
        expect(said.errors).not.toContain('ENOENT')
      }
    },
    MINUTE,
  )

  it(
    'what is imported is what is exported',
    async () => {
      expect((await one.run('mapping', 'import', join(SAMPLES, 'mappings.json'), ...COMPANY)).code).toBe(0)
      const file = join(scratch, 'exported.json')
      expect((await one.run('mapping', 'export', file, ...COMPANY)).code).toBe(0)
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(
        JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8')),
      )
    },
    MINUTE,
  )

  it(
    'settings by their names; a wrong one is 64 and none of the command’s settings is taken',
    async () => {
      expectRefused(await one.run('settings', ...COMPANY, '--set', 'maxRemovals=3', '--set', 'pollSeconds=soon'), 64)
      const said = await one.run(
        'settings',
        ...COMPANY,
        '--json',
        '--set',
        'syncFrom=2026-01-01',
        '--set',
        'maxRemovals=20',
        '--set',
        'deposit.cheque=Undeposited Funds',
      )
      expect(said.code).toBe(0)
      expect(documentOf(said)).toEqual({
        syncFrom: '2026-01-01',
        nextInvoiceNumber: null,
        review: 'off',
        pollSeconds: 60,
        maxRemovals: 20,
        taxCode: null,
        purchaseTaxCode: null,
        purchaseTax: 'cost',
        language: null,
        allowedHost: null,
        'deposit.cheque': 'Undeposited Funds',
      })
    },
    MINUTE,
  )
})

interface Row {
  key: string
  state: string
  problem: { code: string } | null
  quickbooks: { id: string } | null
  attachments: { state: string }[]
  ignored: unknown
}

describe('preview, sync, status, queue, audit', () => {
  it(
    'preview says what would be sent, and sends nothing',
    async () => {
      const said = await one.run('preview', ...COMPANY, '--json')
      expect(said.code).toBe(0)
      const preview = documentOf<{
        counts: Record<string, number>
        operations: { key: string; deed: string }[]
        documents: Row[]
      }>(said)
      expect(preview.counts['synced']).toBe(9)
      expect(preview.operations.map(({ key }) => key)).toEqual(
        expect.arrayContaining(['client:c-101', 'invoice:i-1001', 'expense:e-3', 'payment:pay-1']),
      )
      expect(preview.documents).toHaveLength(48)
      const audit = documentOf<{ type: string }[]>(await one.run('audit', ...COMPANY, '--json'))
      expect(audit.filter(({ type }) => type === 'write')).toEqual([])
    },
    MINUTE,
  )

  it(
    'sync --json: counts by state, how much was sent; 2, as some documents need a person',
    async () => {
      const said = await one.run('sync', ...COMPANY, '--json')
      expect(said.code).toBe(2)
      const report = documentOf<{ counts: Record<string, number>; sent: number; failed: number }>(said)
      expect(Object.keys(report.counts).sort()).toEqual([...STATES].sort())
      expect(report).toMatchObject({ counts: { synced: 36, held: 11, failed: 1 }, failed: 0, problem: null })
      expect(report.sent).toBeGreaterThan(30)
    },
    MINUTE,
  )

  it(
    'status --json',
    async () => {
      const said = await one.run('status', ...COMPANY, '--json')
      expect(said.code).toBe(2)
      expect(documentOf(said)).toMatchObject({
        counts: { pending: 0, held: 11, syncing: 0, synced: 36, failed: 1, ignored: 0 },
        connection: {
          state: 'connected',
          companyName: 'Rénovations Beaubien inc.',
          realmId: expect.stringMatching(/^\d+$/) as string,
        },
        source: { lastReadAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string, problem: null },
        guards: [],
      })
      expect(documentOf<{ connection: object }>(said).connection).toHaveProperty('expiresAt')
    },
    MINUTE,
  )

  it(
    'queue --json: a row for every record, in the form that is promised',
    async () => {
      const said = await one.run('queue', ...COMPANY, '--json')
      expect(said.code).toBe(2)
      const rows = documentOf<Row[]>(said)
      expect(rows).toHaveLength(48)
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(
          expect.arrayContaining([
            'key',
            'kind',
            'billdrId',
            'number',
            'state',
            'quickbooks',
            'problem',
            'attachments',
            'tax',
            'differs',
          ]),
        )
        expect(STATES).toContain(row.state)
        const isInTheWay = row.problem?.code === 'number-twice-in-billdr'
        if (row.problem)
          expect(row.problem).toEqual({ ...PROBLEM, other: isInTheWay ? (expect.any(Object) as object) : null })
        for (const attachment of row.attachments) expect(STATES).toContain(attachment.state)
      }
      expect(rows.find(({ key }) => key === 'invoice:i-1001')).toMatchObject({
        key: 'invoice:i-1001',
        kind: 'invoice',
        billdrId: 'i-1001',
        number: '1001',
        state: 'synced',
        quickbooks: { type: 'Invoice', id: TEXT, docNumber: '1001' },
        problem: null,
        attachments: [{ fileName: 'facture-1001.pdf', state: 'synced' }],
        tax: { toAdd: NUMBER, seen: 0 },
        differs: null,
      })
      expectRefused(await one.run('queue', ...COMPANY, '--state', 'done'), 64)
    },
    MINUTE,
  )

  it(
    'I5: the document that has the number stands beside ours in JSON, the list and the months; what is another’s is not offered',
    async () => {
      const rows = documentOf<(Row & { problem: { other: { id: string } | null } | null })[]>(
        await one.run('queue', ...COMPANY, '--json'),
      )
      const id = rows.find(({ key }) => key === 'invoice:i-1003')?.quickbooks?.id ?? 'none'
      expect(rows.find(({ key }) => key === 'invoice:i-1008')?.problem?.other).toEqual({
        type: 'Invoice',
        id,
        number: '1003',
        docNumber: '1003',
        date: '2026-03-11',
        party: expect.stringContaining('Cuisine') as string,
        amount: 1725.25,
      })
      const list = (await one.run('queue', ...COMPANY, '--lang', 'en')).out
      expect(list).toMatch(
        new RegExp(
          `\\tinvoice:i-1008\\t.*\\n {4}In QuickBooks: invoice 1003, Cuisine.*, Mar.* 11, 2026, 1,725\\.25 \\(id ${id}\\)\\.\\n`,
        ),
      )
      expect(list.match(/In QuickBooks:/g)).toHaveLength(1)
      expect((await one.run('queue', ...COMPANY, '--lang', 'fr')).out).toMatch(
        new RegExp(`Dans QuickBooks\\s: facture 1003, .*\\(id ${id}\\)\\.\\n`),
      )
      // It is the other invoice's own: nothing offers to link to it.
      for (const command of ['queue', 'months'])
        expect((await one.run(command, ...COMPANY, '--lang', 'en')).out).not.toContain('link invoice:i-1008')
    },
    MINUTE,
  )

  it(
    'queue --state takes one state, in French where it is asked for',
    async () => {
      const failed = documentOf<{ key: string; problem: { title: string } }[]>(
        await one.run('queue', ...COMPANY, '--state', 'failed', '--lang', 'fr', '--json'),
      )
      expect(failed).toMatchObject([
        { key: 'invoice:i-1008', problem: { title: expect.stringContaining('sert deux fois dans Billdr') as string } },
      ])
    },
    MINUTE,
  )

  it(
    'companies --json lists it',
    async () => {
      expect(documentOf(await one.run('companies', '--json'))).toMatchObject([
        { id: 'beaubien', name: 'Rénovations Beaubien inc.' },
      ])
    },
    MINUTE,
  )

  it(
    'audit --json: every request that changed QuickBooks and every decision, oldest first, unbroken',
    async () => {
      const entries = documentOf<{ seq: number; at: string; type: string; what?: string; outcome?: string }[]>(
        await one.run('audit', ...COMPANY, '--json'),
      )
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted())
      expect(entries.filter(({ type }) => type === 'decision').map(({ what }) => what)).toEqual([
        'mappings',
        'settings',
        'connected',
      ])
      expect(entries.filter(({ type }) => type === 'write').every(({ outcome }) => outcome === 'done')).toBe(true)
      expect((await one.run('audit', ...COMPANY, '--verify')).code).toBe(0)
    },
    MINUTE,
  )

  it(
    'audit --verify: a line that was added at the end is named in a sentence, and put back as it was the history is unbroken again',
    async () => {
      const history = join(companyFolder(one.dataFolder, 'beaubien'), 'activity.history')
      const whole = await readFile(history)
      const lines = whole.toString().split('\n').length
      await writeFile(history, Buffer.concat([whole, whole.subarray(0, whole.indexOf('\n') + 1)]))
      const broken = await one.run('audit', ...COMPANY, '--verify')
      expect(broken).toMatchObject({
        code: 1,
        out: `The history is broken at line ${lines}: it does not belong there. It was added, repeated or moved.\n`,
      })
      expect((await one.run('audit', ...COMPANY, '--verify', '--lang', 'fr')).out).toMatch(
        new RegExp(`rompu à la ligne ${lines}\\s: elle n’est pas à sa place`),
      )
      await writeFile(history, whole)
      expect((await one.run('audit', ...COMPANY, '--verify')).code).toBe(0)
    },
    MINUTE,
  )
})

describe('a person’s decisions', () => {
  const rowOf = async (key: string) =>
    documentOf<Row[]>(await one.run('queue', ...COMPANY, '--json')).find((row) => row.key === key)

  it(
    'ignore needs a reason, and a key that there is',
    async () => {
      expectRefused(await one.run('ignore', 'invoice:i-1008', ...COMPANY), 64)
      for (const none of ['', '  ']) {
        const said = await one.run('ignore', 'invoice:i-1008', '--reason', none, ...COMPANY, '--lang', 'en')
        expectRefused(said, 64)
        expect(said.errors).toBe('Say why it is left out: --reason <text>\n')
      }
      expect(await rowOf('invoice:i-1008')).toMatchObject({ state: 'failed', ignored: null })
      expectRefused(await one.run('ignore', 'facture 1008', '--reason', 'x', ...COMPANY), 64)
      expectRefused(await one.run('ignore', 'invoice:i-9', '--reason', 'x', ...COMPANY), 1)
    },
    MINUTE,
  )

  it(
    'ignore, and unignore',
    async () => {
      expect((await one.run('ignore', 'invoice:i-1008', '--reason', 'saisie à la main', ...COMPANY)).code).toBe(0)
      expect(await rowOf('invoice:i-1008')).toMatchObject({ state: 'ignored', ignored: { reason: 'saisie à la main' } })
      expect((await one.run('unignore', 'invoice:i-1008', ...COMPANY, '--json')).out).toContain('"ok": true')
      expect(await rowOf('invoice:i-1008')).toMatchObject({ state: 'failed' })
    },
    MINUTE,
  )

  it(
    'link to what does not exist is refused; unlink, and link again',
    async () => {
      expectRefused(await one.run('link', 'invoice:i-1008', '99999', ...COMPANY), 1)
      const id = (await rowOf('invoice:i-1002'))?.quickbooks?.id ?? ''
      expect((await one.run('unlink', 'invoice:i-1002', ...COMPANY)).code).toBe(0)
      expectRefused(await one.run('link', 'invoice:i-1001', id, ...COMPANY), 1)
      expect((await one.run('link', 'invoice:i-1002', id, ...COMPANY)).code).toBe(0)
      expect(await rowOf('invoice:i-1002')).toMatchObject({ state: 'synced', quickbooks: { id } })
    },
    MINUTE,
  )

  it(
    'retry by key, by --all, and not without either',
    async () => {
      expect(documentOf(await one.run('retry', 'invoice:i-1008', ...COMPANY, '--json'))).toMatchObject({
        ok: true,
        count: 1,
      })
      expect((await one.run('retry', '--all', ...COMPANY)).code).toBe(0)
      expectRefused(await one.run('retry', ...COMPANY), 64)
    },
    MINUTE,
  )

  it(
    'preview: a document that is in QuickBooks and waits for a supplier who is not yet is a change, not one to create',
    async () => {
      await edit(one.source, 'professionals', (records) =>
        records.push({ ...records[0], id: 'v-99', displayName: 'Scierie du Lac', companyName: 'Scierie du Lac' }),
      )
      await edit(one.source, 'expenses', (records) => records.splice(0, 1, { ...records[0], professionalId: 'v-99' }))
      const { operations } = documentOf<{ operations: { key: string; deed: string }[] }>(
        await one.run('preview', ...COMPANY, '--json'),
      )
      expect(operations.map(({ key, deed }) => `${deed} ${key}`).sort()).toEqual([
        'create professional:v-99',
        'update expense:e-1',
      ])
      expect((await one.run('preview', ...COMPANY)).out).toContain('expense:e-1\tupdate\n')
      expect(documentOf(await one.run('sync', ...COMPANY, '--json'))).toMatchObject({ sent: 2, failed: 0 })
    },
    MINUTE,
  )

  it(
    'confirm: nothing to confirm is said; a guard is named by its id',
    async () => {
      expectRefused(await one.run('confirm', ...COMPANY), 64)
      expectRefused(await one.run('confirm', 'removals-0', ...COMPANY), 1)
      await edit(one.source, 'payments', (records: Raw[]) => records.splice(0))
      const said = await one.run('sync', ...COMPANY, '--json')
      expect(said.code).toBe(2)
      const { guards } = documentOf<{ guards: { id: string; code: string; title: string; explanation: string }[] }>(
        said,
      )
      // Whose books a yes would change stands beside every question and in every answer.
      const name = 'Rénovations Beaubien inc.'
      expect(guards).toMatchObject([
        { id: TEXT, company: name, code: 'guard-export-shrank', title: TEXT, explanation: TEXT },
      ])
      expect((await one.run('status', ...COMPANY)).out).toContain(`${guards[0]?.id}: ${name}: `)
      expect(documentOf(await one.run('confirm', guards[0]?.id ?? '', ...COMPANY, '--json'))).toMatchObject({
        company: name,
        confirmed: 1,
      })
      await one.run('sync', ...COMPANY)
      expect(
        documentOf<Row[]>(await one.run('queue', ...COMPANY, '--json')).filter(({ key }) => key.startsWith('payment:')),
      ).toEqual([])
    },
    MINUTE,
  )
})

describe('a company in which nobody is needed', () => {
  it(
    'sync ends with 0; --watch goes on until it is asked to end; meanwhile others may look, and only look',
    async () => {
      const other = await contractor()
      try {
        for (const table of [
          'professionals',
          'cost-codes',
          'invoices',
          'credits',
          'payments',
          'expenses',
          'purchase-orders',
        ])
          await edit(other.source, table, (records) => records.splice(0))
        await edit(other.source, 'clients', (records) => records.splice(1))
        await edit(other.source, 'projects', (records) => records.splice(1))
        await other.run('add-company', '--id', 'beaubien', '--source', other.source)
        const said = await other.run('sync', '--json')
        expect(said).toMatchObject({ code: 0, errors: '' })
        // A job from before connecting waits for its first document, and its client with it (C2).
        expect(documentOf(said)).toMatchObject({ counts: { held: 2 }, sent: 0 })

        const watching = watch(other)
        await watching.said(/Held: 2/)
        expect(documentOf(await other.run('status', '--json'))).toMatchObject({
          counts: { held: 2 },
          connection: { state: 'connected' },
          recovered: null,
        })
        expect(documentOf<Row[]>(await other.run('queue', '--json')).map(({ state }) => state)).toEqual([
          'held',
          'held',
        ])
        expect((await other.run('audit', '--verify')).code).toBe(0)
        expectRefused(await other.run('sync'), 1)
        expectRefused(await other.run('settings', '--set', 'pollSeconds=60'), 1)
        // What Billdr exports meanwhile goes by itself.
        await edit(other.source, 'projects', (records) => records.push({ ...records[0], id: 'p-99', name: 'Terrasse' }))
        await watching.said(/Sent 2/)
        expect(await watching.end()).toBe(0)
      } finally {
        await other.close()
      }
    },
    2 * MINUTE,
  )
})

/** `sync --watch` in a process of its own. */
function watch(of: Contractor): { said(pattern: RegExp): Promise<void>; end(): Promise<number | null> } {
  const child = spawn(process.execPath, [CLI, 'sync', '--watch', '--lang', 'en', '--data-dir', of.dataFolder], {
    env: { ...process.env, QBO_ENVIRONMENT: 'practice', NODE_COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  const waiting: (() => void)[] = []
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString()
    for (const look of [...waiting]) look()
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    said: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(out)) return
          out = out.replace(pattern, '')
          // Who has heard it takes nothing from who waits after it.
          waiting.splice(waiting.indexOf(look), 1)
          resolve()
        }
        waiting.push(look)
        look()
        void ended.then((code) => reject(new Error(`it ended with ${code} before it said ${String(pattern)}: ${out}`)))
      }),
    async end() {
      child.kill('SIGTERM')
      return ended
    },
  }
}
