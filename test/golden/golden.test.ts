import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { keyInNote } from '../../shared/mark.ts'
import { createForCostCode } from '../../electron/companion/create-account.ts'
import { closePushers, Pusher } from '../support/pushing.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'
import type { Country } from './contractor.ts'
import { begin, change, COUNTRIES, goOn } from './contractor.ts'
import type { GoldenRequest } from './recorded.ts'
import { goldenOf, Names, Recorder } from './recorded.ts'

/*
 * Every request by which the program changes QuickBooks, accepted by the strict practice company and kept as a file that
 * can be read: one a kind and kind of company. `GOLDEN=write` writes them anew.
 */
const isWriting = process.env['GOLDEN'] === 'write'

afterEach(async () => {
  await closePushers()
  await closeCompanies()
})

async function requestsIn(country: Country): Promise<Map<string, GoldenRequest[]>> {
  const pusher = await Pusher.start(country.practice)
  const names = await Names.of(pusher.practice)
  const recorder = new Recorder(names)
  pusher.quickbooks = recorder.over(pusher.quickbooks)
  await pusher.clearLog()
  for (const step of [begin, goOn, change]) {
    await step(pusher, country)
    expect(pusher.report).toMatchObject({ refused: 0, stop: null })
  }
  await names.readLists(pusher.practice)
  const { golden, refused } = goldenOf(await pusher.practice.controls.requests(0), names)
  // A second supplier's bill 1: QuickBooks has to say no once before it is told that this is meant.
  expect(refused.map((body) => keyInNote((JSON.parse(body) as { PrivateNote: string }).PrivateNote))).toEqual([
    'expense:e-7',
  ])
  golden.set(
    'Attachable',
    recorder.uploads.map((body): GoldenRequest => ({
      what: 'upload',
      request: 'file_metadata_01 of POST /v3/company/<realm>/upload',
      body: names.inBody('Attachable', body),
    })),
  )
  return golden
}

/** As far as they can come to QuickBooks at the same time, requests are put in an order of their own. */
function inOrder(requests: readonly GoldenRequest[]): GoldenRequest[] {
  const verbs = ['create', 'upload', 'update', 'void', 'delete']
  const rank = ({ what }: GoldenRequest) => verbs.indexOf(what.split(' ')[0] ?? '')
  return requests.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.what < b.what ? -1 : a.what > b.what ? 1 : JSON.stringify(a.body) < JSON.stringify(b.body) ? -1 : 1),
  )
}

const fileOf = (type: string, country: string) => `${type.toLowerCase()}.${country}.json`

describe.each(COUNTRIES)('every request of a company in $name', (country) => {
  it('is accepted by the practice company, and is the one that was kept', async () => {
    const golden = await requestsIn(country)
    expect([...golden.keys()].sort()).toEqual([
      'Attachable',
      'Bill',
      'BillPayment',
      'CreditMemo',
      'Customer',
      'Invoice',
      'Payment',
      'Purchase',
      'PurchaseOrder',
      'Vendor',
    ])
    for (const [type, requests] of golden) compareWithKept(fileOf(type, country.name), requests)
  })
})

describe.each([
  ['ca-tax', 'CA'],
  ['us-tax', 'US'],
] as const)('accounts and items that a cost code asks for (K1) in %s', (name, country) => {
  it('are accepted by the practice company, and are the ones that were kept', async () => {
    const { company, practice } = await runningCompany({ country })
    expect(await company.read()).toBeNull()
    expect(await company.refresh()).toBeNull()
    const names = await Names.of(practice)
    await practice.controls.clearRequests()
    for (const [what, parent] of [
      ['account', null],
      ['account', 'Job Expenses'],
      ['item', null],
      ['item', 'Services'],
    ] as const) {
      const code = parent === null ? 'cost-code:cc-01' : 'cost-code:cc-02'
      expect(await createForCostCode(company, code, what, parent)).toEqual({ ok: true, value: null })
    }
    const { golden, refused } = goldenOf(await practice.controls.requests(0), names)
    expect(refused).toEqual([])
    expect([...golden.keys()].sort()).toEqual(['Account', 'Item'])
    for (const [type, requests] of golden) compareWithKept(fileOf(type, name), requests)
  })
})

function compareWithKept(name: string, requests: readonly GoldenRequest[]): void {
  const file = join(import.meta.dirname, name)
  const text = `${JSON.stringify(inOrder(requests), null, 2)}\n`
  if (isWriting) writeFileSync(file, text)
  expect(existsSync(file) ? readFileSync(file, 'utf8') : 'not kept yet: run with GOLDEN=write', name).toBe(text)
}

function kept(): Map<string, GoldenRequest[]> {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))
  return new Map(
    files.map((name) => [name, JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as GoldenRequest[]]),
  )
}

describe('what the kept requests say', () => {
  it('covers every operation of every kind', () => {
    for (const { name, taxCode } of COUNTRIES) {
      const verbs = (type: string) =>
        [...new Set((kept().get(`${type}.${name}.json`) ?? []).map(({ what }) => what.split(' ')[0]))].sort()
      expect([verbs('customer'), verbs('vendor')]).toEqual([['create'], ['create']])
      expect(verbs('invoice')).toEqual(['create', 'void'])
      expect(verbs('creditmemo')).toEqual(['create', 'delete'])
      expect(verbs('payment')).toEqual(taxCode === null ? ['create', 'delete'] : ['create', 'delete', 'update'])
      for (const type of ['purchase', 'bill', 'purchaseorder'])
        expect(verbs(type)).toEqual(['create', 'delete', 'update'])
      expect(verbs('billpayment')).toEqual(['create'])
      expect(verbs('attachable')).toEqual(['upload'])
    }
  })

  it('T1: no tax anywhere: each line says so where QuickBooks wants it said, and nowhere else', () => {
    for (const [file, requests] of kept()) {
      if (/^(account|item|customer|vendor|payment|billpayment|attachable)\./.test(file)) continue
      const created = JSON.stringify(requests.filter(({ what }) => what.startsWith('create')))
      expect(created.includes('TxnTaxDetail'), file).toBe(false)
      expect(created.includes('GlobalTaxCalculation'), file).toBe(/ca-(tax|currencies|foreign)/.test(file))
      const codes = new Set([...created.matchAll(/"TaxCodeRef":\{"value":"([^"]*)"/g)].map((found) => found[1]))
      const sales = /^(invoice|creditmemo)\./.test(file)
      expect([...codes], file).toEqual(
        /ca-(tax|currencies|foreign)/.test(file)
          ? ['<TaxCode Out of Scope>']
          : file.includes('us-tax') && sales
            ? ['<TaxCode NON>']
            : [],
      )
    }
  })

  it('names the currency where the company uses several, and nowhere else', () => {
    for (const [file, requests] of kept()) {
      if (/^(account|item|attachable)\./.test(file)) continue
      const created = requests.filter(({ what }) => what.startsWith('create'))
      const named = (code: string) =>
        created.every(({ body }) => JSON.stringify(body).includes(`"CurrencyRef":{"value":"${code}"}`))
      expect([named('CAD'), named('USD')], file).toEqual([file.includes('ca-currencies'), file.includes('ca-foreign')])
    }
  })

  it('says the rate of the day on every document in a foreign currency, those of nothing and changes included', () => {
    for (const [file, requests] of kept()) {
      if (/^(account|item|attachable|customer|vendor)\./.test(file)) continue
      const sent = requests.filter(({ what }) => /^(create|update)/.test(what))
      // A payment goes whole, with the 1 of the company's own currency that it was read with.
      const rates = sent.map(({ body }) => (body as { ExchangeRate?: number }).ExchangeRate ?? 1)
      expect(new Set(rates), file).toEqual(new Set(sent.length === 0 ? [] : [file.includes('ca-foreign') ? 1.37 : 1]))
    }
  })
})
