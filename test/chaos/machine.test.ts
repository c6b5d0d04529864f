import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import type { ControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import { startControlledCompany } from '../../electron/practice/testing/controlled-company.ts'
import type { QuickBooks } from '../../electron/qbo/contract.ts'
import { lockDataFolder } from '../../electron/store/folder-lock.ts'
import { problem } from '../../shared/problem.ts'
import { PowerDisk } from '../store/power-disk.ts'
import { readBooks, visit } from './books-as-read.ts'
import { compareBooks, compareQueue } from './compare.ts'
import type { Contractor } from './contractor.ts'
import { cutNetwork } from './cut-network.ts'
import type { Desktop, DesktopOptions } from './desktop.ts'
import { openDesktop } from './desktop.ts'
import { expectedBooks } from './expected.ts'
import { writeExport } from './export-folder.ts'
import { shortContractor, shortNextDay } from './short-run.ts'
import { titled } from '../tooling/skipped.ts'

/*
 * What a computer does to a program: its disk fills up or becomes read-only, its clock is set, its keychain is locked or
 * emptied, it sleeps in the middle of a request. Each has its behaviour, and none loses or doubles anything.
 */

let folder: string
let source: string
let practice: ControlledCompany
let auditor: QuickBooks
let secrets: SecretStore
const open: Desktop[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billdr-machine-'))
  source = join(folder, 'export')
  await writeExport(source, shortContractor())
  practice = await startControlledCompany({ folder: null, country: 'CA', consent: 'automatic', limits: 'off' })
  // Signed in first, so that its sign-in ends nobody's connection.
  auditor = await visit(practice)
  secrets = createMemoryStore()
})

afterEach(async () => {
  for (const desktop of open.splice(0)) await desktop.close()
  await practice.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function desktop(options: Partial<DesktopOptions> = {}): Promise<Desktop> {
  const opened = await openDesktop({ dataFolder: join(folder, 'data'), source, place: practice, secrets, ...options })
  open.push(opened)
  return opened
}

async function deviations(days: readonly Contractor[], of: Desktop): Promise<string[]> {
  const found = compareBooks(expectedBooks(days), await readBooks(auditor))
  compareQueue(of.queue(), found)
  return found.sentences
}

/** How many requests that change QuickBooks have arrived by now. */
async function writesSoFar(): Promise<number> {
  const requests = await practice.controls.requests(0)
  return requests.filter(({ operation }) =>
    ['create', 'batch', 'update', 'delete', 'void', 'upload'].includes(operation),
  ).length
}

describe('disk full', () => {
  test.each([5, 20, 40, 60, 80])(
    'from its step %i on: nothing leaves that could not be stored first, and once there is room all arrives, once',
    async (after) => {
      const disk = new PowerDisk()
      const full = await desktop({ fileSystem: disk })
      const last = disk.steps + after
      disk.fault = (step) => (disk.steps >= last && step === 'append' ? 'ENOSPC' : null)
      const report = await full.sync()
      expect(report.problem).toMatchObject({ code: 'data-folder-unwritable', params: { reason: 'ENOSPC' } })
      expect(full.company.status().source.problem).toMatchObject({ code: 'data-folder-unwritable' })
      const before = await writesSoFar()
      await full.sync()
      expect(await writesSoFar()).toBe(before)

      disk.fault = () => null
      await full.settle()
      expect(full.company.status().source.problem).toBeNull()
      expect(await deviations([shortContractor()], full)).toEqual([])
    },
  )
})

const readOnly = (step: string): string | null =>
  ['append', 'truncate', 'rename', 'remove'].includes(step) ? 'EROFS' : null

const notHere = process.platform === 'win32' || process.getuid?.() === 0 ? 'this user may write everywhere' : null

describe('a read-only data folder', () => {
  test('is said at the start, and nothing is opened', async () => {
    const disk = new PowerDisk()
    disk.fault = readOnly
    await expect(desktop({ fileSystem: disk })).rejects.toThrow('data-folder-unwritable')
    expect(await writesSoFar()).toBe(0)
  })

  test('that became one while the program ran sends nothing more, and goes on when it can be written again', async () => {
    const disk = new PowerDisk()
    const running = await desktop({ fileSystem: disk })
    await running.settle()
    await writeExport(source, shortNextDay())
    disk.fault = readOnly
    const before = await writesSoFar()
    const report = await running.sync()
    expect(report.problem).toMatchObject({ code: 'data-folder-unwritable', params: { reason: 'EROFS' } })
    expect(await writesSoFar()).toBe(before)
    disk.fault = () => null
    await running.settle()
    expect(await deviations([shortContractor(), shortNextDay()], running)).toEqual([])
  })

  test.skipIf(notHere !== null)(titled('cannot be locked, and says so', notHere), async () => {
    const locked = join(folder, 'read-only')
    await mkdir(locked)
    await chmod(locked, 0o500)
    expect(await lockDataFolder(locked)).toMatchObject({ ok: false, problem: { code: 'data-folder-unwritable' } })
  })
})

describe('the clock', () => {
  const HOUR = 3_600_000
  test.each([
    ['set forward by an hour and back', [HOUR, 0]],
    ['set forward by a year and back', [365 * 24 * HOUR, 0]],
    ['set back by two years and forward again', [-2 * 365 * 24 * HOUR, 0]],
    ['set back by a day, and left so', [-24 * HOUR, -24 * HOUR]],
  ])(
    '%s between syncs: each document once, and what a person changed in QuickBooks meanwhile is seen',
    async (_name, [away, after]) => {
      let offset = 0
      const clock = () => new Date(Date.now() + offset)
      const running = await desktop({ clock })
      offset = away ?? 0
      await running.settle()
      const invoice = running.company.rows().find(({ key }) => key === 'invoice:i-2')
      expect(
        await practice.controls.personEdits('Invoice', invoice?.quickbooks?.id ?? '', { DueDate: '2026-05-01' }),
      ).toMatchObject({ ok: true })
      offset = after ?? 0
      await running.settle()
      expect(running.company.rows().find(({ key }) => key === 'invoice:i-2')?.differs).toMatchObject([
        { field: 'dueDate', quickbooks: '2026-05-01' },
      ])
      await writeExport(source, shortNextDay())
      await running.settle()
      expect(await deviations([shortContractor(), shortNextDay()], running)).toEqual([])
      expect(await running.company.workspace.audit.verify()).toMatchObject({ ok: true })
    },
  )

  test('set forward while requests are under way: their outcome is looked for, nothing goes twice', async () => {
    let offset = 0
    const running = await desktop({ clock: () => new Date(Date.now() + offset) })
    await practice.controls.setFaults({
      rules: [{ kind: 'reset', when: 'after', match: { operation: ['create', 'batch', 'upload'] }, probability: 0.5 }],
    })
    await running.sync()
    offset = 400 * 24 * HOUR
    await practice.controls.setFaults(null)
    await running.settle()
    expect(await deviations([shortContractor()], running)).toEqual([])
  })
})

/** A keychain that can be locked, as after the screen was, or emptied. Locked, some refuse and some answer as if they were empty. */
function lockable(how: 'refuses' | 'hides' = 'refuses'): SecretStore & { locked: boolean; emptied(): Promise<void> } {
  const inner = createMemoryStore()
  const lock = { locked: false }
  const refuse = { ok: false, problem: problem('keychain-locked', {}) } as const
  return Object.assign(lock, {
    get: async (account: string, isExpected = false) => {
      if (!lock.locked) return inner.get(account)
      return how === 'refuses' || isExpected ? refuse : ({ ok: true, value: null } as const)
    },
    set: async (account: string, value: string) => (lock.locked ? refuse : inner.set(account, value)),
    delete: async (account: string) => (lock.locked ? refuse : inner.delete(account)),
    async emptied() {
      for (const account of inner.accounts()) await inner.delete(account)
    },
  })
}

describe('the keychain', () => {
  test.each(['refuses', 'hides'] as const)(
    'locked, so that it %s what it has: said as what it is, nothing is sent, nothing is refused; unlocked, all arrives',
    async (how) => {
      const keychain = lockable(how)
      const first = await desktop({ secrets: keychain })
      await first.close()
      open.splice(0)
      keychain.locked = true
      const locked = await desktop({ secrets: keychain, staysSignedOut: true })
      const report = await locked.sync()
      expect(report.problem).toMatchObject({ code: 'keychain-locked' })
      expect(locked.company.status().connection).toMatchObject({
        state: 'not-connected',
        problem: { code: 'keychain-locked' },
      })
      expect(await writesSoFar()).toBe(0)
      expect(locked.queue().filter((row) => row.state === 'failed')).toEqual([])
      keychain.locked = false
      await locked.settle()
      expect(await deviations([shortContractor()], locked)).toEqual([])
    },
  )

  test('emptied behind its back: a new sign-in is asked for, and then it goes on where it was', async () => {
    const keychain = lockable()
    const first = await desktop({ secrets: keychain })
    await first.settle()
    await first.close()
    open.splice(0)
    await keychain.emptied()
    await writeExport(source, shortNextDay())
    const before = await writesSoFar()
    const gone = await desktop({ secrets: keychain, staysSignedOut: true })
    expect((await gone.sync()).problem).toMatchObject({ code: 'not-connected' })
    expect(await writesSoFar()).toBe(before)
    await gone.close()
    open.splice(0)
    const again = await desktop({ secrets: keychain })
    await again.settle()
    expect(await deviations([shortContractor(), shortNextDay()], again)).toEqual([])
  })
})

describe('sleep and wake', () => {
  test('during requests: the computer sleeps through their answers and the life of its token, wakes, and goes on by itself', async () => {
    let offset = 0
    const running = await desktop({ clock: () => new Date(Date.now() + offset) })
    // The answers never come: they went to a computer that slept. Eight hours later all of them are overdue.
    await practice.controls.setFaults({
      rules: [{ kind: 'hang', when: 'after', match: { operation: ['create', 'batch', 'upload'] }, probability: 0.3 }],
      seed: 7,
    })
    const asleep = running.sync()
    offset = 8 * 3_600_000
    await asleep
    await practice.controls.setFaults(null)
    await running.settle()
    expect(await deviations([shortContractor()], running)).toEqual([])
  })

  test('the network is gone after waking: that is no error of any document, and it goes on when it is back', async () => {
    const network = await cutNetwork(practice, Infinity, () => undefined)
    try {
      const running = await desktop({ place: network.place })
      await running.company.read()
      await network.lose()
      const report = await running.sync()
      expect(report.problem).toMatchObject({ code: 'offline' })
      expect(running.queue().filter((row) => row.state === 'failed')).toEqual([])
      await network.comeBack()
      await running.settle()
      expect(await deviations([shortContractor()], running)).toEqual([])
    } finally {
      await network.close()
    }
  })
})
