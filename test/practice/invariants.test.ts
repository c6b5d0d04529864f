import { expect, it } from 'vitest'
import { cents, centsFromJson, type Cents } from '../../shared/money.ts'
import { chartOf, invoice, payment } from './bodies.ts'
import { visit, type Body, type Visitor } from './visitor.ts'

/** Equal chances from a seed, so that a run that fails can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * sides)
  }
}

const amount = (value: unknown): Cents => centsFromJson(value) ?? cents(0)
const list = (value: unknown): Body[] => (value ?? []) as Body[]

/** What the books must say of themselves, whatever was done to them. */
async function check(visitor: Visitor): Promise<string[]> {
  const wrong: string[] = []
  const [invoices, credits, payments, customers] = await Promise.all([
    visitor.rows('select * from Invoice maxresults 1000'),
    visitor.rows('select * from CreditMemo maxresults 1000'),
    visitor.rows('select * from Payment maxresults 1000'),
    visitor.rows('select * from Customer maxresults 1000'),
  ])
  const applied = new Map<string, number>()
  const payersOf = new Map<string, Set<string>>()
  for (const row of payments) {
    let open: number = amount(row.TotalAmt)
    for (const line of list(row.Line)) {
      const link = list(line.LinkedTxn)[0]
      const key = `${String(link?.TxnType)} ${String(link?.TxnId)}`
      applied.set(key, (applied.get(key) ?? 0) + amount(line.Amount))
      payersOf.set(key, (payersOf.get(key) ?? new Set()).add(String(row.Id)))
      open -= link?.TxnType === 'CreditMemo' ? -amount(line.Amount) : amount(line.Amount)
    }
    if (open !== amount(row.UnappliedAmt) || open < 0)
      wrong.push(`payment ${String(row.Id)}: unapplied ${String(row.UnappliedAmt)}, lines leave ${open}`)
  }
  for (const [type, rows] of [
    ['Invoice', invoices],
    ['CreditMemo', credits],
  ] as const) {
    for (const row of rows) {
      const key = `${type} ${String(row.Id)}`
      const open = amount(row.TotalAmt) - (applied.get(key) ?? 0)
      if (open !== amount(row.Balance) || open < 0)
        wrong.push(`${key}: balance ${String(row.Balance)}, payments leave ${open}`)
      const linked = list(row.LinkedTxn)
        .map((each) => String(each.TxnId))
        .sort()
      if (linked.join() !== [...(payersOf.get(key) ?? [])].sort().join())
        wrong.push(`${key}: linked to ${linked.join()}, paid by ${[...(payersOf.get(key) ?? [])].join()}`)
      applied.delete(key)
    }
  }
  if (applied.size > 0) wrong.push(`payments on what is not there: ${[...applied.keys()].join()}`)
  for (const customer of customers) {
    const own = (rows: Body[], field: string): number =>
      rows.filter((row) => row.CustomerRef?.value === customer.Id).reduce((sum, row) => sum + amount(row[field]), 0)
    const owed = own(invoices, 'Balance') - own(credits, 'RemainingCredit') - own(payments, 'UnappliedAmt')
    if (owed !== amount(customer.Balance))
      wrong.push(`customer ${String(customer.Id)}: balance ${String(customer.Balance)}, documents say ${owed}`)
  }
  return wrong
}

it.each([1, 2, 3, 4])(
  'the books agree with themselves to the cent after 250 random steps, refused ones among them (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const visitor = await visit()
    const chart = await chartOf(visitor)
    const roll = dice(seed)
    const { controls } = visitor.practice
    const customers: string[] = []
    for (const name of ['Un', 'Deux', 'Trois'])
      customers.push(String((await visitor.make('Customer', { DisplayName: name })).Id))
    const pick = async (type: string): Promise<Body | undefined> => {
      const rows = await visitor.rows(`select * from ${type} maxresults 1000`)
      return rows[roll(rows.length || 1)]
    }
    const cash = (most: number): number => roll(most * 100) / 100
    let accepted = 0
    for (let step = 0; step < 250; step += 1) {
      const customer = customers[roll(3)] ?? ''
      const made = await pick('Invoice')
      const credit = await pick('CreditMemo')
      const paid = await pick('Payment')
      const id = { Id: made?.Id, SyncToken: made?.SyncToken }
      const what = roll(13)
      const got =
        what < 3
          ? await visitor.post('invoice', invoice(chart, customer, `N${step}`, cash(500)))
          : what === 3
            ? await visitor.post('creditmemo', invoice(chart, customer, `C${step}`, cash(100)))
            : what < 6
              ? await visitor.post(
                  'payment',
                  payment(String(made?.CustomerRef?.value), cash(300), ['Invoice', String(made?.Id), cash(300)]),
                )
              : what === 6
                ? await visitor.post(
                    'payment',
                    payment(
                      String(made?.CustomerRef?.value),
                      0,
                      ...(credit
                        ? ((part: number) =>
                            [
                              ['Invoice', String(made?.Id), part],
                              ['CreditMemo', String(credit.Id), part],
                            ] as [string, string, number][])(cash(50))
                        : []),
                    ),
                  )
                : what === 7
                  ? await visitor.post('payment?operation=delete', { Id: paid?.Id, SyncToken: paid?.SyncToken })
                  : what === 8
                    ? await visitor.post('payment?operation=update&include=void', {
                        Id: paid?.Id,
                        SyncToken: paid?.SyncToken,
                        sparse: true,
                      })
                    : what === 9
                      ? await visitor.post('invoice?operation=void', id)
                      : what === 10
                        ? {
                            status: (
                              await controls.personDeletes(
                                roll(2) === 0 ? 'Invoice' : 'CreditMemo',
                                String((roll(2) === 0 ? made : credit)?.Id),
                              )
                            ).ok
                              ? 200
                              : 400,
                          }
                        : what === 11
                          ? {
                              status: (
                                await controls.personAddsTax(
                                  'Invoice',
                                  String(made?.Id),
                                  roll(2) === 0 ? 'HST ON' : 'Out of Scope',
                                )
                              ).ok
                                ? 200
                                : 400,
                            }
                          : await visitor.post('invoice', {
                              ...id,
                              sparse: true,
                              GlobalTaxCalculation: 'TaxExcluded',
                              Line: list((invoice(chart, customer, 'x', cash(200)) as { Line: unknown }).Line),
                            })
      if (got.status === 200) accepted += 1
      if (step % 25 === 24) expect(await check(visitor)).toEqual([])
    }
    expect(accepted).toBeGreaterThan(100)
    await visitor.practice.close()
  },
)
