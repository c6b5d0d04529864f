import { describe, expect, it } from 'vitest'
import type { ProblemCode } from '../../shared/problem.ts'
import { actionsOf } from '../../shared/problem.ts'
import enWords from '../../shared/words/en/problems-quickbooks.ts'
import frWords from '../../shared/words/fr/problems-quickbooks.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { EntityType, Failure } from '../../electron/qbo/contract.ts'
import { decode } from '../../electron/qbo/decoder.ts'
import { entityIn } from '../../electron/qbo/envelopes.ts'
import { FAULTS } from '../../electron/qbo/fault-table.ts'
import { rawOf } from './recorded.ts'

type Kind = Failure['kind']

/**
 * Every code of Intuit's table (facts: QuickBooks API §2.2): how it comes, what becomes of the request, which problem
 * the bookkeeper sees, with which buttons. "again" tells who sends it again, and when. Both languages are held to it below.
 */
const TABLE: [
  codes: string,
  httpStatus: number,
  outcome: Kind,
  again: 'no' | 'once renewed' | 'after a pause' | 'after a look-up',
  problem: ProblemCode,
  actions: string,
][] = [
  ['3200', 401, 'signed-out', 'once renewed', 'connection-ended', 'sign-in'],
  ['3202', 401, 'signed-out', 'once renewed', 'connection-ended', 'sign-in'],
  ['3100', 403, 'signed-out', 'no', 'connection-forbidden', 'sign-in'],
  ['3001', 429, 'throttled', 'after a pause', 'throttled', ''],
  ['3001', 403, 'throttled', 'after a pause', 'throttled', ''],
  ['3002', 429, 'throttled', 'after a pause', 'throttled', ''],
  ['100 110', 401, 'signed-out', 'once renewed', 'connection-ended', 'sign-in'],
  ['120', 401, 'signed-out', 'no', 'connection-forbidden', 'sign-in'],
  ['130', 400, 'throttled', 'after a pause', 'quickbooks-busy', 'retry'],
  ['140 150', 400, 'throttled', 'after a pause', 'company-paused', 'retry'],
  ['140 150', 503, 'unknown', 'after a look-up', 'company-paused', 'retry'],
  ['500', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['600', 400, 'unknown', 'after a look-up', 'outcome-unknown', 'retry'],
  ['610', 400, 'refused', 'no', 'reference-inactive', 'choose-account retry ignore'],
  ['620', 400, 'refused', 'no', 'linked-elsewhere', 'open-in-quickbooks retry ignore'],
  ['630', 400, 'refused', 'no', 'quickbooks-refused', 'retry open-in-quickbooks ignore'],
  ['700 900', 400, 'refused', 'no', 'parent-refused', 'choose-contact open-in-quickbooks retry ignore'],
  ['800', 400, 'refused', 'no', 'linked-elsewhere', 'open-in-quickbooks retry ignore'],
  ['1040', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['2010 2020 2030', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['2040 2050', 400, 'refused', 'no', 'text-refused', 'open-in-billdr retry ignore'],
  ['2060 2070', 400, 'refused', 'no', 'date-refused', 'open-in-billdr retry ignore'],
  ['2080 2090 2110 2140 2160 2290', 400, 'refused', 'no', 'amount-refused', 'open-in-billdr retry ignore'],
  ['2130 2170', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['2200 2210', 400, 'refused', 'no', 'contact-detail-refused', 'open-in-billdr retry ignore'],
  ['2500', 400, 'refused', 'no', 'reference-missing', 'choose-account retry ignore'],
  ['2600', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['4000 4001', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['4002', 400, 'unknown', 'after a look-up', 'quickbooks-busy', 'retry'],
  ['5000', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['5010', 400, 'refused', 'no', 'stale', 'retry'],
  ['5020', 400, 'refused', 'no', 'feature-off', 'open-in-quickbooks retry ignore'],
  ['5020', 403, 'refused', 'no', 'feature-off', 'open-in-quickbooks retry ignore'],
  ['5030', 400, 'refused', 'no', 'feature-off', 'open-in-quickbooks retry ignore'],
  ['6000', 400, 'refused', 'no', 'quickbooks-refused', 'retry open-in-quickbooks ignore'],
  ['6010 6090', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['6070', 400, 'refused', 'no', 'amount-refused', 'open-in-billdr retry ignore'],
  ['6080', 400, 'refused', 'no', 'text-refused', 'open-in-billdr retry ignore'],
  ['6100 6160 6170 6230 6470', 400, 'refused', 'no', 'tax-refused', 'choose-tax-code retry ignore'],
  ['6130 6150 6180', 400, 'refused', 'no', 'parent-refused', 'choose-contact open-in-quickbooks retry ignore'],
  ['6250', 400, 'refused', 'no', 'reference-inactive', 'choose-account retry ignore'],
  ['6270', 400, 'refused', 'no', 'inventory-date', 'open-in-quickbooks open-in-billdr retry ignore'],
  ['6290', 400, 'refused', 'no', 'quickbooks-refused', 'retry open-in-quickbooks ignore'],
  ['6310 6320', 400, 'refused', 'no', 'billable-refused', 'open-in-quickbooks retry ignore'],
  ['6430 6440', 400, 'refused', 'no', 'account-type-refused', 'choose-account retry ignore'],
  ['6002', 504, 'unknown', 'after a look-up', 'outcome-unknown', 'retry'],
  ['6020 6040 6050', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['6030', 400, 'refused', 'no', 'attachment-too-large', 'ignore'],
  ['6041', 400, 'refused', 'no', 'attachment-type-refused', 'ignore'],
  ['6140', 400, 'refused', 'no', 'number-taken', 'take-next-number link-to-existing ignore'],
  ['6190', 400, 'refused', 'no', 'company-paused', 'retry'],
  ['6200 6210', 400, 'refused', 'no', 'books-closed', 'open-in-quickbooks retry ignore'],
  ['6220 6280', 400, 'refused', 'no', 'balance-open', 'open-in-quickbooks retry ignore'],
  ['6240', 400, 'refused', 'no', 'name-taken', 'link-to-existing ignore'],
  ['6450 6460', 400, 'refused', 'no', 'payment-settled', 'open-in-quickbooks ignore'],
  ['6480', 400, 'refused', 'no', 'bank-matched', 'open-in-quickbooks retry ignore'],
  ['6540', 400, 'refused', 'no', 'payment-deposited', 'open-in-quickbooks retry ignore'],
  ['10000', 500, 'unknown', 'after a look-up', 'quickbooks-busy', 'retry'],
  ['10000', 200, 'unknown', 'after a look-up', 'quickbooks-busy', 'retry'],
  ['10100', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['10200', 400, 'signed-out', 'no', 'connection-ended', 'sign-in'],
  // Further codes of Intuit's own table.
  ['1000 1010 1020', 400, 'unknown', 'after a look-up', 'quickbooks-busy', 'retry'],
  ['1050 2000 2120 2180 2230 2250 2260 2300 3000 6060 6300', 400, 'refused', 'no', 'program-fault', 'retry ignore'],
  ['2100 2150 2240', 400, 'refused', 'no', 'amount-refused', 'open-in-billdr retry ignore'],
  ['2190', 400, 'refused', 'no', 'date-refused', 'open-in-billdr retry ignore'],
  ['2220', 400, 'refused', 'no', 'record-currency', 'open-in-billdr ignore'],
  ['2270 2280', 400, 'refused', 'no', 'tax-refused', 'choose-tax-code retry ignore'],
  ['6110 6120', 400, 'refused', 'no', 'payment-settled', 'open-in-quickbooks ignore'],
  ['6400', 400, 'refused', 'no', 'linked-elsewhere', 'open-in-quickbooks retry ignore'],
  ['6420', 400, 'refused', 'no', 'contact-detail-refused', 'open-in-billdr retry ignore'],
  // Codes that no table lists.
  ['9999', 400, 'refused', 'no', 'quickbooks-refused', 'retry open-in-quickbooks ignore'],
  ['9999', 200, 'unknown', 'after a look-up', 'quickbooks-answer-broken', 'retry'],
  ['9999', 401, 'signed-out', 'once renewed', 'connection-ended', 'sign-in'],
  ['9999', 403, 'signed-out', 'no', 'connection-forbidden', 'sign-in'],
  ['9999', 500, 'unknown', 'after a look-up', 'quickbooks-busy', 'retry'],
]

const ROWS = TABLE.flatMap(([codes, ...rest]) => codes.split(' ').map((code) => [code, ...rest] as const))

type Words = Record<string, { title: string; explanation: string } | undefined>
const WORDS: Record<'en' | 'fr', Words> = { en: enWords, fr: frWords }

function decoded(code: string, httpStatus: number, type: EntityType = 'Invoice') {
  const body = JSON.stringify({
    Fault: { Error: [{ Message: 'Message', Detail: 'Detail of it', code, element: 'Line' }], type: 'ValidationFault' },
  })
  const { answer, refresh } = decode(rawOf(httpStatus, body), { type, verb: 'create' }, entityIn(type))
  if (answer.ok) throw new Error('a fault was called a success')
  return { failure: answer.failure, refresh }
}

describe('every fault code of QuickBooks', () => {
  it.each(ROWS)(
    '%s with HTTP %i: %s, sent again: %s, problem %s, buttons: %s',
    (code, httpStatus, outcome, again, problemCode, actions) => {
      const { failure, refresh } = decoded(code, httpStatus)
      expect(failure.kind).toBe(outcome)
      expect(failure.problem.code).toBe(problemCode)
      expect(refresh).toBe(again === 'once renewed')
      expect(failure.retryAfterMs !== null).toBe(again === 'after a pause')
      expect(failure.kind === 'unknown').toBe(again === 'after a look-up')
      expect(actionsOf(failure.problem.code).join(' ')).toBe(actions)
      for (const language of ['en', 'fr'] as const) {
        const worded = wordsFor(language).problem(failure.problem)
        expect(worded.title.trim() && worded.explanation.trim()).toBeTruthy()
        expect(worded.actions.every(({ label }) => label.trim() !== '')).toBe(true)
      }
    },
  )

  it('that the code lists stands in this table', () => {
    const tested = new Set(ROWS.map(([code]) => code))
    expect(Object.keys(FAULTS).filter((code) => !tested.has(code))).toEqual([])
  })
})

/** Receipts are worded with the receipts, currencies with the records. */
const WORDED_ELSEWHERE: ProblemCode[] = ['attachment-too-large', 'attachment-type-refused', 'record-currency']

describe.each(['en', 'fr'] as const)('the words in %s', (language) => {
  const words = WORDS[language]
  const codes = [
    ...new Set([
      ...Object.values(FAULTS).map(({ problem }) => problem),
      'purchase-orders-off',
      'deleted-in-quickbooks',
      'quickbooks-answer-broken',
      'offline',
    ] as ProblemCode[]),
  ]

  it('stand for every problem that a fault becomes', () => {
    const missing = codes.filter(
      (code) => !WORDED_ELSEWHERE.includes(code) && !(words[code]?.title && words[code].explanation),
    )
    expect(missing).toEqual([])
  })

  it.each(ROWS)('use only what fault %s (HTTP %i) tells', (code, httpStatus) => {
    const {
      failure: { problem },
    } = decoded(code, httpStatus)
    const text = words[problem.code]
    if (!text) return expect(WORDED_ELSEWHERE).toContain(problem.code)
    const places = [...`${text.title} ${text.explanation}`.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name ?? '')
    expect(places.filter((name) => problem.params[name] === undefined)).toEqual([])
  })

  it('have the same codes and the same places as the other language', () => {
    const other = WORDS[language === 'en' ? 'fr' : 'en']
    const shape = (all: Words) =>
      Object.fromEntries(
        Object.entries(all).map(([code, text]) => [
          code,
          [...`${text?.explanation ?? ''} ${text?.title ?? ''}`.matchAll(/\{\{\s*(\w+)/g)]
            .map(([, name]) => name)
            .sort(),
        ]),
      )
    expect(shape(words)).toEqual(shape(other))
  })
})
