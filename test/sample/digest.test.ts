import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { companyMonths, signMonth } from '../../electron/companion/months.ts'
import { documentsOfRun, runsOf } from '../../electron/companion/runs.ts'
import { newsText } from '../../electron/shell/notifications.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { runSentence } from '../../shared/run-sentence.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { done, quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

const MINUTE = 60_000
let running: QuickCompany

/** The notification of the last run, in French. */
function told(): string {
  const status = running.company.status()
  const { sent = 0, failed = 0, did, months } = status.lastPush ?? {}
  const news = {
    about: 'run',
    company: status.companyId,
    sent,
    failed,
    ...(did && { did }),
    ...(months && { months }),
  } as const
  return newsText(news, [status], [], wordsFor('fr')).body
}

beforeAll(async () => {
  running = await quickCompany()
  await running.company.sync()
}, MINUTE)

afterAll(closeCompanies)

it('a run ends in one line of its documents, and the notification says the same', () => {
  const [run] = runsOf(running.company.workspace)
  const line = run ? runSentence(run, wordsFor('en')) : ''
  expect(line).toBe('16 created; 6 receipts')
  expect(running.company.status().lastPush?.did).toMatchObject({ created: 16, receipts: 6, deleted: 0 })
  expect(told().split('\n')[0]).toBe('16 créés; 6 reçus')
})

it(
  'what the second day does is counted by document, and a signed month that changes is told once',
  async () => {
    const { company, practice, source } = running
    await signMonth(company, '2026-03', 'Claire Côté')
    await rm(source, { recursive: true })
    await cp(join(import.meta.dirname, '../../build/samples/renovation-day-two'), source, { recursive: true })
    await company.sync()
    const [run] = runsOf(company.workspace)
    expect(run && runSentence(run, wordsFor('en'))).toBe('4 created, 1 overwritten, 1 voided, 4 deleted; 1 receipt')
    expect(company.status().lastPush?.months).toEqual([{ month: '2026-03', by: 'Claire Côté' }])
    // Records that Billdr no longer has keep their names, in the month that was signed and in the run.
    const kept = new Set(company.rows().map(({ key }) => key))
    const { signed } = companyMonths(company, '2026-03')[0] ?? {}
    const left = Object.entries(signed?.left ?? {}).filter(([key]) => !kept.has(key as DocumentKey))
    expect(left.length).toBeGreaterThan(0)
    const documents = await documentsOfRun(company.workspace, run?.id ?? '')
    const gone = documents.filter(({ key }) => !kept.has(key)).map(({ key, about }) => [key, about] as const)
    expect(gone.length).toBeGreaterThan(0)
    for (const [key, about] of [...left, ...gone])
      expect([key, about.amount, about.number ?? about.party]).toEqual([key, expect.any(Number), expect.any(String)])
    expect(told()).toMatch(/[Mm]ars.2026, signé par Claire Côté, n’est plus/)
    await company.sync()
    expect(company.status().lastPush?.months).toBeUndefined()
    // Another change in it is told again, also where nothing was sent.
    done(
      await practice.controls.personEdits('Purchase', running.row('expense:e-7').quickbooks?.id ?? '', {
        TxnDate: '2026-03-02',
      }),
    )
    await company.sync()
    expect(company.status().lastPush).toMatchObject({ sent: 0, months: [{ month: '2026-03' }] })
  },
  MINUTE,
)
