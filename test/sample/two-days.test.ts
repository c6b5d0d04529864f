import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { PublicBooks } from './books.ts'
import type { Contractor } from './terminal.ts'
import { SAMPLES, contractor } from './terminal.ts'

interface Row {
  key: string
  kind: string
  number: string | null
  state: string
  quickbooks: { type: string; id: string; docNumber: string | null } | null
  problem: { code: string; title: string; explanation: string; actions: string[] } | null
  attachments: { fileName: string; state: string }[]
  tax: { toAdd: number; seen: number } | null
  note: { code: string } | null
}
interface AuditLine {
  type: string
  key: string | null
  verb?: string
  entityType?: string
  outcome?: string
}
type Counts = Record<string, number>

const COMPANY = 'beaubien'
const MINUTE = 60_000

/** What the samples' notes say the first sync must give, kind by kind. */
const FIRST_DAY: Record<string, Counts> = {
  client: { synced: 3, held: 1 },
  project: { synced: 4 },
  professional: { synced: 4, held: 1 },
  'cost-code': { synced: 9, held: 1 },
  invoice: { synced: 5, held: 2, failed: 1 },
  credit: { synced: 1, held: 1 },
  payment: { synced: 3, held: 1 },
  expense: { synced: 5, held: 3 },
  'purchase-order': { synced: 2, held: 1 },
}

let one: Contractor

async function rowsByKey(): Promise<Map<string, Row>> {
  return new Map((await one.json<Row[]>('queue', '--company', COMPANY)).map((row) => [row.key, row]))
}

async function writes(): Promise<AuditLine[]> {
  return (await one.json<AuditLine[]>('audit', '--company', COMPANY)).filter((line) => line.type === 'write')
}

/** Opens the practice books that the command left, looks, and closes them again. */
async function inTheBooks<T>(look: (books: PublicBooks, practice: ControlledCompany) => Promise<T>): Promise<T> {
  const practice = await startControlledCompany({
    folder: join(companyFolder(one.dataFolder, COMPANY), 'practice'),
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
  })
  try {
    return await look(await PublicBooks.enter(practice), practice)
  } finally {
    await practice.close()
  }
}

beforeAll(async () => {
  one = await contractor()
  expect((await one.run('add-company', '--id', COMPANY, '--source', one.source)).code).toBe(0)
  expect((await one.run('mapping', 'import', join(SAMPLES, 'mappings.json'), '--company', COMPANY)).code).toBe(0)
}, MINUTE)

afterAll(() => one.close())

describe('the first day', () => {
  it(
    'sends every document and receipt that may go: 36 synced, 11 held, 1 failed',
    async () => {
      const said = await one.run('sync', '--company', COMPANY, '--json')
      expect(said.code).toBe(2)
      expect((JSON.parse(said.out) as { counts: Counts }).counts).toEqual({
        pending: 0,
        held: 11,
        syncing: 0,
        synced: 36,
        failed: 1,
        ignored: 0,
      })
      const found: Record<string, Counts> = {}
      for (const row of (await rowsByKey()).values()) {
        const counts = (found[row.kind] ??= {})
        counts[row.state] = (counts[row.state] ?? 0) + 1
      }
      expect(found).toEqual(FIRST_DAY)
    },
    MINUTE,
  )

  it('X3: every row that waits says what happened, why, and what to do', async () => {
    const waiting = [...(await rowsByKey()).values()].filter((row) => row.state === 'held' || row.state === 'failed')
    expect(waiting).toHaveLength(12)
    for (const { problem } of waiting) {
      expect(problem?.title).toMatch(/\S/)
      expect(problem?.explanation.length).toBeGreaterThan(40)
    }
    const rows = await rowsByKey()
    const why = (key: string) => rows.get(key)?.problem?.code
    expect(why('client:c-104')).toBe('client-without-project')
    expect(why('professional:v-5')).toBe('professional-unused')
    expect(why('cost-code:cc-99')).toBe('cost-code-unmatched')
    expect(why('invoice:i-1004')).toBe('draft')
    expect(why('invoice:i-1006')).toBe('voided-before-sent')
    expect(why('invoice:i-1008')).toBe('number-twice-in-billdr')
    expect(why('payment:pay-3')).toBe('waits-for')
    expect(why('expense:e-5')).toBe('document-cost-code-unmatched')
    expect(why('expense:e-8')).toBe('rejected')
    expect(why('purchase-order:po-3')).toBe('cancelled-and-removed')
  })

  it('P1: the payment that is more than the pre-tax balance is applied as far as that goes', async () => {
    const pay = (await rowsByKey()).get('payment:pay-1')
    expect(pay?.state).toBe('synced')
    expect(pay?.note?.code).toBe('payment-rest-unapplied')
  })

  it('T1: says to the cent what tax each document still needs', async () => {
    const rows = await rowsByKey()
    expect(rows.get('invoice:i-1001')?.tax).toEqual({ toAdd: 1160.64, seen: 0 })
    expect(rows.get('expense:e-1')?.tax).toEqual({ toAdd: 126.23, seen: 0 })
    expect(rows.get('payment:pay-1')?.tax).toBeNull()
  })

  it(
    'the books agree with the export to the cent, read through their public interface alone',
    async () => {
      const cents = (value: unknown) => Math.round(Number(value) * 100)
      await inTheBooks(async (books) => {
        const of = async (type: string) =>
          Object.fromEntries(
            (await books.all(type)).map((each) => [
              String(each['DocNumber'] ?? each['TotalAmt']),
              cents(each['TotalAmt']),
            ]),
          )
        const long = (await rowsByKey()).get('invoice:i-1007')?.quickbooks?.docNumber ?? ''
        expect(long.length).toBeLessThanOrEqual(21)
        expect(await of('Invoice')).toEqual({
          '1001': 775_050,
          '1002': 800_000,
          '1003': 172_525,
          '1005': 20_001,
          [long]: 421_075,
        })
        expect(await of('CreditMemo')).toEqual({ 'C-201': 35_050 })
        expect(await of('Purchase')).toEqual({ 'FL-88213': 84_295, '64.2': 6_420, '215.4': 21_540, 'SF-301': 170_000 })
        expect(await of('Bill')).toEqual({ 'D-1190': 295_000 })
        expect(await of('PurchaseOrder')).toEqual({ 'PO-0007': 609_000, 'PO-0008': 165_000 })
        const payments = (await books.all('Payment'))
          .map((each) => [cents(each['TotalAmt']), cents(each['UnappliedAmt'])])
          .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))
        expect(payments).toEqual([
          [0, 0],
          [80_000, 0],
          [200_000, 0],
          [919_800, 119_800],
        ])
        const open = Object.fromEntries(
          (await books.all('Invoice')).map((each) => [each['DocNumber'], cents(each['Balance'])]),
        )
        expect(open).toEqual({ '1001': 540_000, '1002': 0, '1003': 92_525, '1005': 20_001, [long]: 421_075 })
      })
    },
    MINUTE,
  )

  it(
    'six receipts hang where they belong, each once, byte for byte',
    async () => {
      const found = await inTheBooks(async (books) =>
        Promise.all(
          (await books.all('Attachable')).map(async (each) => ({
            name: String(each['FileName']),
            bytes: (await books.bytes(each)).toString('base64'),
          })),
        ),
      )
      const folder = join(SAMPLES, 'renovation', 'attachments')
      const expected = await Promise.all(
        (await readdir(folder)).map(async (id) => {
          const [name = ''] = await readdir(join(folder, id))
          return { name, bytes: (await readFile(join(folder, id, name))).toString('base64') }
        }),
      )
      const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
      expect(found.sort(byName)).toEqual(expected.sort(byName))
      const rows = await rowsByKey()
      const on = (key: string) => rows.get(key)?.attachments.map((each) => `${each.fileName} ${each.state}`)
      expect(on('expense:e-3')).toEqual(['facture D-1190.pdf synced', 'photo panneau.png synced'])
      expect(on('purchase-order:po-2')).toEqual(['plan électrique.pdf synced'])
    },
    MINUTE,
  )

  it(
    'a second sync sends no write at all',
    async () => {
      const before = (await writes()).length
      const said = await one.run('sync', '--company', COMPANY, '--json')
      expect((JSON.parse(said.out) as { sent: number }).sent).toBe(0)
      expect(await writes()).toHaveLength(before)
    },
    MINUTE,
  )
})

describe('the second day', () => {
  let before: AuditLine[] = []
  let rows: Map<string, Row>

  beforeAll(async () => {
    before = await writes()
    await one.exportAgain('renovation-day-two')
    expect((await one.run('sync', '--company', COMPANY)).code).toBe(2)
    rows = await rowsByKey()
  }, MINUTE)

  const at = (key: string) => ({ state: rows.get(key)?.state, code: rows.get(key)?.problem?.code })

  it('I2: the invoice that was edited after it was synced is held, with both ways out, and not sent', async () => {
    expect(at('invoice:i-1001')).toEqual({ state: 'held', code: 'invoice-edited' })
    expect(rows.get('invoice:i-1001')?.problem?.explanation).toMatch(/Void it.*draft.*delete it in QuickBooks/s)
  })

  it('I3, T1: the voided invoice is voided, and needs no tax any more', () => {
    expect(at('invoice:i-1005').state).toBe('synced')
    expect(rows.get('invoice:i-1005')?.tax).toBeNull()
  })

  it(
    'I4: the invoice that is back to draft is held until somebody deletes it there; then it is unlinked',
    async () => {
      expect(at('invoice:i-1007')).toEqual({ state: 'held', code: 'back-to-draft' })
      const link = rows.get('invoice:i-1007')?.quickbooks
      await inTheBooks((_books, practice) => practice.controls.personDeletes('Invoice', link?.id ?? ''))
      await one.run('sync', '--company', COMPANY)
      const after = (await rowsByKey()).get('invoice:i-1007')
      expect(after).toMatchObject({ state: 'held', quickbooks: null, problem: { code: 'draft' } })
    },
    MINUTE,
  )

  it('I1: submitted and renumbered invoices go, and the payment that waited with them (P1)', () => {
    expect([at('invoice:i-1004').state, at('invoice:i-1008').state, at('payment:pay-3').state]).toEqual([
      'synced',
      'synced',
      'synced',
    ])
  })

  it('P2, E3: what is gone from Billdr is gone from QuickBooks and from the list; what is no longer approved waits as a draft', () => {
    expect(rows.has('payment:pay-4')).toBe(false)
    expect(rows.has('expense:e-2')).toBe(false)
    expect(at('expense:e-3')).toEqual({ state: 'held', code: 'draft' })
    expect(rows.get('expense:e-3')?.quickbooks).toBeNull()
  })

  it('E1, E2: the approved expense becomes a bill, the edited one is overwritten with the receipt that came later', () => {
    expect(rows.get('expense:e-4')).toMatchObject({ state: 'synced', quickbooks: { type: 'Bill' } })
    expect(rows.get('expense:e-1')?.attachments).toMatchObject([
      { fileName: 'reçu Laurier.png', state: 'synced' },
      { fileName: 'livraison.pdf', state: 'synced' },
    ])
  })

  it('O1: the cancelled purchase order is deleted there, and says so', () => {
    expect(at('purchase-order:po-2')).toEqual({ state: 'held', code: 'cancelled-and-removed' })
    expect(rows.get('purchase-order:po-2')?.quickbooks).toBeNull()
  })

  it('everything else: not one write', async () => {
    const made = (await writes())
      .slice(before.length)
      .map((line) => `${line.verb} ${line.entityType} ${line.key}`)
      .sort()
    expect(made).toEqual(
      [
        'create Bill expense:e-4',
        'create Invoice invoice:i-1004',
        'create Invoice invoice:i-1008',
        'create Payment payment:pay-3',
        // The files of what is deleted go first: QuickBooks would keep them without it (live §8.1).
        'delete Attachable expense:e-3',
        'delete Attachable expense:e-3',
        'delete Attachable purchase-order:po-2',
        'delete Bill expense:e-3',
        'delete Payment payment:pay-4',
        'delete Purchase expense:e-2',
        'delete PurchaseOrder purchase-order:po-2',
        'update Purchase expense:e-1',
        'upload Attachable expense:e-1',
        'void Invoice invoice:i-1005',
      ].sort(),
    )
  })

  it(
    'the books agree again: the overwritten expense has its new total, the edited invoice its old one',
    async () => {
      await inTheBooks(async (books) => {
        const totals = Object.fromEntries(
          [...(await books.all('Purchase')), ...(await books.all('Invoice'))].map((each) => [
            each['DocNumber'],
            each['TotalAmt'],
          ]),
        )
        expect(totals).toMatchObject({ 'FL-88213': 887.95, '1001': 7750.5, '1005': 0, '1004': 3120, '1008': 960 })
        expect((await books.all('Attachable')).map((each) => each['FileName']).sort()).toContain('livraison.pdf')
      })
    },
    MINUTE,
  )
})
