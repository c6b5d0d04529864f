import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { decode } from '../../electron/qbo/decoder.ts'
import { loopback, quickBooksAt } from './loopback.ts'

/* Answers that have no end, or are large, cost neither time nor memory. */

const LARGE = 7 * 2 ** 20

function timed(status: number, body: string): { ms: number; ok: boolean; said: number; faults: number } {
  const begun = performance.now()
  const { answer } = decode(
    { answered: true, status, headers: { intuit_tid: '1' }, bytes: Buffer.from(body) },
    { type: 'PurchaseOrder', verb: 'create' },
    () => null,
  )
  const said = answer.ok ? 0 : String(answer.failure.problem.params['said'] ?? '').length
  return { ms: performance.now() - begun, ok: answer.ok, said, faults: answer.ok ? 0 : answer.failure.faults.length }
}

const fault = (error: object): string => JSON.stringify({ Fault: { Error: [error], type: 'ValidationFault' } })

describe('a fault of 7 MB is judged in less than a second', () => {
  it.each([
    ['in its code', fault({ code: `${'0'.repeat(LARGE)}x`, Message: '' })],
    ['in its message', fault({ code: '6140', Message: 'purchase order '.repeat(LARGE / 15), Detail: '' })],
    ['in its detail', fault({ code: '6140', Message: '', Detail: 'DocNumber= TxnType='.repeat(LARGE / 19) })],
    ['in words that look like tokens', fault({ code: '1', Message: 'token : '.repeat(LARGE / 8) })],
    [
      'in a hundred thousand errors',
      JSON.stringify({ Fault: { Error: Array(100_000).fill({ code: '6000', Message: 'x' }) } }),
    ],
    ['in XML', `<Fault>${'<Error code="1">'.repeat(LARGE / 16)}`],
    ['in XML of one error after the other', `<Fault>${'<Error code="1"/>'.repeat(LARGE / 17)}</Fault>`],
    ['in spaces', ' '.repeat(LARGE)],
  ])('%s', (_where, body) => {
    for (const status of [200, 400, 500]) {
      const { ms, ok, said, faults } = timed(status, body)
      expect(ok).toBe(false)
      expect(said).toBeLessThanOrEqual(500)
      expect(faults).toBeLessThanOrEqual(50)
      expect(ms).toBeLessThan(1_000)
    }
  })
})

it('a refusal of 7 MB is not looked into, whatever it holds', () => {
  const body = `[${'{"Id":1},'.repeat(LARGE / 9)}1]`
  for (const status of [400, 500])
    expect(timed(status, body)).toMatchObject({ ok: false, ms: expect.toSatisfy((ms: number) => ms < 1_000) as number })
})

it('a list whose pages bring the same rows again and again comes to an end', async () => {
  const rows = Array.from({ length: 1_000 }, () => ({ Id: '7', SyncToken: '0' }))
  let asked = 0
  const server = await loopback(() => {
    asked += 1
    if (asked > 50) return 'reset'
    return { body: { QueryResponse: { Item: rows } } }
  })
  expect(await quickBooksAt(server.base).query('Item')).toMatchObject({ ok: false })
  expect(asked).toBeLessThan(20)
})

it('a receipt of 95 MB goes up as it lies in memory, never as a second one', async () => {
  const server = createServer((request, response) => void request.resume().on('end', () => response.end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const said = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'one-upload.process.ts')], {
    env: { ...process.env, ORIGIN: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
  })
  const { status, moreMB } = JSON.parse(said.stdout) as { status: number; moreMB: number }
  expect(status).toBe(200)
  expect(moreMB).toBeLessThan(50)
})
