import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Pace } from '../../electron/companion/access.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { chaosPlan, startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { QuickBooks } from '../../electron/qbo/contract.ts'
import { FOLDER_ID_FILE } from '../../electron/store/folder-id.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue, RATE } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { contractorOf } from './contractor.ts'
import type { Desktop } from './desktop.ts'
import { openDesktop, QUICK } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'

/*
 * A second desktop on the same company: two data folders, one QuickBooks. They share one sign-in, since QuickBooks keeps
 * one connection for an app and company and a second sign-in takes the first one's place: the second folder was copied
 * from the first while it was new, so that the keychain takes both for the same one.
 */

let folder: string
let practice: ControlledCompany
let source: string
let desktops: [Desktop, Desktop]
let auditor: QuickBooks
let secrets: SecretStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-two-desktops-'))
  source = join(folder, 'export')
  practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  await practice.controls.changeSettings({ multiCurrency: true, exchangeRates: { USD: RATE } })
  // Signed in first, so that its sign-in ends nobody's connection.
  auditor = await visit(practice)
  secrets = createMemoryStore()
  for (const name of ['first', 'second']) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, FOLDER_ID_FILE), JSON.stringify({ id: FOLDER_ID }))
  }
})

afterEach(async () => {
  for (const desktop of desktops) await desktop.close()
  await practice.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const FOLDER_ID = '7d3e3f43-8d5d-4f0c-9b53-0c2f6f9f2a11'
const open = (name: string, pace: Pace = {}) =>
  openDesktop({
    dataFolder: join(folder, name),
    source,
    place: practice,
    secrets,
    pace: { ...QUICK, ...pace },
  })

/** Nothing is lost, doubled or wrong, and neither desktop asks about what the other did. */
async function check(days: readonly Contractor[], round: string): Promise<void> {
  const found = compareBooks(expectedBooks(days), await readBooks(auditor))
  for (const desktop of desktops) compareQueue(desktop.queue(), found)
  expect(found.sentences.map((sentence) => `${round}: ${sentence}`)).toEqual([])
}

const ROUNDS = 10

describe('two desktops on one company, ten rounds of changes', () => {
  test('one after the other in each round: nothing is lost or doubled', async () => {
    const { contractor, nextDay } = contractorOf(21, 50)
    const days = [contractor]
    await writeExport(source, contractor)
    desktops = [await open('first'), await open('second')]
    for (let round = 0; round <= ROUNDS; round++) {
      if (round > 0) {
        days.push(nextDay())
        await writeExport(source, days.at(-1) ?? contractor)
      }
      const [first, second] = round % 2 === 0 ? desktops : desktops.toReversed()
      await first?.settle()
      await second?.settle()
      await check(days, `round ${round}`)
    }
  }, 240_000)

  test('in turn, each one only every other round: what the other one sent, changed and removed is carried on', async () => {
    const { contractor, nextDay } = contractorOf(5, 50)
    const days = [contractor]
    await writeExport(source, contractor)
    desktops = [await open('first'), await open('second')]
    // Jobs that a desktop finds at its first reading are old ones to it, and wait for a document (rule C2).
    await desktops[1].settle()
    for (let round = 0; round <= ROUNDS; round++) {
      if (round > 0) {
        days.push(nextDay())
        await writeExport(source, days.at(-1) ?? contractor)
      }
      const desktop = desktops[round % 2]
      await desktop?.settle()
      const found = compareBooks(expectedBooks(days), await readBooks(auditor))
      // Whether a person deleted it or the other desktop, because Billdr had rejected it meanwhile, no trace tells: it is asked.
      const asked =
        desktop
          ?.queue()
          .filter((row) => row.problem?.code === 'deleted-in-quickbooks')
          .map((row) => `lost: ${row.key} is not there`) ?? []
      expect(
        found.sentences
          .filter((sentence) => !asked.includes(sentence))
          .map((sentence) => `round ${round}: ${sentence}`),
      ).toEqual([])
    }
    for (const desktop of [...desktops, ...desktops]) await desktop.settle()
    await check(days, 'in the end')
  }, 240_000)

  test.each([
    ['two computers, over a network that works', 0, { isAloneHere: true }],
    ['two computers, over a network that fails', 0.1, { isAloneHere: true }],
    ['one computer, over a network that works, in batches', 0, { batches: { from: 2, beside: () => 0.3 } }],
    ['one computer, over a network that fails, in batches', 0.1, { batches: { from: 2, beside: () => 0.3 } }],
  ] satisfies [string, number, Pace][])(
    'that sync at once, on %s: nothing is lost or doubled, no receipt hangs there twice',
    async (_name, share, pace) => {
      const { contractor, nextDay } = contractorOf(share > 0 ? 23 : 22, 50)
      const days = [contractor]
      await writeExport(source, contractor)
      desktops = [await open('first', pace), await open('second', pace)]
      await practice.controls.setFaults(share > 0 ? chaosPlan(23, share) : null)
      for (let round = 0; round <= ROUNDS; round++) {
        if (round > 0) {
          days.push(nextDay())
          await writeExport(source, days.at(-1) ?? contractor)
        }
        await Promise.all(desktops.map((desktop) => desktop.settle()))
        // What the later one did is seen by the earlier one when it next looks.
        for (const desktop of desktops) await desktop.settle()
        await practice.controls.setFaults(null)
        await check(days, `round ${round}`)
        await practice.controls.setFaults(share > 0 ? chaosPlan(100 + round, share) : null)
      }
    },
    300_000,
  )
})
