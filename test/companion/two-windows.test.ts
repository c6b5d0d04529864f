import { afterEach, describe, expect, it, vi } from 'vitest'
import { handlersFor } from '../../electron/companion/handlers.ts'
import { ignore } from '../../electron/companion/decisions.ts'
import { Scheduler } from '../../electron/companion/scheduler.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { State } from '../../shared/row.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterEach(closeCompanies)

describe('two windows on one company', () => {
  it('are both told of a change, also where one of them asks for the rows before it is told', async () => {
    const { companion, company, dataFolder } = await runningCompany()
    const scheduler = new Scheduler({ companion, dataFolder, samples: '', host: 'browser', version: '0' })
    await scheduler.follow('beaubien')
    await vi.waitFor(
      () => expect(company.status()).toMatchObject({ progress: { phase: 'idle' }, lastPush: expect.anything() }),
      { timeout: 15_000, interval: 50 },
    )
    const { revision } = await handlersFor(scheduler).rows({ company: 'beaubien', since: null })
    const told = new Map<DocumentKey, State>()
    scheduler.subscribe((event) => {
      if (event.event === 'rows') for (const row of event.rows) told.set(row.key, row.state)
    })

    await ignore(company, ['invoice:i-1008'], 'sent by hand')
    const other = await handlersFor(scheduler).rows({ company: 'beaubien', since: revision })
    expect(other.rows.find((row) => row.key === 'invoice:i-1008')?.state).toBe('ignored')
    await vi.waitFor(() => expect(told.get('invoice:i-1008')).toBe('ignored'))
    await scheduler.close()
  })
})

describe('a window that opens before the companies are at work', () => {
  it('is told of them', async () => {
    const { companion, dataFolder } = await runningCompany()
    const scheduler = new Scheduler({ companion, dataFolder, samples: '', host: 'browser', version: '0' })
    let shown = (await handlersFor(scheduler).companies({})).map(({ companyId }) => companyId)
    expect(shown).toEqual([])
    scheduler.subscribe((event) => {
      if (event.event === 'companies') shown = event.companies.map(({ companyId }) => companyId)
    })

    await scheduler.start()
    expect(shown).toEqual(['beaubien'])
    await scheduler.close()
  })
})
