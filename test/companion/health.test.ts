import { afterEach, describe, expect, it } from 'vitest'
import { setMappings } from '../../electron/companion/decisions.ts'
import { healthReport } from '../../electron/companion/health.ts'
import { health } from '../../electron/terminal/health-command.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { RunningCompany } from '../support/running-company.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

/** The sample export leaves one cost code without a match. */
async function withoutGaps(): Promise<RunningCompany> {
  const running = await runningCompany()
  const mappings = running.company.workspace.mappings()
  await setMappings(running.company, {
    ...mappings,
    costCodes: { ...mappings.costCodes, 'cc-99': { item: 'Services', account: 'Job Expenses' } },
  })
  return running
}

/** Runs the command; answers its exit status and what it wrote to each stream. */
async function asked({ company, companion }: RunningCompany, json: boolean, language: 'en' | 'fr' = 'en') {
  const out: string[] = []
  const errors: string[] = []
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void errors.push(text),
    progress: () => undefined,
  }
  const status = await health({ terminal, companion, json, words: wordsFor(language) }, company)
  return { status, out: out.join(''), errors: errors.join('') }
}

describe('billdr-qbo health', () => {
  it('says that all is well, sending nothing', async () => {
    const running = await withoutGaps()
    expect(await asked(running, false)).toEqual({
      status: 0,
      out: 'No setting of QuickBooks stands in the way\n',
      errors: '',
    })
    expect((await running.practice.controls.requests(0)).filter(({ effect }) => effect === 'applied')).toEqual([])
  })

  it('names what QuickBooks is set to, with why, and ends with 2 where documents are stopped', async () => {
    const running = await runningCompany()
    await running.practice.controls.changeSettings({
      plan: 'Essentials',
      booksClosedUntil: '2026-03-10',
      customTxnNumbers: false,
      autoApplyPayments: true,
      autoApplyCredit: true,
    })
    const { status, out } = await asked(running, true)
    expect(status).toBe(2)
    const { findings, lookedAt } = JSON.parse(out) as {
      findings: { code: string; severity: string; title: string; explanation: string; params: object }[]
      lookedAt: string
    }
    expect(Date.parse(lookedAt)).toBeGreaterThan(0)
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'stops health-books-closed',
      'stops health-purchase-orders-off',
      'stops health-cost-codes',
      'harms health-custom-numbers-off',
      'harms health-auto-apply-payments',
      'harms health-auto-apply-credits',
      'harms health-billable-off',
    ])
    expect(findings[0]).toMatchObject({
      title: 'The books are closed until Mar 10, 2026',
      params: { until: '2026-03-10' },
    })
    expect((await asked(running, false, 'fr')).out).toContain(
      'Arrête des documents\tLes livres sont fermés jusqu’au 10 mars 2026',
    )
  })

  it('knows nothing, and says so, before QuickBooks was looked at', async () => {
    const { company } = await runningCompany()
    expect(healthReport(company, null)).toEqual({ lookedAt: null, findings: [] })
    // Where the data lies is known without QuickBooks.
    const notice = { code: 'data-folder-on-network', params: { folder: '/mnt/office' } } as const
    expect(healthReport(company, notice).findings).toEqual([{ severity: 'harms', ...notice }])
  })

  it('leaves out what a sync brought into the books', async () => {
    const running = await withoutGaps()
    await running.company.sync()
    await running.practice.controls.changeSettings({ plan: 'Essentials', booksClosedUntil: '2026-03-31' })
    const { findings } = JSON.parse((await asked(running, true)).out) as {
      findings: { code: string; params: object }[]
    }
    // Two documents of the sample cannot go as they are; the purchase orders are in the books.
    expect(findings).toMatchObject([{ code: 'health-books-closed', params: { count: 2 } }])
  })
})
