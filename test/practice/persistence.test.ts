import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import {
  findRunningPractice,
  joinControlledCompany,
  remoteControls,
  startControlledCompany,
  type ControlledCompany,
} from '../../electron/practice/testing/controlled-company.ts'
import { chartOf, invoice, payment, type Chart } from './bodies.ts'
import { codeOf, visit, Visitor, type Body } from './visitor.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'practice-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The books of a folder in another process, and a client signed in to them. */
async function inAnotherProcess(): Promise<{ child: ChildProcess; visitor: Visitor; addresses: ControlledCompany }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('serve-books.ts', import.meta.url)), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('no output')
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const addresses = JSON.parse(line) as ControlledCompany
  const visitor = new Visitor(addresses)
  await visitor.signIn()
  return { child, visitor, addresses }
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

describe('the books on disk', () => {
  it('are the same after a restart: documents, deletions, receipts, request ids, tokens, settings', async () => {
    const before = await visit({ folder, companyName: 'Toits Nord' })
    const chart = await chartOf(before)
    const customer = String((await before.make('Customer', { DisplayName: 'C' })).Id)
    const made = await before.post('invoice?requestid=r-1', invoice(chart, customer, '1001', 12.3))
    const gone = await before.make('Invoice', invoice(chart, customer, '1002', 5))
    await before.post('invoice?operation=delete', { Id: gone.Id, SyncToken: '0' })
    const bytes = Buffer.from('%PDF-1.7 \0\u00ff')
    const uploaded = await before.upload(
      { AttachableRef: [{ EntityRef: { type: 'Invoice', value: made.json.Invoice?.Id } }] },
      { name: 'a.pdf', type: 'application/pdf', bytes },
    )
    await before.practice.controls.changeSettings({ booksClosedUntil: '2025-12-31' })
    await before.practice.close()

    const practice = await startControlledCompany({ folder, country: 'CA', companyName: 'Another name' })
    const after = new Visitor(practice)
    after.tokens = before.tokens
    expect((await after.get(`invoice/${String(made.json.Invoice?.Id)}`)).json.Invoice).toEqual(made.json.Invoice)
    expect((await after.post('invoice?requestid=r-1', invoice(chart, customer, '1001', 12.3))).text).toBe(made.text)
    expect(codeOf(await after.get(`invoice/${String(gone.Id)}`))).toBe('610')
    const attachable = (uploaded.json.AttachableResponse as unknown as Body[])[0]?.Attachable as Body
    expect(Buffer.from((await practice.controls.file(String(attachable.Id))) ?? '', 'base64').equals(bytes)).toBe(true)
    expect((await after.get('companyinfo/1')).json.CompanyInfo?.CompanyName).toBe('Toits Nord')
    expect((await after.get('preferences')).json.Preferences?.AccountingInfoPrefs?.BookCloseDate).toBe('2025-12-31')
    const next = await after.make('Invoice', invoice(chart, customer, '1003', 5))
    expect(Number(next.Id)).toBeGreaterThan(Number(gone.Id))
    await practice.close()
  })

  it('hold no token and no secret, only hashes', async () => {
    const visitor = await visit({ folder })
    await visitor.practice.close()
    const kept = readdirSync(folder)
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n')
    for (const secret of [visitor.tokens.access_token, visitor.tokens.refresh_token, visitor.practice.clientSecret])
      expect(kept).not.toContain(secret)
  })

  it(
    'survive kill -9 at any moment: what was acknowledged is there, and no write is there by half',
    { timeout: 60_000 },
    async () => {
      const acknowledged = new Map<string, string>()
      let customer: string | null = null
      let chart: Chart | null = null
      for (let round = 0; round < 4; round += 1) {
        const { child, visitor } = await inAnotherProcess()
        chart ??= await chartOf(visitor)
        customer ??= String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
        const own = chart
        const owner = customer
        const enough = 25 + round * 17
        let done = 0
        const write = async (lane: number): Promise<void> => {
          for (let i = 0; done < enough; i += 1) {
            const number = `${round}-${lane}-${i}`
            const made = await visitor.make('Invoice', invoice(own, owner, number, 10))
            acknowledged.set(`Invoice ${String(made.Id)}`, number)
            const paid = await visitor.make('Payment', payment(owner, 10, ['Invoice', String(made.Id), 10]))
            acknowledged.set(`Payment ${String(paid.Id)}`, number)
            done += 1
          }
        }
        const lanes = Promise.allSettled([write(0), write(1), write(2), write(3)])
        await expect.poll(() => done, { timeout: 20_000, interval: 1 }).toBeGreaterThanOrEqual(enough - 5)
        await kill(child)
        await lanes
      }
      const { child, visitor } = await inAnotherProcess()
      const invoices = await visitor.rows('select * from Invoice maxresults 1000')
      const payments = await visitor.rows('select * from Payment maxresults 1000')
      const there = new Set([
        ...invoices.map((row) => `Invoice ${String(row.Id)}`),
        ...payments.map((row) => `Payment ${String(row.Id)}`),
      ])
      expect([...acknowledged.keys()].filter((key) => !there.has(key))).toEqual([])
      expect(acknowledged.size).toBeGreaterThan(100)
      const paid = new Set(
        payments.map((row) => String(((row.Line as unknown as Body[])[0]?.LinkedTxn as unknown as Body[])[0]?.TxnId)),
      )
      for (const row of invoices)
        expect([row.DocNumber, row.Balance]).toEqual([row.DocNumber, paid.has(String(row.Id)) ? 0 : 10])
      await kill(child)
    },
  )

  it('drop a line that a crash tore, and keep all before it', async () => {
    const before = await visit({ folder })
    await before.make('Customer', { DisplayName: 'Kept' })
    const log = readFileSync(join(folder, 'books.log'))
    await before.practice.close()
    rmSync(join(folder, 'books.snapshot'))
    writeFileSync(
      join(folder, 'books.log'),
      Buffer.concat([log, Buffer.from('{"n":99,"entries":[{"put":"Customer","ent')]),
    )
    const after = await visit({ folder })
    expect((await after.rows('select * from Customer')).map((row) => row.DisplayName)).toEqual(['Kept'])
    await after.make('Customer', { DisplayName: 'Also kept' })
    await after.practice.close()
    const last = await visit({ folder })
    expect(await last.rows('select * from Customer')).toHaveLength(2)
    await last.practice.close()
  })

  it('are refused, and not touched, where a line in the middle is damaged', async () => {
    const before = await visit({ folder })
    await before.make('Customer', { DisplayName: 'Kept' })
    const log = readFileSync(join(folder, 'books.log'), 'utf8')
    await before.practice.close()
    rmSync(join(folder, 'books.snapshot'))
    const damaged = log.replace('"entries"', '"entr')
    writeFileSync(join(folder, 'books.log'), damaged)
    await expect(startControlledCompany({ folder, country: 'CA' })).rejects.toThrow(/damaged/)
    expect(readFileSync(join(folder, 'books.log'), 'utf8')).toBe(damaged)
  })

  it('are written anew as a whole at the end, and a log that was not emptied after that is not read twice', async () => {
    const before = await visit({ folder })
    const made = await before.make('Customer', { DisplayName: 'Once' })
    const log = readFileSync(join(folder, 'books.log'))
    await before.post('customer?operation=update', { Id: made.Id, SyncToken: '0', sparse: true, Notes: 'newer' })
    await before.practice.close()
    expect(statSync(join(folder, 'books.log')).size).toBe(0)
    appendFileSync(join(folder, 'books.log'), log)
    const after = await visit({ folder })
    expect((await after.rows('select * from Customer')).map((row) => [row.DisplayName, row.Notes])).toEqual([
      ['Once', 'newer'],
    ])
    await after.practice.close()
  })

  it('of one country are not opened as those of another', async () => {
    await (await visit({ folder })).practice.close()
    await expect(startControlledCompany({ folder, country: 'US' })).rejects.toThrow(/company in CA/)
  })
})

describe('where the books are open', () => {
  it('is said in the folder while they are, and found by another process, which has the same controls', async () => {
    const { child, visitor, addresses } = await inAnotherProcess()
    const found = await findRunningPractice(folder)
    expect([found?.origin, found?.pid, found?.key]).toEqual([addresses.origin, child.pid, addresses.controlKey])
    if (process.platform !== 'win32') expect(statSync(join(folder, 'practice.json')).mode & 0o077).toBe(0)
    await expect(startControlledCompany({ folder, country: 'CA' })).rejects.toThrow(/open already/)

    const joined = await joinControlledCompany(folder)
    if (!joined) throw new Error('not found')
    expect([joined.apiBase, joined.realmId, joined.tokenUrl, joined.booksUrl]).toEqual([
      addresses.apiBase,
      addresses.realmId,
      addresses.tokenUrl,
      addresses.booksUrl,
    ])
    await joined.close()
    const { controls } = joined
    const chart = await chartOf(visitor)
    const customer = String((await visitor.make('Customer', { DisplayName: 'C' })).Id)
    const made = String((await visitor.make('Invoice', invoice(chart, customer, '1', 10))).Id)
    expect(await controls.personDeletes('Invoice', made)).toEqual({ ok: true, entity: null })
    expect(codeOf(await visitor.get(`invoice/${made}`))).toBe('610')
    await controls.setFaults({ rules: [{ kind: 'error', status: 503, times: 1 }] })
    expect((await visitor.get('preferences')).status).toBe(503)
    expect((await controls.requests(0)).at(-1)).toMatchObject({
      operation: 'read',
      fault: 'error 503 before',
      status: 503,
      effect: null,
    })
    await expect(remoteControls(addresses.origin, 'guess').clearRequests()).rejects.toThrow('403')
    await expect(controls.setLimits('yes' as unknown as boolean)).rejects.toThrow('400')

    child.stdin?.end()
    await once(child, 'exit')
    expect(existsSync(join(folder, 'practice.json'))).toBe(false)
  })

  it('is not believed of a process that was killed', async () => {
    const { child } = await inAnotherProcess()
    await kill(child)
    expect(existsSync(join(folder, 'practice.json'))).toBe(true)
    expect([await findRunningPractice(folder), await joinControlledCompany(folder)]).toEqual([null, null])
    const again = await visit({ folder })
    expect(await again.rows('select * from Account maxresults 1')).toHaveLength(1)
    await again.practice.close()
  })
})
