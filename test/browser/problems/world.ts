import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { serveWindow } from '../../../electron/browser/serve-window.ts'
import type { ServedWindow } from '../../../electron/browser/serve-window.ts'
import { handlersFor } from '../../../electron/companion/handlers.ts'
import type { Pace } from '../../../electron/companion/access.ts'
import { openCompanion } from '../../../electron/companion/companion.ts'
import type { Company } from '../../../electron/companion/company.ts'
import { setMappings } from '../../../electron/companion/decisions.ts'
import { Scheduler } from '../../../electron/companion/scheduler.ts'
import { createMemoryStore } from '../../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../../electron/keychain/secret-store.ts'
import type { PracticeControls } from '../../../electron/practice/testing/controlled-company.ts'
import type { FileSystem } from '../../../electron/store/store.ts'
import { steered } from '../../../electron/practice/testing/steered.ts'
import type { DocumentKey } from '../../../shared/kinds.ts'
import type { Mappings } from '../../../shared/mappings.ts'
import { mappingsSchema } from '../../../shared/mappings.ts'
import type { ProblemCode } from '../../../shared/problem.ts'
import type { State } from '../../../shared/row.ts'
import { emptyFolder, renovation, SAMPLES } from '../../billdr/exports.ts'
import { UNHURRIED } from '../../support/running-company.ts'
import { freshBrowser } from '../chromium.ts'
import type { FreshBrowser } from '../chromium.ts'
import { BUILT_WINDOW } from '../served-double.ts'

export const COMPANY = 'beaubien'

export interface WorldOptions {
  country?: 'CA' | 'US'
  /** Where the data is, in place of the copied sample. */
  location?: string
  mappings?: (sample: Mappings) => Mappings
  /** Practice, unless a story signs in to something else. */
  environment?: 'practice' | 'sandbox' | null
  env?: Record<string, string>
  secrets?: SecretStore
  fileSystem?: FileSystem
  pace?: Pace
  /** Before the first run: spoil the export, the books or the way to them. */
  before?: (world: Pick<World, 'folder' | 'company' | 'practice'>) => Promise<void>
}

/** A real companion with the sample export and the practice company, and its real window in a real Chromium. */
export interface World {
  page: Page
  browser: FreshBrowser
  scheduler: Scheduler
  company: Company
  /** The export, to be edited as Billdr would. */
  folder: string
  /** The person and the trouble in the practice company; fails where the world signs in to something else. */
  practice: () => Promise<PracticeControls>
  /** Presses "Sync now" and waits until the run is over. */
  sync(): Promise<void>
  /** Opens a record in the details pane. */
  show(key: DocumentKey): Promise<void>
  /** The place on the page that tells of a problem: card, notice, finding or the answer to a press. */
  trouble(code: ProblemCode): Locator
  /** Presses a button of that problem. */
  press(code: ProblemCode, button: string | RegExp): Promise<void>
  /** Waits until the record that is shown has this state, on the page. */
  shows(key: DocumentKey, state: State): Promise<void>
  /** Waits until nothing on the page tells of the problem any more. */
  gone(code: ProblemCode): Promise<void>
  go(screen: string): Promise<void>
}

const open: { close: () => Promise<void> }[] = []
let browser: Promise<FreshBrowser> | null = null

/** Ends the worlds of a test; the browser stays for the next. */
export async function closeWorlds(): Promise<void> {
  for (const each of open.splice(0)) await each.close()
}

/** Ends the browser of a test file. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = null
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await renovation()
  if (options.country === 'US') await moveToUnitedStates(folder)
  const dataFolder = await emptyFolder()
  const opened = await openCompanion({
    dataFolder,
    secrets: options.secrets ?? createMemoryStore(),
    env: { LANG: 'en_CA.UTF-8', ...options.env },
    // What would be waited for between two tries is not what these stories are about.
    sleep: () => Promise.resolve(),
    ...(options.fileSystem && { fileSystem: options.fileSystem }),
    pace: options.pace ?? UNHURRIED,
  })
  if (!opened.ok) throw new Error(opened.problem.code)
  const { companion } = opened
  const scheduler = new Scheduler({ companion, dataFolder, samples: SAMPLES, host: 'browser', version: '0.1.0' })
  const added = await companion.addCompany(COMPANY, {
    name: 'Beaubien',
    location: options.location ?? folder,
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) throw new Error(added.problem.code)
  const company = added.value
  const { environment = 'practice' } = options
  if (environment) await company.workspace.setProfile({ environment })
  const sample = mappingsSchema.parse(JSON.parse(await readFile(join(SAMPLES, 'mappings.json'), 'utf8')))
  await setMappings(company, options.mappings?.(sample) ?? sample)
  const practice = async (): Promise<PracticeControls> => {
    const access = await company.connection.access()
    if (!access.ok || !access.value.practice) throw new Error('no practice company here')
    return steered(access.value.practice).controls
  }
  await options.before?.({ folder, company, practice })
  const runs = countRuns(company)
  const served = await serveWindow({
    handlers: handlersFor(scheduler),
    events: (listener) => scheduler.subscribe(listener),
    assets: BUILT_WINDOW,
    onFault: (call, error) => console.error(`${call} threw:`, error),
  })
  await scheduler.start()
  browser ??= freshBrowser({ width: 1440, height: 900 })
  const shared = await browser
  const page = await shared.context.newPage()
  page.setDefaultTimeout(12_000)
  open.push({ close: () => endAll(page, served, scheduler, dataFolder) })
  await page.goto(served.address)
  await page.getByRole('navigation').waitFor()
  const world = worldOf({ page, browser: shared, scheduler, company, folder, practice }, runs)
  await world.go('queue')
  await quiet(runs)
  return world
}

async function endAll(page: Page, served: ServedWindow, scheduler: Scheduler, dataFolder: string): Promise<void> {
  await page.close()
  await served.close()
  await scheduler.close()
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
}

/** How many runs of a company have begun and ended. */
interface Runs {
  begun: number
  ended: number
}

function countRuns(company: Company): Runs {
  const runs: Runs = { begun: 0, ended: 0 }
  const sync = company.sync.bind(company)
  company.sync = () => {
    runs.begun++
    return sync().finally(() => runs.ended++)
  }
  return runs
}

/** Until no run is going on: the first one, or one that a press began. */
async function quiet(runs: Runs, more = 0): Promise<void> {
  await expect.poll(() => runs.ended > more && runs.ended === runs.begun, { timeout: 30_000 }).toBe(true)
}

function worldOf(
  parts: Pick<World, 'page' | 'browser' | 'scheduler' | 'company' | 'folder' | 'practice'>,
  runs: Runs,
): World {
  const { page } = parts
  const pane = (key: DocumentKey): Locator => page.locator(`aside[data-key="${key}"]`)
  const world: World = {
    ...parts,
    async go(screen) {
      await page.evaluate((hash) => {
        location.hash = hash
      }, `#/${COMPANY}/${screen}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    async sync() {
      const { ended } = runs
      if (!(await page.getByRole('heading', { name: 'Queue', level: 1 }).isVisible())) await world.go('queue')
      await page.getByRole('button', { name: 'Sync now' }).click()
      await quiet(runs, ended)
    },
    async show(key) {
      await world.go(`queue/${encodeURIComponent(key)}`)
      await pane(key).waitFor()
    },
    trouble: (code) => page.locator(`[data-code="${code}"]`).first(),
    async press(code, button) {
      await world
        .trouble(code)
        .getByRole('button', { name: button, ...(typeof button === 'string' && { exact: true }) })
        .first()
        .click()
    },
    async shows(key, state) {
      await expect
        .poll(() => pane(key).getAttribute('data-state'), { timeout: 20_000, message: `${key} is ${state}` })
        .toBe(state)
    },
    async gone(code) {
      await expect.poll(() => page.locator(`[data-code="${code}"]`).count(), { timeout: 20_000 }).toBe(0)
    },
  }
  return world
}

async function moveToUnitedStates(folder: string): Promise<void> {
  const file = join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { company: Record<string, string> }
  await writeFile(
    file,
    JSON.stringify({ ...manifest, company: { ...manifest.company, country: 'US', currency: 'USD' } }),
  )
}
