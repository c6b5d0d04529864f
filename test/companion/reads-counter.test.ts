import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { Desktop } from '../chaos/desktop.ts'
import { openDesktop } from '../chaos/desktop.ts'
import { writeExport } from '../chaos/export-folder.ts'
import { shortContractor } from '../chaos/short-run.ts'
import { quickCompany } from '../support/quick-company.ts'
import { closeCompanies } from '../support/running-company.ts'

const DAY = 86_400_000

let folder: string
let practice: ControlledCompany
let desktop: Desktop | null = null
let aheadMs = 0
const clock = (): Date => new Date(Date.now() + aheadMs)
const secrets = createMemoryStore()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-reads-'))
  practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off', clock })
  await writeExport(join(folder, 'export'), shortContractor())
})

afterEach(async () => {
  await desktop?.close()
  await closeCompanies()
  await practice.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(): Promise<Desktop> {
  await desktop?.close()
  desktop = await openDesktop({
    dataFolder: join(folder, 'data'),
    source: join(folder, 'export'),
    place: practice,
    secrets,
    clock,
  })
  return desktop
}

const READ = new Set(['query', 'cdc', 'read', 'entitlements'])

describe('what QuickBooks was asked', () => {
  it('is counted by the day, over a new start too, for thirty days; what is sent is not', async () => {
    const { company } = await open()
    await company.sync()
    const log = await practice.controls.requests(0)
    const reads = log.filter(({ operation }) => READ.has(operation)).length
    expect(reads).toBeLessThan(log.length)
    expect(company.status().reads).toEqual({ today: reads, all: reads, days: 1 })

    const again = await open()
    expect(again.company.status().reads).toMatchObject({ all: reads })

    aheadMs += 3 * DAY
    await again.company.sync()
    const now = again.company.status().reads
    expect(now?.today).toBeGreaterThan(0)
    expect(now).toMatchObject({ days: 4, all: reads + (now?.today ?? 0) })

    aheadMs += 40 * DAY
    expect(again.company.status().reads).toEqual({ today: 0, all: 0, days: 1 })
  })

  it('costs nothing in practice, and is not counted', async () => {
    const running = await quickCompany()
    await running.company.sync()
    expect(running.company.status().reads).toBeUndefined()
  })
})
