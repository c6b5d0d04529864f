import { expect, it, onTestFinished } from 'vitest'
import { openCompanion } from '../../electron/companion/companion.ts'
import { Intake, takeReading } from '../../electron/companion/intake.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { edit, emptyFolder, renovation } from '../billdr/exports.ts'

const CLIENTS = 5_000

it('what is decided while a large reading is taken stays, and others have their turn meanwhile', async () => {
  const location = await renovation()
  await edit(location, 'clients', (records) => {
    const [first = {}] = records
    for (let at = 0; at < CLIENTS; at += 1) records.push({ ...first, id: `many-${at}` })
  })
  const opened = await openCompanion({ dataFolder: await emptyFolder(), secrets: createMemoryStore(), env: {} })
  if (!opened.ok) throw new Error(opened.problem.code)
  onTestFinished(() => opened.companion.close())
  const added = await opened.companion.addCompany('one', { name: 'one', location, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const { workspace, source } = added.value
  let isTaken = false
  const reading = source.read().finally(() => (isTaken = true))
  let turns = 0
  const decided: { pausedUntil: string | null; name: string } = { pausedUntil: null, name: workspace.profile().name }
  while (!isTaken) {
    turns += 1
    expect(workspace.profile()).toMatchObject(decided)
    if (turns % 2 === 0) decided.name = `name ${turns}`
    else decided.pausedUntil = `2026-12-01T08:00:00.${String(turns % 1_000).padStart(3, '0')}Z`
    // One of them alone each time: what is written over with an older one shows.
    await workspace.setProfile(turns % 2 === 0 ? { name: decided.name } : { pausedUntil: decided.pausedUntil })
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await reading).toBeNull()
  expect(turns).toBeGreaterThan(5)
  expect(workspace.profile()).toMatchObject(decided)
  expect(workspace.profile().cursor).not.toBeNull()
  expect(workspace.store.table('records').size).toBeGreaterThan(CLIENTS)
})

it('what was read is taken in slices, before it is stored as one', async () => {
  const location = await renovation()
  await edit(location, 'clients', (records) => {
    const [first = {}] = records
    for (let at = 0; at < 16 * CLIENTS; at += 1) records.push({ ...first, id: `many-${at}` })
  })
  const opened = await openCompanion({ dataFolder: await emptyFolder(), secrets: createMemoryStore(), env: {} })
  if (!opened.ok) throw new Error(opened.problem.code)
  onTestFinished(() => opened.companion.close())
  const added = await opened.companion.addCompany('one', { name: 'one', location, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const { workspace, source } = added.value
  const from = await source.open()
  if (!from.ok) throw new Error(from.problem.code)
  const intake = new Intake()
  const reading = await from.value.read(null, intake)
  if (reading.ok !== true) throw new Error('not read')
  let isTaken = false
  const { store, profile } = workspace
  const taking = takeReading(store, profile, reading, intake, new Date().toISOString()).finally(() => (isTaken = true))
  let turns = 0
  while (!isTaken) {
    if (!store.pending) turns += 1
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await taking).toEqual({ applied: true })
  expect(turns).toBeGreaterThan(5)
})
