import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { PracticeCompany } from '../../electron/practice/practice-company.ts'
import { chaosPlan, startPracticeCompany } from '../../electron/practice/practice-company.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { contractorOf } from './contractor.ts'
import type { Desktop } from './desktop.ts'
import { openDesktop } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'

/* A second desktop on the same company: two data folders, two keychains, one QuickBooks. */

let folder: string
let practice: PracticeCompany
let source: string
let desktops: [Desktop, Desktop]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-two-desktops-'))
  source = join(folder, 'export')
  practice = await startPracticeCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
})

afterEach(async () => {
  for (const desktop of desktops) await desktop.close()
  await practice.close()
  await rm(folder, { recursive: true, force: true })
})

const open = (name: string) => openDesktop({ dataFolder: join(folder, name), source, place: practice, secrets: createMemoryStore() })

/** Nothing is lost, doubled or wrong, and neither desktop asks about what the other did. */
async function check(days: readonly Contractor[], round: string): Promise<void> {
  const found = compareBooks(expectedBooks(days), await readBooks(await visit(practice)))
  for (const desktop of desktops) compareQueue(desktop.queue(), found)
  expect(found.sentences.map((sentence) => `${round}: ${sentence}`)).toEqual([])
}

const ROUNDS = 10

describe('two desktops on one company, ten rounds of changes', () => {
  test('that sync in turn: nothing is lost or doubled', async () => {
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

  test.each([['a network that works', 0], ['a network that fails', 0.1]])('that sync at once, over %s: nothing is lost or doubled, no receipt hangs there twice', async (_name, share) => {
    const { contractor, nextDay } = contractorOf(share > 0 ? 23 : 22, 50)
    const days = [contractor]
    await writeExport(source, contractor)
    desktops = [await open('first'), await open('second')]
    await practice.controls.setFaults(share > 0 ? chaosPlan(23, share) : null)
    for (let round = 0; round <= ROUNDS; round++) {
      if (round > 0) {
        days.push(nextDay())
        await writeExport(source, days.at(-1) ?? contractor)
      }
      await Promise.all(desktops.map((desktop) => desktop.settle()))
      // What the later one did is seen by the earlier one when it next looks.
      for (const desktop of desktops) await desktop.settle()
      await check(days, `round ${round}`)
    }
  }, 300_000)
})
