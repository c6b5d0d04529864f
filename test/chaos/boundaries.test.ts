import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { BatchRule } from '../../electron/push/batches.ts'
import { PowerDisk, seeded } from '../store/power-disk.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { cutNetwork } from './cut-network.ts'
import type { DesktopOptions } from './desktop.ts'
import { openDesktop as openOne, QUICK } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'
import { shortContractor, shortNextDay } from './short-run.ts'

/* Every moment at which something was just about to be written or sent, or just had been, is once the last one. */

let folder: string
const source = (day: string) => join(folder, day)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-boundaries-'))
  await writeExport(source('one'), shortContractor())
  await writeExport(source('two'), shortNextDay())
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

interface Stop {
  /** The step of the disk, or the moment of the network, at which everything ends; counted from the start of the run. */
  at: number
  where: 'disk' | 'network'
  /** What is left on the disk: all that was written, or only what was flushed, or that and pieces of the rest. */
  left: 'written' | 'lost' | 'torn'
}

let starts = 0

/**
 * Runs the short export (after the first day, where the second is meant), ends it where `stop` says, starts again and lets
 * it finish. Answers whether it came to the stop at all, and what is wrong with the books.
 */
async function stopped(
  days: readonly Contractor[],
  stop: Stop,
  batches: BatchRule | undefined,
): Promise<{ reached: boolean; sentences: string[] }> {
  const practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  const secrets = createMemoryStore()
  const openDesktop = (options: DesktopOptions) =>
    openOne({ ...options, ...(batches && { pace: { ...QUICK, batches } }) })
  const last = days.length > 1 ? source('two') : source('one')
  // Locks are made on the real disk; everything else on one that can be stopped.
  const dataFolder = join(folder, `data-${++starts}`)
  const disk = new PowerDisk()
  let ended: () => void = () => undefined
  let reached = false
  const network = await cutNetwork(practice, stop.where === 'network' ? stop.at : Infinity, () => {
    reached = true
    disk.powerCutAt = disk.steps
    ended()
  })
  try {
    const first = await openDesktop({
      dataFolder,
      source: source('one'),
      place: days.length > 1 ? practice : network.place,
      secrets,
      fileSystem: disk,
    })
    if (days.length > 1) {
      await first.settle()
      await first.close()
    }
    const running =
      days.length > 1
        ? await openDesktop({
            dataFolder,
            source: last,
            place: network.place,
            secrets: secretsAt(secrets, practice.apiBase, network.place.apiBase),
            fileSystem: disk,
          })
        : first
    if (days.length > 1) await running.company.source.pointTo(last, null)
    if (stop.where === 'disk') disk.powerCutAt = disk.steps + stop.at
    const over = new Promise<'ended'>((resolve) => {
      ended = () => resolve('ended')
    })
    await Promise.race([running.sync().catch(() => 'ended'), over])
    if (disk.steps < disk.powerCutAt) await running.close().catch(() => undefined)
    reached ||= disk.steps >= disk.powerCutAt
    // The process is gone: nothing is closed, and its lock is one of a dead process.
    await running.companion.lock.release()
    const after =
      !reached || stop.left === 'written' ? disk.afterKill() : disk.afterPowerCut(stop.left, seeded(stop.at))
    const again = await openDesktop({ dataFolder, source: last, place: practice, secrets, fileSystem: after })
    if (again.company.profile.source.location !== last) await again.company.source.pointTo(last, null)
    await again.settle()
    const deviations = compareBooks(expectedBooks(days), await readBooks(await visit(practice)))
    compareQueue(again.queue(), deviations)
    const history = await again.company.workspace.audit.verify()
    if (!history.ok) deviations.sentences.push(`the history is broken at line ${history.line}`)
    await again.close()
    return {
      reached,
      sentences: deviations.sentences.map(
        (sentence) => `stopped at ${stop.where} ${stop.at} (${stop.left}): ${sentence}`,
      ),
    }
  } finally {
    await network.close()
    await practice.close()
  }
}

/** The same keychain, for a program whose QuickBooks answers at another address of this machine. */
function secretsAt(
  secrets: ReturnType<typeof createMemoryStore>,
  from: string,
  to: string,
): ReturnType<typeof createMemoryStore> {
  return {
    ...secrets,
    get: async (account) => {
      const kept = await secrets.get(account)
      return kept.ok && kept.value !== null ? { ok: true, value: kept.value.replaceAll(from, to) } : kept
    },
    set: (account, value) => secrets.set(account, value.replaceAll(to, from)),
  }
}

const LEFT = ['written', 'lost', 'torn'] as const

async function everyStop(
  days: readonly Contractor[],
  where: Stop['where'],
  batches?: BatchRule,
): Promise<{ stops: number; sentences: string[] }> {
  const sentences: string[] = []
  for (let at = 1; ; at++) {
    const result = await stopped(days, { at, where, left: LEFT[at % LEFT.length] ?? 'written' }, batches)
    sentences.push(...result.sentences)
    if (!result.reached) return { stops: at - 1, sentences }
  }
}

const LONG = 300_000

describe('stopped at every boundary, started again: always the same books', () => {
  test.each([
    ['the first day', [shortContractor()]],
    ['the changes of a second day', [shortContractor(), shortNextDay()]],
  ])(
    '%s, at each write and answer of the network',
    async (_name, days) => {
      const { stops, sentences } = await everyStop(days, 'network')
      expect(sentences).toEqual([])
      expect(stops).toBeGreaterThan(15)
    },
    LONG,
  )

  test.each([
    ['the first day', [shortContractor()]],
    ['the changes of a second day', [shortContractor(), shortNextDay()]],
  ])(
    '%s, at each step of the disk',
    async (_name, days) => {
      const { stops, sentences } = await everyStop(days, 'disk')
      expect(sentences).toEqual([])
      expect(stops).toBeGreaterThan(60)
    },
    LONG,
  )

  /** Everything new in batches, of which those of one kind hold several. */
  test.each(['network', 'disk'] as const)(
    'the first day in batches, at each step of the %s',
    async (where) => {
      const { stops, sentences } = await everyStop([shortContractor()], where, { from: 1, beside: () => 0 })
      expect(sentences).toEqual([])
      expect(stops).toBeGreaterThan(10)
    },
    LONG,
  )
})
