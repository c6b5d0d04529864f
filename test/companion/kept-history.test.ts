import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { setMappings } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { openStore } from '../../electron/store/store.ts'
import { mappingsSchema } from '../../shared/mappings.ts'
import { emptyFolder, renovation, SAMPLES } from '../billdr/exports.ts'
import { UNHURRIED } from '../support/running-company.ts'
import { forgeHistory } from '../support/forged-history.ts'

/** What holds a history whose hashes all fit: the keychain's key, and what the company's data know of it; each alone. */

const ID = 'beaubien'
const secrets = createMemoryStore()
/** Of one company with a history under its key, at the end of the program. */
let whole = ''
let source = ''
/** What its data knew of the history after its run, while the program went on. */
let endOfRun: { kept: unknown; end: { seq: number } } | null = null

async function opened<T>(
  dataFolder: string,
  keychain: SecretStore,
  work: (company: Company, companion: Companion) => Promise<T>,
): Promise<T> {
  const answer = await openCompanion({ dataFolder, secrets: keychain, env: {}, pace: UNHURRIED })
  if (!answer.ok) throw new Error(answer.problem.code)
  const { companion } = answer
  try {
    if (companion.companyIds().length === 0)
      await companion.addCompany(ID, { name: ID, location: source, keyEnv: null, apiKey: null })
    const company = await companion.company(ID)
    if (!company.ok) throw new Error(company.problem.code)
    return await work(company.value, companion)
  } finally {
    await companion.close()
  }
}

beforeAll(async () => {
  whole = join(await emptyFolder(), 'data')
  source = await renovation()
  await opened(whole, secrets, async (company) => {
    await company.workspace.setProfile({ environment: 'practice' })
    const mappings = JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8')) as unknown
    await setMappings(company, mappingsSchema.parse(mappings))
    await company.sync()
    expect(await company.history.verify()).toMatchObject({ ok: true, seal: { state: 'sealed' } })
    endOfRun = { kept: company.workspace.store.table('historyEnd').get('only'), end: company.workspace.audit.end }
  })
}, 120_000)

const history = (folder: string): string => join(companyFolder(folder, ID), 'activity.history')

async function copied(): Promise<string> {
  const folder = join(await emptyFolder(), 'data')
  await cp(whole, folder, { recursive: true })
  return folder
}

/** The company's data of an earlier version know no end of the history. */
async function forgetEnd(folder: string): Promise<void> {
  const store = await openStore<{ historyEnd: object }>({
    folder: companyFolder(folder, ID),
    name: 'company',
    version: 1,
  })
  if (!store.ok) throw new Error(store.problem.code)
  expect(store.value.table('historyEnd').size).toBe(1)
  await store.value.commit([{ table: 'historyEnd', id: 'only', value: undefined }])
  await store.value.close()
}

const guards = (company: Company): string[] => company.status().guards.map(({ problem }) => problem.code)

describe('a history whose hashes all fit', () => {
  it('written anew: the company’s data know another end, also where the keychain has no key', async () => {
    const folder = await copied()
    await forgeHistory(history(folder), 'gone')
    await opened(folder, createMemoryStore(), async (company) => {
      expect(guards(company)).toContain('guard-data-lost')
      expect(await company.history.verify()).toMatchObject({ ok: false, why: 'rewritten' })
    })
  })

  it('gone: something was done that stood in it, also where the data know no end and the keychain no key', async () => {
    const folder = await copied()
    await forgetEnd(folder)
    await rm(history(folder))
    await rm(`${history(folder)}.head`)
    await opened(folder, createMemoryStore(), async (company) => {
      expect(guards(company)).toContain('guard-data-lost')
      expect(await company.history.verify()).toMatchObject({ ok: false, why: 'gone' })
    })
  })

  it('written anew, with its seal taken off: the keychain’s key was used, also where the data know no end', async () => {
    const folder = await copied()
    await forgetEnd(folder)
    await forgeHistory(history(folder), 'gone')
    await opened(folder, secrets, async (company) => {
      // Nothing shows before the keychain was asked.
      expect(guards(company)).not.toContain('guard-data-lost')
      expect(await company.history.verify()).toMatchObject({ ok: false, why: 'seal-gone' })
      await company.sync()
      await expect.poll(() => guards(company)).toContain('guard-data-lost')
    })
  })

  it('is known to the company’s data after each run, and what was decided since at the end of the program', async () => {
    expect(endOfRun?.end.seq).toBeGreaterThan(10)
    expect(endOfRun?.kept).toEqual(endOfRun?.end)
    const folder = await copied()
    const seq = await opened(folder, secrets, async (company) => {
      await company.workspace.noteDecision('columns', { params: { tables: '' } })
      return company.workspace.audit.end.seq
    })
    await opened(folder, secrets, async ({ workspace }) => {
      await Promise.resolve()
      expect(workspace.store.table('historyEnd').get('only')?.seq).toBe(seq)
    })
  })

  it('as it was left raises no alarm', async () => {
    await opened(await copied(), secrets, async (company) => {
      await company.sync()
      expect(guards(company)).not.toContain('guard-data-lost')
      expect(await company.history.verify()).toMatchObject({ ok: true, seal: { state: 'sealed' } })
    })
  })
})
