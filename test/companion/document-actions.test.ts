import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Company } from '../../electron/companion/company.ts'
import { act, ignore, retry, unignore } from '../../electron/companion/document-actions.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { Result } from '../../shared/result.ts'
import { closeCompanies, runningCompany } from '../support/running-company.ts'

afterAll(closeCompanies)

const UNKNOWN: DocumentKey = 'invoice:i-never'
const KNOWN: DocumentKey = 'invoice:i-1001'

describe('what a person does to documents, from the window or the terminal', () => {
  const actions: [string, (company: Company) => Promise<Result<unknown>>][] = [
    ['retry', (company) => retry(company, [KNOWN, UNKNOWN])],
    ['ignore', (company) => ignore(company, [KNOWN, UNKNOWN], 'ours')],
    ['unignore', (company) => unignore(company, [KNOWN, UNKNOWN])],
    ...(['approve', 'create-anew', 'overwrite', 'keep-theirs', 'same-record', 'another-record'] as const).map(
      (action): [string, (company: Company) => Promise<Result<unknown>>] => [
        action,
        (company) => act(company, UNKNOWN, action),
      ],
    ),
  ]
  let company: Company

  beforeAll(async () => {
    company = (await runningCompany()).company
    await company.sync()
  })

  it.each(actions)('%s of a document that is not there is refused, and decides nothing', async (_name, action) => {
    expect(await action(company)).toMatchObject({
      ok: false,
      problem: { code: 'nothing-to-link', params: { key: UNKNOWN } },
    })
    const decided = company.workspace.store.table('decisions')
    expect([decided.get(UNKNOWN), decided.get(KNOWN)]).toEqual([undefined, undefined])
    expect(company.rows().find((row) => row.key === KNOWN)?.state).toBe('synced')
  })

  it('"create again" of what is in QuickBooks is refused: kept, it would be a yes to what is deleted there later', async () => {
    expect(await act(company, KNOWN, 'create-anew')).toMatchObject({
      ok: false,
      problem: { code: 'linked-already', params: { key: KNOWN } },
    })
    expect(company.workspace.store.table('decisions').get(KNOWN)).toBeUndefined()
  })
})
