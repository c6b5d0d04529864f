import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { companyFolder } from '../../electron/store/data-folder.ts'
import { PublicBooks } from '../sample/books.ts'
import type { Contractor } from '../sample/terminal.ts'
import { contractor, SAMPLES } from '../sample/terminal.ts'
import { titled } from '../tooling/skipped.ts'
import type { Ended, WindowsComputer } from './wine.ts'
import { asWindows, missingWindows, windowsComputer } from './wine.ts'

const COMPANY = 'beaubien'
const MINUTE = 60_000
const KILLS_A_DAY = 10
const DATA = 'C:\\data'
const TYPES = [
  'Customer',
  'Vendor',
  'Invoice',
  'CreditMemo',
  'Payment',
  'Purchase',
  'Bill',
  'PurchaseOrder',
  'Attachable',
]

const missing = await missingWindows()

/** What stands in the practice books of a data folder, each document in one line, in no order. */
async function books(dataFolder: string): Promise<string[]> {
  const practice = await startControlledCompany({
    folder: join(companyFolder(dataFolder, COMPANY), 'practice'),
    country: 'CA',
    consent: 'automatic',
    limits: 'off',
  })
  try {
    const read = await PublicBooks.enter(practice)
    const lists = await Promise.all(TYPES.map(async (type) => ({ type, all: await read.all(type) })))
    return lists
      .flatMap(({ type, all }) =>
        all.map((each) =>
          [type, each['DisplayName'] ?? each['DocNumber'] ?? each['FileName'] ?? '', each['TotalAmt'] ?? ''].join(' '),
        ),
      )
      .sort()
  } finally {
    await practice.close()
  }
}

describe.skipIf(missing !== null)(titled("Windows' file rules, with a virus scanner at work", missing), () => {
  let computer: WindowsComputer
  let undisturbed: Contractor
  let source: string
  let killed = 0

  const run = (args: readonly string[], killAfterMs?: number): Promise<Ended> =>
    computer.command([...args, '--company', COMPANY, '--data-dir', DATA], killAfterMs)

  async function well(...args: string[]): Promise<Ended> {
    const ended = await run(args)
    expect(ended, args.join(' ')).toMatchObject({ code: 0 })
    return ended
  }

  /** Starts the sync again and again, and kills it at a random instant of its run. */
  async function killedSyncs(): Promise<void> {
    const from = performance.now()
    await run(['status'])
    const startMs = performance.now() - from
    for (let kill = 0; kill < KILLS_A_DAY; kill += 1) {
      const ended = await run(['sync'], startMs * (0.4 + 1.2 * Math.random()))
      if (ended.code === null) killed += 1
      else expect([0, 2], ended.errors).toContain(ended.code)
    }
  }

  beforeAll(async () => {
    ;[computer, undisturbed] = await Promise.all([windowsComputer(), contractor()])
    source = join(computer.driveC, 'export')
    await cp(join(SAMPLES, 'renovation'), source, { recursive: true })
    await mkdir(join(computer.driveC, 'data'))
    await computer.scan(DATA)
    await undisturbed.run('add-company', '--id', COMPANY, '--source', undisturbed.source)
    await undisturbed.run('mapping', 'import', join(SAMPLES, 'mappings.json'), '--company', COMPANY)
  }, 3 * MINUTE)

  afterAll(async () => {
    await computer.close()
    await undisturbed.close()
  }, MINUTE)

  it(
    'a company is made, connected and given its mappings',
    async () => {
      const added = await computer.command([
        'add-company',
        '--id',
        COMPANY,
        '--source',
        'C:\\export',
        '--data-dir',
        DATA,
      ])
      expect(added).toMatchObject({ code: 0 })
      await well('connect')
      await well('mapping', 'import', asWindows(join(SAMPLES, 'mappings.json')))
    },
    3 * MINUTE,
  )

  it.each(['renovation', 'renovation-day-two'] as const)(
    '%s arrives through kills at random instants: nothing lost, nothing twice',
    async (sample) => {
      await rm(source, { recursive: true })
      await cp(join(SAMPLES, sample), source, { recursive: true })
      await undisturbed.exportAgain(sample)
      await killedSyncs()
      const last = await run(['sync'])
      expect([0, 2], last.errors).toContain(last.code)
      await undisturbed.run('sync', '--company', COMPANY)
      expect(await books(join(computer.driveC, 'data'))).toEqual(await books(undisturbed.dataFolder))
    },
    6 * MINUTE,
  )

  it(
    'the history is unbroken after all of it, and another sync has nothing left to do',
    async () => {
      expect(killed).toBeGreaterThan(KILLS_A_DAY / 2)
      await well('audit', '--verify')
      const counts = async (given: Promise<{ out: string }>): Promise<unknown> =>
        (JSON.parse((await given).out) as { counts: unknown }).counts
      expect(await counts(run(['status', '--json']))).toEqual(
        await counts(undisturbed.run('status', '--company', COMPANY, '--json')),
      )
    },
    2 * MINUTE,
  )
})
