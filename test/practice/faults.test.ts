import { describe, expect, it } from 'vitest'
import { chaosPlan, type FaultRule } from '../../electron/practice/testing/controlled-company.ts'
import { Faults } from '../../electron/practice/testing/faults.ts'
import { chartOf, invoice } from './bodies.ts'
import { codeOf, visit, type Visitor } from './visitor.ts'

async function rowsOf(visitor: Visitor): Promise<number> {
  return (await visitor.rows('select * from Customer')).length
}

/** What a client sees of one creation under a fault, and whether the customer is there afterwards. */
async function under(
  rule: FaultRule,
): Promise<{ seen: string; there: boolean; type: string; retryAfter: string | null }> {
  const visitor = await visit()
  await visitor.practice.controls.setFaults({
    rules: [{ ...rule, match: { operation: 'create', entity: 'customer' }, times: 1 }],
  })
  let seen: string
  let type = ''
  let retryAfter: string | null = null
  try {
    const got = await visitor.post('customer', { DisplayName: 'C' })
    type = (got.headers.get('content-type') ?? '').split(';')[0] ?? ''
    retryAfter = got.headers.get('retry-after')
    seen = `${got.status} ${got.json?.Customer ? 'Customer' : got.text.slice(0, 20).replace(/\s+/g, ' ')}`
  } catch (error) {
    seen = String((error as { cause?: { code?: string } }).cause?.code)
  }
  const there = (await rowsOf(visitor)) === 1
  await visitor.practice.close()
  return { seen, there, type, retryAfter }
}

describe('faults on command', () => {
  it.each([
    [{ kind: 'reset', when: 'before' }, /ECONNRESET|UND_ERR_SOCKET/, false],
    [{ kind: 'reset', when: 'after' }, /ECONNRESET|UND_ERR_SOCKET/, true],
    [{ kind: 'error', status: 500 }, /^500 <!DOCTYPE/, false],
    [{ kind: 'error', status: 502, when: 'after' }, /^502 <!DOCTYPE/, true],
    [{ kind: 'error', status: 503, when: 'after' }, /^503 <!DOCTYPE/, true],
    [{ kind: 'gateway-timeout', when: 'before' }, /^504 <\?xml/, false],
    [{ kind: 'gateway-timeout', when: 'after' }, /^504 <\?xml/, true],
    [{ kind: 'throttle' }, /^429 <\?xml/, false],
    [{ kind: 'html', when: 'before' }, /^200 <!DOCTYPE/, false],
    [{ kind: 'html', when: 'after' }, /^200 <!DOCTYPE/, true],
    [{ kind: 'empty', when: 'after' }, /^200 $/, true],
    [{ kind: 'other-envelope', when: 'after' }, /^200 \{"BatchItemResponse/, true],
    [{ kind: 'truncated', when: 'after' }, /^200 \{"Customer":/, true],
    [{ kind: 'system-fault' }, /^200 \{"Fault"/, false],
    [{ kind: 'system-fault', status: 500 }, /^500 \{"Fault"/, false],
    [{ kind: 'expired' }, /^401 \{"warnings":null/, false],
    [{ kind: 'expired-xml' }, /^401 <\?xml/, false],
    [{ kind: 'forbidden' }, /^403 \{"warnings":null/, false],
    [{ kind: 'throttle', status: 403 }, /^403 <\?xml/, false],
    [{ kind: 'refuse', fault: { code: '5030' } }, /^400 \{"Fault"/, false],
    [{ kind: 'slow', delayMs: 5 }, /^200 Customer/, true],
  ] as [FaultRule, RegExp, boolean][])('%o', async (rule, seen, there) => {
    const got = await under(rule)
    expect(got.seen).toMatch(seen)
    expect(got.there).toBe(there)
  })

  it('never answers a hanging request, before or after it took effect, until the company closes', async () => {
    for (const when of ['before', 'after'] as const) {
      const visitor = await visit()
      await visitor.practice.controls.setFaults({
        rules: [{ kind: 'hang', when, match: { operation: 'create' }, times: 1 }],
      })
      const hanging = visitor.post('customer', { DisplayName: 'C' })
      const outcome = hanging.then(
        () => 'answered',
        () => 'cut',
      )
      await expect.poll(async () => (await visitor.practice.controls.faultsUsed())[0]?.used).toBe(1)
      await expect.poll(() => rowsOf(visitor)).toBe(when === 'after' ? 1 : 0)
      await visitor.practice.close()
      expect(await outcome).toBe('cut')
    }
  })

  it('sends Retry-After only where it is asked for', async () => {
    expect((await under({ kind: 'throttle' })).retryAfter).toBeNull()
    const told = await under({ kind: 'throttle', retryAfterSeconds: 7 })
    expect([told.retryAfter, told.type]).toEqual(['7', 'application/xml'])
  })

  it('can be chosen by path, method, body, kind of request, count and chance', async () => {
    const visitor = await visit()
    const { controls } = visitor.practice
    await controls.setFaults({
      rules: [{ kind: 'refuse', fault: { code: '6000' }, match: { body: '"DisplayName":"B"' } }],
    })
    expect([
      codeOf(await visitor.post('customer', { DisplayName: 'A' })),
      codeOf(await visitor.post('customer', { DisplayName: 'B' })),
    ]).toEqual(['200', '6000'])
    await controls.setFaults({
      rules: [{ kind: 'refuse', fault: { code: '6000' }, match: { operation: 'query' }, skip: 1, times: 1 }],
    })
    expect([
      codeOf(await visitor.query('select * from Term')),
      codeOf(await visitor.query('select * from Term')),
      codeOf(await visitor.query('select * from Term')),
    ]).toEqual(['200', '6000', '200'])
    await controls.setFaults({ rules: [{ kind: 'error', status: 503, match: { operation: 'token' }, times: 1 }] })
    expect([
      (await visitor.get('preferences')).status,
      (await visitor.token({ grant_type: 'refresh_token', refresh_token: visitor.tokens.refresh_token })).status,
    ]).toEqual([200, 503])
    await controls.setFaults({
      rules: [{ kind: 'refuse', fault: { code: '6000' }, match: { method: 'GET', path: '/preferences' } }],
    })
    expect([codeOf(await visitor.get('preferences')), codeOf(await visitor.get('companyinfo/1'))]).toEqual([
      '6000',
      '200',
    ])
    await controls.setFaults(null)
    expect(codeOf(await visitor.get('preferences'))).toBe('200')
    await visitor.practice.close()
  })

  it('tells an update from a creation, and a void by an update', async () => {
    const visitor = await visit()
    const made = await visitor.make('Customer', { DisplayName: 'A' })
    await visitor.post('customer', { Id: made.Id, SyncToken: '0', sparse: true, Notes: 'x' })
    await visitor.post('payment?operation=update&include=void', { Id: '1', SyncToken: '0', sparse: true })
    expect(
      (await visitor.practice.controls.requests(0)).slice(-3).map((row) => [row.operation, row.entity, row.effect]),
    ).toEqual([
      ['create', 'Customer', 'applied'],
      ['update', 'Customer', 'applied'],
      ['void', 'Payment', 'refused'],
    ])
    await visitor.practice.close()
  })

  it('happen by chance at the share that was asked for, the same in every run of a seed', () => {
    const strike = (seed: number): string => {
      const faults = new Faults(chaosPlan(seed, 0.1))
      return Array.from(
        { length: 5_000 },
        () =>
          faults.next({
            method: 'POST',
            path: '/v3/company/1/invoice',
            entity: 'Invoice',
            operation: 'create',
            body: '',
          })?.kind ?? '-',
      ).join(' ')
    }
    const share =
      strike(7)
        .split(' ')
        .filter((each) => each !== '-').length / 5_000
    expect(share).toBeGreaterThan(0.085)
    expect(share).toBeLessThan(0.115)
    expect(strike(7)).toBe(strike(7))
    expect(strike(7)).not.toBe(strike(8))
    expect(new Set(strike(7).split(' ')).size).toBeGreaterThanOrEqual(11)
  })
})

describe('limits', () => {
  it('let 10 requests a second through and answer the others 429 in XML, without Retry-After', async () => {
    let now = 0
    const visitor = await visit({ limits: 'enforced', monotonic: () => now })
    const statuses = async (count: number): Promise<number[]> => {
      const all: number[] = []
      for (let i = 0; i < count; i += 1) all.push((await visitor.get('preferences')).status)
      return all
    }
    expect((await statuses(10)).every((status) => status === 200)).toBe(true)
    const over = await visitor.get('preferences')
    expect([over.status, over.headers.get('content-type'), over.headers.get('retry-after')]).toEqual([
      429,
      'application/xml;charset=utf-8',
      null,
    ])
    expect(over.text).toContain('<Error code="3001">')
    now += 1_000
    expect((await visitor.get('preferences')).status).toBe(200)
    await visitor.practice.close()
  })

  it('let 500 requests a minute through, and 40 batches', async () => {
    let now = 0
    const visitor = await visit({ limits: 'enforced', monotonic: () => (now += 101) })
    let passed = 0
    for (let i = 0; i < 590; i += 1) if ((await visitor.get('companyinfo/1')).status === 200) passed += 1
    expect(passed).toBe(500)
    now += 60_000
    const batches: number[] = []
    for (let i = 0; i < 45; i += 1) batches.push((await visitor.post('batch', { BatchItemRequest: [] })).status)
    expect(batches.filter((status) => status === 200)).toHaveLength(40)
    await visitor.practice.close()
  })

  it('are on unless they are turned off, and do not count the sign-in', async () => {
    const visitor = await visit({ limits: 'enforced', monotonic: () => 0 })
    const chart = await Promise.allSettled([chartOf(visitor)])
    expect(chart[0]?.status).toBe('fulfilled')
    await visitor.get('preferences')
    expect((await visitor.get('preferences')).status).toBe(429)
    expect(
      (await visitor.token({ grant_type: 'refresh_token', refresh_token: visitor.tokens.refresh_token })).status,
    ).toBe(200)
    await visitor.practice.controls.setLimits(false)
    expect((await visitor.get('preferences')).status).toBe(200)
    await visitor.practice.close()
  })
})

describe('every answer', () => {
  it('has a correlation id, the company’s time, and the same id in the log', async () => {
    const visitor = await visit({ clock: () => new Date('2026-03-10T18:00:00Z') })
    const chart = await chartOf(visitor)
    const got = await visitor.post('invoice', invoice(chart, '999', '1'))
    expect([got.status, got.headers.get('date')]).toEqual([400, 'Tue, 10 Mar 2026 18:00:00 GMT'])
    expect(got.json.time).toBe('2026-03-10T11:00:00.000-07:00')
    expect((await visitor.practice.controls.requests(0)).at(-1)?.intuitTid).toBe(got.headers.get('intuit_tid'))
    await visitor.practice.close()
  })
})
