import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { disconnect } from '../../electron/companion/connect.ts'
import * as decisions from '../../electron/companion/decisions.ts'
import { activityOf } from '../../electron/companion/history.ts'
import { sayNotFromBilldr, signMonth, unsignMonth } from '../../electron/companion/months.ts'
import { readMonths } from '../../electron/companion/read-months.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

const MINUTE = 60_000
const LANGUAGES = ['en', 'fr'] as const

afterAll(closeCompanies)

it(
  'every sentence of the history is whole, in both languages, with what it really gets',
  async () => {
    const running = await quickCompany()
    const { company, practice, source } = running
    await company.sync()
    const id = (key: Parameters<typeof running.row>[0]): string => running.row(key).quickbooks?.id ?? ''
    await decisions.ignore(company, ['expense:e-5'], 'paid in person')
    await decisions.unignore(company, ['expense:e-5'])
    await decisions.takeNextNumber(company, 'invoice:i-1008')
    await decisions.setSettings(company, { maxRemovals: 1 })
    await decisions.unlink(company, 'expense:e-7')
    await decisions.link(company, 'expense:e-7', id('expense:e-7') || '1', { yes: true })
    done(await practice.controls.personEdits('Purchase', id('expense:e-1'), { TxnDate: '2026-03-02' }))
    done(await practice.controls.personAddsTax('Invoice', id('invoice:i-1002'), 'GST/QST QC - 9.975'))
    done(await practice.controls.personDeletes('PurchaseOrder', id('purchase-order:po-2')))
    const receipts = await practice.controls.entities('Attachable')
    done(await practice.controls.personDeletes('Attachable', String(receipts[0]?.['Id'])))
    await company.sync()
    await readMonths(company, '2026-03', '2026-03')
    await signMonth(company, '2026-03', 'Claire')
    await unsignMonth(company, '2026-03')
    await sayNotFromBilldr(company, 'Invoice', '1', true)
    await sayNotFromBilldr(company, 'Invoice', '1', false)
    await decisions.keepTheirs(company, 'expense:e-1')
    await decisions.overwrite(company, 'expense:e-1')
    await decisions.createAnew(company, 'purchase-order:po-2')
    await decisions.retry(company, 'all')
    await rm(source, { recursive: true })
    await cp(join(import.meta.dirname, '../../build/samples/renovation-day-two'), source, { recursive: true })
    await company.sync()
    for (const guard of company.status().guards) await decisions.confirmGuard(company, guard.id)
    await company.sync()
    await disconnect(company)

    const entries = await activityOf(company.workspace.audit, 10_000)
    // What is gone is still named, with its party and its amount; and each entry says who did it, on which computer.
    const gone = entries.find(({ key, event }) => key === 'expense:e-2' && event === 'deleted')
    expect(gone?.about).toMatchObject({ party: expect.any(String) as string, amount: expect.any(Number) as number })
    expect(company.rows().some(({ key }) => key === 'expense:e-2')).toBe(false)
    expect(entries.every(({ who }) => Boolean(who?.desktop))).toBe(true)
    expect(entries.find(({ event }) => event === 'ignored')?.who?.person).toEqual(expect.any(String))
    expect(new Set(entries.map(({ event }) => event)).size).toBeGreaterThan(18)
    for (const language of LANGUAGES) {
      const words = wordsFor(language)
      for (const { event, params } of entries) {
        const sentence = words.history(event, params, { currency: 'CAD' })
        expect.soft(sentence, `${language} ${event}`).not.toMatch(/\{\{|undefined|NaN|\bnull\b|: ?$|“”|« »|\(\)/)
        expect.soft(sentence, `${language} ${event} has a sentence`).not.toBe(words.history('other', { event }))
      }
      for (const row of company.rows())
        for (const problem of [row.problem, row.note, ...row.attachments.map((each) => each.problem)]) {
          if (!problem) continue
          const { title, explanation } = words.problem(problem, { currency: row.currency })
          expect.soft(`${title} ${explanation}`, `${language} ${problem.code}`).not.toMatch(/\{\{|undefined|NaN/)
        }
    }
  },
  MINUTE,
)
