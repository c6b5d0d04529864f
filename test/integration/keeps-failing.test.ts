import { afterEach, describe, expect, it } from 'vitest'
import { retry } from '../../electron/companion/decisions.ts'
import { EXIT } from '../../electron/terminal/output.ts'
import { sync } from '../../electron/terminal/sync-command.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { wordsFor } from '../../shared/words/index.ts'
import type { RunningCompany } from '../support/running-company.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

/*
 * A document or receipt that QuickBooks never takes, whatever it answers, while it takes all others: after five runs that is
 * said, and it stops nobody. What only did not arrive because QuickBooks took nothing at all is never given up.
 */

afterEach(closeCompanies)

const quick = (): Promise<RunningCompany> => runningCompany({ hurried: true })

/** A sync as the command line runs it: exit status and what it printed as JSON. */
async function synced({ companion, company }: RunningCompany): Promise<{ code: number; failed: number }> {
  let out = ''
  const terminal = { out: (text: string) => void (out += text), error: () => undefined, progress: () => undefined }
  const code = await sync({ terminal, words: wordsFor('en'), companion, json: true }, company, {
    watch: false,
    stopped: new Promise(() => undefined),
  })
  return { code, failed: (JSON.parse(out) as { failed: number }).failed }
}

function rowOf({ company }: RunningCompany, key: DocumentKey) {
  const found = company.rows().find((each) => each.key === key)
  if (!found) throw new Error(`no row ${key}`)
  return found
}

const KEEPS_FAILING = { code: 'quickbooks-keeps-failing' }

describe('documents that QuickBooks never takes', () => {
  it('are failed after five runs, alone; with "Retry" they go once as soon as QuickBooks takes them', async () => {
    const running = await quick()
    const { practice, company } = running
    await practice.controls.changeSettings({
      neverTaken: [
        { text: 'Vis et quincaillerie', answer: 'error' },
        { text: 'Céramique et pose', answer: 'html' },
        { text: 'Filage, rez-de-chaussée', answer: 'stream-timeout' },
        { text: 'facture-1001.pdf', answer: 'error' },
      ],
    })
    const keys = ['expense:e-1', 'invoice:i-1007', 'purchase-order:po-2'] as const
    for (let run = 1; run < 5; run++) {
      expect((await synced(running)).code).toBe(EXIT.needsPerson)
      for (const key of keys) expect(rowOf(running, key).state).toBe('pending')
    }
    // What else there is went with the first run.
    expect(rowOf(running, 'invoice:i-1005').state).toBe('synced')
    expect(rowOf(running, 'expense:e-2').state).toBe('synced')

    expect(await synced(running)).toEqual({ code: EXIT.needsPerson, failed: 4 })
    for (const key of keys) expect(rowOf(running, key)).toMatchObject({ state: 'failed', problem: KEEPS_FAILING })
    expect(rowOf(running, 'invoice:i-1001').attachments).toMatchObject([{ state: 'held', problem: KEEPS_FAILING }])

    // A sixth run sends none of them; a new try counts from the beginning.
    const { length } = await practice.controls.requests(0)
    expect((await synced(running)).code).toBe(EXIT.needsPerson)
    const writes = (await practice.controls.requests(0)).slice(length)
    expect(writes.filter(({ operation }) => operation === 'create' || operation === 'upload')).toEqual([])
    expect(await retry(company, 'all')).toBeGreaterThanOrEqual(4)
    await synced(running)
    for (const key of keys) expect(rowOf(running, key).state).toBe('pending')

    await practice.controls.changeSettings({ neverTaken: [] })
    await synced(running)
    for (const key of keys) expect(rowOf(running, key).state).toBe('synced')
    expect(rowOf(running, 'invoice:i-1001').attachments).toMatchObject([{ state: 'sent' }])
    for (const type of ['Purchase', 'Invoice', 'PurchaseOrder'] as const) {
      const notes = ((await practice.controls.entities(type)) as { PrivateNote?: string }[]).map((e) => e.PrivateNote)
      expect(new Set(notes).size).toBe(notes.length)
    }
  })

  it('are linked, failed or not, where one of the attempts arrived in the end', async () => {
    const running = await quick()
    const { practice, company } = running
    await practice.controls.changeSettings({ neverTaken: [{ text: 'Vis et quincaillerie', answer: 'error' }] })
    for (let run = 1; run <= 5; run++) await synced(running)
    expect(rowOf(running, 'expense:e-1')).toMatchObject({ state: 'failed', problem: KEEPS_FAILING })
    const request = company.workspace.store.table('inFlight').get('expense:e-1')
    if (!request) throw new Error('the request is not kept')
    await practice.controls.changeSettings({ neverTaken: [] })
    const arrived = await practice.controls.personCreates(
      'Purchase',
      request.body as Parameters<typeof practice.controls.personCreates>[1],
    )
    expect(arrived.ok).toBe(true)
    const before = (await practice.controls.entities('Purchase')).length
    await synced(running)
    expect(rowOf(running, 'expense:e-1')).toMatchObject({ state: 'synced', problem: null })
    expect(await practice.controls.entities('Purchase')).toHaveLength(before)
  })

  it('count only where QuickBooks takes others: one that takes no write at all is waited for', async () => {
    const running = await quick()
    const { practice, company } = running
    for (const status of [500, 503]) {
      await practice.controls.setFaults({
        rules: [{ kind: 'error', status, when: 'before', match: { operation: 'create' } }],
      })
      for (let run = 1; run <= 3; run++) expect((await synced(running)).code).toBe(EXIT.couldNotRun)
    }
    expect(company.rows().filter(({ problem }) => problem?.code === KEEPS_FAILING.code)).toEqual([])
    await practice.controls.setFaults(null)
    await synced(running)
    expect(rowOf(running, 'expense:e-1').state).toBe('synced')
  })
})
