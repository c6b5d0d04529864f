import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { PowerDisk, seeded } from '../store/power-disk.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { cutNetwork } from './cut-network.ts'
import type { Desktop } from './desktop.ts'
import { openDesktop } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'
import { shortContractor, shortEditedDay } from './short-run.ts'
import { approveAll, differences, inOrder, secretsFor, takeBackLastRun } from './taking-back.ts'

/*
 * A run is taken back (rule U1) and the program ends at each moment of it: then it is started again, the books are those of
 * before the run, and what is sent again arrives once.
 */

let folder: string
let starts = 0
const source = (day: string) => join(folder, day)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-undo-boundaries-'))
  await writeExport(source('one'), shortContractor())
  await writeExport(source('two'), shortEditedDay())
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const DOCUMENTS = [
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'BillPayment',
  'PurchaseOrder',
  'Attachable',
] as const

/** What changes without anybody changing the document: how often it was written, and where its file can be fetched just now. */
const PASSING = new Set(['SyncToken', 'MetaData', 'TempDownloadUri', 'LineEx'])

/** Every document as it stands there, one text each. */
async function documents({ controls }: ControlledCompany): Promise<string[]> {
  const all: string[] = []
  for (const type of DOCUMENTS)
    for (const entity of await controls.entities(type)) all.push(`${type} ${JSON.stringify(inOrder(entity, PASSING))}`)
  return all
}

interface Stop {
  at: number
  where: 'disk' | 'network'
  left: 'written' | 'lost' | 'torn'
  /** What is under way then: the undo, or the sending of it anew. */
  during: 'undo' | 'again'
}

async function stopped(days: readonly Contractor[], stop: Stop): Promise<{ reached: boolean; wrong: string[] }> {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  const secrets = createMemoryStore()
  const last = source(days.length > 1 ? 'two' : 'one')
  const dataFolder = join(folder, `data-${++starts}`)
  let disk = new PowerDisk()
  const open = (place: Parameters<typeof openDesktop>[0]['place'], from = source('one')): Promise<Desktop> =>
    openDesktop({ dataFolder, source: from, place, secrets: secretsFor(secrets, practice, place), fileSystem: disk })
  let ended: () => void = () => undefined
  let reached = false
  const network = await cutNetwork(practice, stop.where === 'network' ? stop.at : Infinity, () => {
    reached = true
    disk.powerCutAt = disk.steps
    ended()
  })
  const wrong: string[] = []
  const here = `${stop.during}, stopped at ${stop.where} ${stop.at} (${stop.left})`
  try {
    let desktop = await open(practice)
    await desktop.settle()
    // The books of a new company have no documents.
    const before = days.length > 1 ? await documents(practice) : []
    if (days.length > 1) {
      await desktop.company.source.pointTo(last, null)
      await desktop.settle()
    }
    if (stop.during === 'again') {
      await takeBackLastRun(desktop)
      await approveAll(desktop)
    }
    await desktop.close()
    desktop = await open(network.place, last)
    if (stop.where === 'disk') disk.powerCutAt = disk.steps + stop.at
    const over = new Promise<void>((resolve) => {
      ended = resolve
    })
    const work = stop.during === 'undo' ? takeBackLastRun(desktop) : desktop.sync().then(() => undefined)
    await Promise.race([work.catch(() => undefined), over])
    if (disk.steps < disk.powerCutAt) await desktop.close().catch(() => undefined)
    reached ||= disk.steps >= disk.powerCutAt
    await desktop.companion.lock.release()
    disk = !reached || stop.left === 'written' ? disk.afterKill() : disk.afterPowerCut(stop.left, seeded(stop.at))
    desktop = await open(practice, last)
    if (stop.during === 'undo') {
      // Either the next run ends it by itself, or whoever says it again does.
      if (stop.at % 2 === 0) await desktop.sync()
      await takeBackLastRun(desktop)
      await desktop.sync()
      wrong.push(...differences(before, await documents(practice)).map((each) => `${here}: ${each}`))
      await approveAll(desktop)
    }
    await desktop.settle()
    const deviations = compareBooks(expectedBooks(days), await readBooks(await visit(practice)))
    compareQueue(desktop.queue(), deviations)
    wrong.push(...deviations.sentences.map((sentence) => `${here}: ${sentence}`))
    const history = await desktop.company.workspace.audit.verify()
    if (!history.ok) wrong.push(`${here}: the history is broken at line ${history.line}`)
    await desktop.close()
    return { reached, wrong }
  } finally {
    await network.close()
    await practice.close()
  }
}

const LEFT = ['written', 'lost', 'torn'] as const
const LONG = 600_000

async function everyStop(
  days: readonly Contractor[],
  where: Stop['where'],
  during: Stop['during'],
): Promise<{ stops: number; wrong: string[] }> {
  const wrong: string[] = []
  for (let at = 1; ; at++) {
    const result = await stopped(days, { at, where, during, left: LEFT[at % LEFT.length] ?? 'written' })
    wrong.push(...result.wrong)
    if (!result.reached) return { stops: at - 1, wrong }
  }
}

const FIRST = [shortContractor()]
const SECOND = [shortContractor(), shortEditedDay()]

describe('taken back, stopped at every boundary, started again: the books of before, and each again once', () => {
  test.each([
    { run: 'what a first day made', days: FIRST, where: 'network', during: 'undo', atLeast: 15 },
    { run: 'what a first day made', days: FIRST, where: 'disk', during: 'undo', atLeast: 40 },
    { run: 'what a second day overwrote and added', days: SECOND, where: 'network', during: 'undo', atLeast: 6 },
    { run: 'what a second day overwrote and added', days: SECOND, where: 'disk', during: 'undo', atLeast: 20 },
    { run: 'a first day that goes again', days: FIRST, where: 'network', during: 'again', atLeast: 15 },
    { run: 'a second day that goes again', days: SECOND, where: 'network', during: 'again', atLeast: 6 },
  ] as const)(
    '$run, at each moment of the $where',
    async ({ days, where, during, atLeast }) => {
      const { stops, wrong } = await everyStop(days, where, during)
      expect(wrong).toEqual([])
      expect(stops).toBeGreaterThan(atLeast)
    },
    LONG,
  )
})
