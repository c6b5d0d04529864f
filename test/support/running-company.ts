import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pace } from '../../electron/companion/access.ts'
import type { Companion } from '../../electron/companion/companion.ts'
import { openCompanion } from '../../electron/companion/companion.ts'
import type { Company } from '../../electron/companion/company.ts'
import { setMappings } from '../../electron/companion/decisions.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { steered } from '../../electron/practice/testing/steered.ts'
import { mappingsSchema } from '../../shared/mappings.ts'

const SAMPLES = join(import.meta.dirname, '../../build/samples')

/** Requests follow each other without waiting: what QuickBooks' limits ask for is tested on a stopped clock. */
export const UNHURRIED: Pace = { limits: { perSecond: 10_000, perMinute: 1_000_000 } }

export interface RunningOptions {
  /** The contractor's country, and so the practice company's. */
  country?: 'CA' | 'US'
  pace?: Pace
  /** What would be waited for between two tries is over at once, and its time has passed. */
  hurried?: boolean
}

/** A whole companion over the sample export and a practice company, as a first start makes it. */
export interface RunningCompany {
  companion: Companion
  company: Company
  practice: ControlledCompany
  /** Where everything of it is kept. */
  dataFolder: string
}

const open: { companion: Companion; folder: string }[] = []

/** Ends everything that tests of this file started. */
export async function closeCompanies(): Promise<void> {
  for (const { companion, folder } of open.splice(0)) {
    await companion.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What would be waited for is over at once, and its time has passed. */
function hurriedTime(): { sleep: (ms: number) => Promise<void>; clock: () => Date } {
  let waited = 0
  return {
    sleep: (ms) => {
      waited += ms
      return Promise.resolve()
    },
    clock: () => new Date(Date.now() + waited),
  }
}

export async function runningCompany({
  country = 'CA',
  pace = UNHURRIED,
  hurried = false,
}: RunningOptions = {}): Promise<RunningCompany> {
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-running-'))
  const location = join(folder, 'export')
  await cp(join(SAMPLES, 'renovation'), location, { recursive: true })
  if (country === 'US') await moveToUnitedStates(location)
  const dataFolder = join(folder, 'data')
  const opened = await openCompanion({
    dataFolder,
    secrets: createMemoryStore(),
    env: {},
    pace,
    ...(hurried && hurriedTime()),
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const { companion } = opened
  open.push({ companion, folder })
  const added = await companion.addCompany('beaubien', { name: 'Beaubien', location, keyEnv: null, apiKey: null })
  if (!added.ok) throw new Error(added.problem.code)
  const company = added.value
  await company.workspace.setProfile({ environment: 'practice' })
  await setMappings(company, mappingsSchema.parse(JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8'))))
  const access = await company.connection.access()
  if (!access.ok || !access.value.practice) throw new Error('no practice company')
  return { companion, company, practice: steered(access.value.practice), dataFolder }
}

async function moveToUnitedStates(location: string): Promise<void> {
  const file = join(location, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { company: Record<string, string> }
  await writeFile(
    file,
    JSON.stringify({ ...manifest, company: { ...manifest.company, country: 'US', currency: 'USD' } }),
  )
}
