import { afterEach, expect, it } from 'vitest'
import { confirmGuard, confirmRemovals, setSettings } from '../../electron/companion/decisions.ts'
import { edit, editManifest } from '../billdr/exports.ts'
import type { QuickCompany } from '../support/quick-company.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

/*
 * A yes to several removals is stored at once: a run that is under way never sees half of it, and makes no other guard of the
 * rest, whose banner would stay when all was said.
 */

afterEach(closeCompanies)

async function withGuard(): Promise<QuickCompany> {
  const quick = await quickCompany()
  await quick.company.sync()
  await setSettings(quick.company, { maxRemovals: 0 })
  await edit(quick.source, 'expenses', (records) => {
    for (const record of records) if (['e-1', 'e-7'].includes(String(record['id']))) record['status'] = 'rejected'
  })
  await editManifest(quick.source, (manifest) => Object.assign(manifest, { exportedAt: '2026-04-02T09:00:00Z' }))
  await quick.company.sync()
  await quick.writes()
  return quick
}

it.each(['of the guard', 'of its documents'])('the yes %s', async (way) => {
  const quick = await withGuard()
  const { store } = quick.company.workspace
  const [guard] = quick.company.status().guards
  expect(guard?.keys).toEqual(['expense:e-1', 'expense:e-7'])
  const before = store.commits
  if (way === 'of the guard') await confirmGuard(quick.company, guard?.id ?? '')
  else await confirmRemovals(quick.company, guard?.keys ?? [])
  expect(store.commits - before).toBe(1)
  expect(quick.company.status().guards).toEqual([])
  await quick.company.sync()
  expect((await quick.writes()).filter((each) => each === 'delete Purchase')).toHaveLength(2)
  expect(quick.company.status().guards).toEqual([])
})
