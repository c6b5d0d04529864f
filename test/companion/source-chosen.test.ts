import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { editManifest, renovation } from '../billdr/exports.ts'
import { sendJson, serve } from '../billdr/local-api.ts'

const folders: string[] = []
const companions: Companion[] = []
afterEach(async () => {
  for (const companion of companions.splice(0)) await companion.close()
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function companyRead(): Promise<Company> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'billdr-qbo-chosen-'))
  folders.push(dataFolder)
  const opened = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {}, clock: () => new Date() })
  if (!opened.ok) throw new Error(opened.problem.code)
  companions.push(opened.companion)
  const added = await opened.companion.addCompany('one', {
    name: 'One',
    location: await renovation(),
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  return added.value
}

async function newerExport(): Promise<string> {
  const folder = await renovation()
  await editManifest(folder, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z', version: 99 }))
  return folder
}

const count = (company: Company): number => company.workspace.store.table('records').size

describe('another place is chosen', () => {
  it('while the earlier one is opened: from then on the new one is read', async () => {
    const company = await companyRead()
    await company.source.pointTo(await newerExport(), null)
    const better = await renovation()
    await Promise.all([company.source.pointTo(better, null), company.source.read()])
    expect(await company.source.read()).toBeNull()
    expect(company.profile).toMatchObject({ readFailure: null, source: { location: better } })
  })

  it.each([
    ['that it failed', 503, {}],
    ['what it has', 200, { cursor: '1', hasMore: false, records: [] }],
  ])('while the earlier one is read: nothing counts of it, neither %s', async (_what, status, answer) => {
    const asked = Promise.withResolvers<null>()
    const goOn = Promise.withResolvers<null>()
    const company = await companyRead()
    const { billdr } = company.profile
    const { url } = await serve((path, _request, response) => {
      asked.resolve(null)
      void goOn.promise.then(() => sendJson(response, path.pathname === '/v1/company' ? billdr : answer, {}, status))
    })
    await company.source.pointTo(url, null)
    const reading = company.source.read()
    await asked.promise
    expect(await company.source.choose(await renovation(), null)).toMatchObject({ ok: true })
    goOn.resolve(null)
    expect(await reading).toBeNull()
    expect(company.profile).toMatchObject({ readFailure: null, billdr })
    expect(count(company)).toBeGreaterThan(0)
  })
})
