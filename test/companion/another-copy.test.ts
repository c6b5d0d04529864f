import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { sendingTurn } from '../../electron/store/sending-turn.ts'
import { contractorOf } from '../chaos/contractor.ts'
import type { Desktop } from '../chaos/desktop.ts'
import { openDesktop } from '../chaos/desktop.ts'
import { writeExport } from '../chaos/export-folder.ts'

let folder: string
let practice: ControlledCompany
let desktop: Desktop
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-another-copy-'))
  practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
})
afterEach(async () => {
  await desktop.close()
  await practice.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

it('while another data folder of this computer sends to the books nothing goes, and each document says why', async () => {
  const source = join(folder, 'export')
  await writeExport(source, contractorOf(3, 10).contractor)
  desktop = await openDesktop({
    dataFolder: join(folder, 'data'),
    source,
    place: practice,
    secrets: createMemoryStore(),
  })
  const { company } = desktop
  const { realmId } = await company.connection.state()
  const other = sendingTurn(`${practice.apiBase} ${realmId}`, join(folder, 'other'))
  await other.take({
    waiting: () => {},
    sleep: () => Promise.resolve(),
    stopped: () => false,
    listsBehindMs: 0,
    landedMs: 0,
  })

  const run = company.sync()
  const waiting = (): number => company.rows().filter((row) => row.problem?.code === 'another-copy-sends').length
  await vi.waitFor(() => expect(waiting()).toBeGreaterThan(5), { timeout: 30_000, interval: 20 })
  expect(company.status().lastPush).toBeNull()
  await other.give()
  expect(await run).toMatchObject({ problem: null })
  await desktop.settle()
  expect(waiting()).toBe(0)
  expect(company.status().counts).toMatchObject({ pending: 0, failed: 0 })
})
