import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chaosPlan } from '../../electron/practice/testing/controlled-company.ts'
import { checkReading, readBooks, visit } from './books-as-read.ts'
import { Chance } from './chance.ts'
import type { Deviations, QueueLine } from './compare.ts'
import { compareBooks, compareQueue, RATE, totalOf } from './compare.ts'
import { MAPPINGS, contractorOf } from './contractor.ts'
import type { Contractor } from './contractor.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'
import type { Ended, PracticeProcess } from './processes.ts'
import { Command, startPractice } from './processes.ts'

export interface ChaosOptions {
  seed: number
  documents: number
  /** How often the process is killed on the first day and on the second. */
  kills: readonly [number, number]
  /** Share of the requests that meet a fault, 0 to 1. */
  faults: number
  /** Seconds by which queries and the change feed are behind. */
  lagSeconds: number
  /** Leaves the folders of a run with deviations, to look into. */
  keep?: boolean
}

export interface ChaosResult {
  seed: number
  documents: number
  receipts: number
  /** Rows that the queue calls synced, held and failed at the end. */
  rows: Record<string, number>
  kills: number
  starts: number
  requests: number
  faults: number
  deviations: Deviations
  seconds: number
}

const COMPANY = 'chaos'
/** How many times as fast the child's clock of waiting runs: a minute's pause takes three seconds. */
const TIMES_FASTER = 20
/** A run that is not stopped ends by itself in this time, or it is a failure of its own. */
const LONGEST_MS = 180_000
/** So often at most it is started anew before everything must be settled. */
const MOST_STARTS = 12
/** Uncertain steps are over when none of these is left. */
const UNSETTLED = ['pending', 'syncing']

/**
 * One seed: a contractor's export goes into a practice company that fails, through the real command, which is killed
 * at random moments and started again until it ends by itself; then a second day's changes, the same way. Afterwards the
 * books are read through the public API and compared with the exports.
 */
export async function chaosRun(options: ChaosOptions): Promise<ChaosResult> {
  const startedAt = Date.now()
  const folder = await mkdtemp(join(tmpdir(), 'billdr-chaos-'))
  const practice = await startPractice(join(folder, 'books'))
  let mayGo = !options.keep
  try {
    const chance = new Chance(options.seed * 104_729)
    const source = join(folder, 'export')
    const mappings = join(folder, 'mappings.json')
    const command = new Command(join(folder, 'data'), practice.place, join(folder, 'keychain.json'), TIMES_FASTER)
    const { contractor, nextDay } = contractorOf(options.seed, options.documents)
    await mkdir(source)
    await writeExport(source, contractor)
    await writeFile(mappings, JSON.stringify(MAPPINGS))
    for (const words of [
      ['add-company', '--id', COMPANY, '--source', source],
      ['mapping', 'import', mappings, '--company', COMPANY],
      ['settings', '--company', COMPANY, '--set', 'maxRemovals=1000'],
    ]) {
      const { code, error } = await command.run(...words)
      if (code !== 0) throw new Error(`${words.join(' ')}: ${error}`)
    }
    await command.connect(COMPANY)
    await practice.controls.changeSettings({
      multiCurrency: true,
      exchangeRates: { USD: RATE },
      lagSeconds: options.lagSeconds,
    })
    await practice.controls.setFaults(options.faults > 0 ? chaosPlan(options.seed, options.faults) : null)

    let kills = 0
    let starts = 0
    const days: Contractor[] = [contractor]
    for (const [day, killsOfDay] of options.kills.entries()) {
      if (day > 0) {
        const next = nextDay()
        await depositSome(practice, days.at(-1) ?? contractor, next)
        days.push(next)
        await writeExport(source, next)
      }
      const done = await syncThroughKills(command, practice, chance, killsOfDay, options.documents, options.lagSeconds)
      kills += done.kills
      starts += done.starts + 1
      // The next look, once QuickBooks' lists show all that was written: a program that polls meets that within a minute.
      await practice.controls.changeSettings({ lagSeconds: 0 })
      await oneStart(command)
      await practice.controls.changeSettings({ lagSeconds: options.lagSeconds })
    }

    const used = await practice.controls.faultsUsed()
    const requests = await practice.arrived()
    await practice.controls.setFaults(null)
    await practice.controls.changeSettings({ lagSeconds: 0 })
    const queue = await command.json<QueueLine[]>('queue', '--company', COMPANY)
    const audit = await command.run('audit', '--verify', '--company', COMPANY)
    if (audit.code !== 0) throw new Error(`the history is not whole: ${audit.out}`)
    const expected = expectedBooks(days)
    const books = await readBooks(await visit(practice.place))
    await checkReading(books, practice.controls)
    const deviations = compareBooks(expected, books)
    compareQueue(queue, deviations)
    mayGo ||= totalOf(deviations) === 0
    if (!mayGo) deviations.sentences.push(`kept in ${folder}`)
    return {
      seed: options.seed,
      documents: expected.documents.length,
      receipts: expected.documents.reduce((sum, each) => sum + each.receipts.length, 0),
      rows: countedBy(queue.map((row) => row.state)),
      kills,
      starts,
      requests,
      faults: used.reduce((sum, each) => sum + each.used, 0),
      deviations,
      seconds: (Date.now() - startedAt) / 1000,
    }
  } finally {
    await practice.stop()
    if (mayGo) await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Overnight somebody puts into the bank what Billdr leaves as it is the next day, with its invoice and all that is on that: what is
 * unapplied of a payment in the bank stays so.
 */
async function depositSome({ controls }: PracticeProcess, before: Contractor, after: Contractor): Promise<void> {
  const same = <R extends { id: string; updatedAt: string }>(rows: readonly R[], row: R): boolean =>
    rows.some((each) => each.id === row.id && each.updatedAt === row.updatedAt)
  const moved = new Set([
    ...after.invoices.filter((row) => !same(before.invoices, row)).map((row) => row.id),
    ...after.payments.filter((row) => row.deleted || !same(before.payments, row)).map((row) => row.invoiceId),
    ...before.payments.filter((row) => !same(after.payments, row)).map((row) => row.invoiceId),
    ...after.credits.filter((row) => !same(before.credits, row)).map((row) => row.appliesToInvoiceId ?? ''),
  ])
  const quiet = new Set(after.payments.filter((row) => !moved.has(row.invoiceId)).map(({ id }) => `payment ${id} `))
  const payments = (await controls.entities('Payment')) as { Id: string; PrivateNote?: string; CurrencyRef?: object }[]
  const ids = payments.flatMap(({ Id, PrivateNote = '', CurrencyRef }) => {
    const isHome = JSON.stringify(CurrencyRef ?? {}).includes('CAD')
    return isHome && quiet.has(/\[Billdr (payment \S+ )/.exec(PrivateNote)?.[1] ?? '') ? [Id] : []
  })
  if (ids.length > 0) await controls.personDeposits(ids.slice(0, Math.ceil(ids.length / 3)))
}

/** Kills the command so often at random moments, then lets it end by itself, and starts it again while anything is uncertain. */
async function syncThroughKills(
  command: Command,
  practice: PracticeProcess,
  chance: Chance,
  wanted: number,
  documents: number,
  lagSeconds: number,
): Promise<{ kills: number; starts: number }> {
  let kills = 0
  let starts = 0
  // What one start asks when nothing stops it; less and less is left to do.
  let most = 14 + documents
  while (kills < wanted) {
    const before = await practice.arrived()
    const ended = await command.killedAt(
      (isOver) => someMoment(practice, chance, before, most, isOver),
      'sync',
      '--company',
      COMPANY,
    )
    starts += 1
    if (!ended.killed) most = Math.max(4, (await practice.arrived()) - before)
    if (ended.killed) kills += 1
    else if (ended.code === 64) throw new Error(`sync ended with 64: ${ended.error}`)
  }
  let left = ''
  for (let attempt = 0; attempt < MOST_STARTS; attempt++) {
    const ended = await oneStart(command)
    starts += 1
    left = `sync ended with ${ended.code}: ${ended.error.slice(-1_000)}`
    if (ended.code === 1) continue
    const queue = await command.json<QueueLine[]>('queue', '--company', COMPANY)
    const unsettled = queue.filter((row) => UNSETTLED.includes(row.state))
    if (unsettled.length === 0) return { kills, starts }
    left = unsettled.map(({ key, state, problem }) => `${key} ${state} ${problem?.code ?? ''}`).join(', ')
    // A program that polls once a minute meets lists that have caught up; starts that follow each other at once do not.
    await wait((lagSeconds * 1000) / 4)
  }
  throw new Error(`still not settled after ${MOST_STARTS} starts: ${left}`)
}

/** A start that nothing stops. */
async function oneStart(command: Command): Promise<Ended & { killed: boolean }> {
  const patience = (): Promise<void> => wait(LONGEST_MS, undefined, { ref: false })
  const ended = await command.killedAt(patience, 'sync', '--company', COMPANY)
  if (ended.killed) throw new Error('sync did not end by itself')
  return ended
}

/** A moment told by how far the work is, so that a busy machine moves none: after so many requests, and some milliseconds more. */
async function someMoment(
  practice: PracticeProcess,
  chance: Chance,
  from: number,
  most: number,
  isOver: () => boolean,
): Promise<void> {
  if (chance.hits(0.1)) return wait(chance.whole(0, 1_500))
  const until = from + chance.whole(1, most)
  const more = chance.whole(0, 40)
  while (!isOver() && (await practice.arrived()) < until) await wait(5)
  return wait(more)
}

function countedBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
