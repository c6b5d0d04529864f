import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { BridgeEvent, BridgeHandlers, CallName } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/kinds.ts'
import { cents } from '../../shared/money.ts'
import type { QueueRow } from '../../shared/row.ts'
import { noCounts } from '../../shared/row.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { CALL_CHANNEL, CALL_NAMES } from '../../electron/shell/call-names.ts'
import type { CompanionForShell, ShellOptions, SystemChange } from '../../electron/shell/contract.ts'
import type { DesktopShell, ShellParts } from '../../electron/shell/shell.ts'
import { startShell } from '../../electron/shell/shell.ts'
import { Starts } from '../../electron/shell/starts.ts'
import type { Updater } from '../../electron/shell/updates.ts'
import { ElectronWorld, electronDouble } from './electron-double.ts'

/** Whose updates the desktops of tests take. */
const OURS = generateKeyPairSync('ed25519')
const PUBLIC_KEY = OURS.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
/** The private key to it, as a release has it. */
export const SIGNING_KEY = OURS.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

export const NOON = Date.UTC(2026, 2, 16, 12)
export const HOUR = 60 * 60 * 1000
export const DAY = 24 * HOUR

/** A company that is well, with what a test changes of it. */
export function status(change: Partial<CompanyStatus> & { companyId?: string } = {}): CompanyStatus {
  return {
    companyId: 'maple',
    name: 'Maple Renovations',
    colour: '#2563eb',
    counts: { ...noCounts(), synced: 12 },
    needsYou: 0,
    connection: {
      state: 'connected',
      environment: 'production',
      companyName: 'Maple Renovations Inc.',
      realmId: '123',
      expiresAt: new Date(NOON + 90 * DAY).toISOString(),
      endsForGoodAt: null,
      connectedAt: new Date(NOON - 10 * DAY).toISOString(),
      connectedBy: 'anne',
      problem: null,
    },
    listsTurn: 0,
    source: { location: '/exports/maple', lastReadAt: new Date(NOON).toISOString(), nextReadAt: null, problem: null },
    lastPush: null,
    guards: [],
    paused: false,
    progress: { phase: 'idle', done: 0, total: null, pauseMs: null },
    recovered: null,
    practice: null,
    ...change,
  }
}

/** A row that was refused by QuickBooks because its number is taken. */
export function failedRow(number: string, change: Partial<QueueRow> = {}): QueueRow {
  return {
    key: keyOf('invoice', number),
    kind: 'invoice',
    billdrId: number,
    number,
    name: null,
    party: 'Ana Client',
    project: null,
    date: '2026-03-02',
    amount: cents(125_000),
    currency: 'CAD',
    state: 'failed',
    quickbooks: null,
    problem: { code: 'number-taken', params: { number } },
    since: null,
    note: null,
    attachments: [],
    tax: null,
    differs: null,
    ignored: null,
    ...change,
  }
}

interface Asked {
  name: CallName
  args: unknown
}

/** A companion that answers what a test wants, and notes what it was asked. */
export class CompanionInTest implements CompanionForShell {
  readonly asked: Asked[] = []
  readonly system: SystemChange[] = []
  readonly answers: Partial<Record<CallName, unknown>> = {
    appInfo: { version: '0.1.0', host: 'electron', language: 'en', keychain: true, notice: null, byFirm: [] },
    rows: { revision: 1, whole: true, rows: [], removed: [] },
  }
  readonly #listeners = new Set<(event: BridgeEvent) => void>()
  closed = false
  close: () => Promise<void> = async () => void (this.closed = true)
  readonly handlers: BridgeHandlers

  constructor(statuses: readonly CompanyStatus[]) {
    this.answers.companies = statuses
    const answer =
      (name: CallName) =>
      async (args: unknown): Promise<unknown> => {
        this.asked.push({ name, args })
        const wanted = this.answers[name] ?? { ok: true, value: null }
        if (wanted instanceof Error) throw wanted
        return wanted
      }
    this.handlers = Object.fromEntries(CALL_NAMES.map((name) => [name, answer(name)])) as unknown as BridgeHandlers
  }

  subscribe(heard: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(heard)
    return () => void this.#listeners.delete(heard)
  }

  /** Says that QuickBooks is out of reach while there is no network, as the real one does. */
  systemChanged(change: SystemChange): void {
    this.system.push(change)
    if (change !== 'offline' && change !== 'online') return
    for (const each of this.answers.companies as CompanyStatus[]) {
      this.tell({
        event: 'status',
        status: change === 'offline' ? { ...each, connection: { ...each.connection, state: 'offline' } } : each,
      })
    }
  }

  tell(event: BridgeEvent): void {
    for (const heard of this.#listeners) heard(event)
  }

  callsOf(name: CallName): unknown[] {
    return this.asked.filter((call) => call.name === name).map((call) => call.args)
  }
}

/** A clock and timers that go when the test says so. */
export class TestTime {
  now = NOON
  readonly #every: { ms: number; run: () => void; next: number }[] = []

  readonly ticker = {
    every: (ms: number, run: () => void): (() => void) => {
      const timer = { ms, run, next: this.now + ms }
      this.#every.push(timer)
      return () => void this.#every.splice(this.#every.indexOf(timer), 1)
    },
  }
  readonly later = (ms: number, run: () => void): (() => void) => {
    const stop = this.ticker.every(ms, () => {
      stop()
      run()
    })
    return stop
  }

  pass(ms: number): void {
    const until = this.now + ms
    for (;;) {
      const due = this.#every.filter((timer) => timer.next <= until).sort((one, other) => one.next - other.next)[0]
      if (!due) break
      this.now = due.next
      due.next += due.ms
      due.run()
    }
    this.now = until
  }
}

export interface Desktop {
  world: ElectronWorld
  companion: CompanionInTest
  shell: DesktopShell
  time: TestTime
  options: ShellOptions
  log: { event: string; details: Record<string, string | number> | undefined }[]
  /** Calls the bridge as the window's own page does. */
  call(name: string, args: unknown): Promise<unknown>
  /** Clicks a line of the tray's menu. */
  click(label: string | RegExp): void
  folder: string
}

const folders: string[] = []

export function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-shell-'))
  folders.push(folder)
  return folder
}

/** To be called after each test: takes away what the desktops wrote. */
export function cleanDesktops(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Starts the desktop against the double of Electron. */
export async function startDesktop(
  given: {
    statuses?: CompanyStatus[]
    rows?: QueueRow[]
    options?: Partial<ShellOptions>
    world?: (world: ElectronWorld) => void
    companion?: (companion: CompanionInTest) => void
    folder?: string
    hasTray?: boolean
    /** Whether the desktop shows the tray, where that changes. */
    shows?: () => Promise<boolean>
    updater?: Updater
    time?: TestTime
  } = {},
): Promise<Desktop> {
  const world = new ElectronWorld()
  given.world?.(world)
  const companion = new CompanionInTest(given.statuses ?? [status()])
  companion.answers.rows = { revision: 1, whole: true, rows: given.rows ?? [], removed: [] }
  given.companion?.(companion)
  const time = given.time ?? new TestTime()
  const folder = given.folder ?? makeFolder()
  const builtFolder = path.join(folder, 'dist')
  mkdirSync(path.join(builtFolder, 'window'), { recursive: true })
  writeFileSync(path.join(builtFolder, 'window', 'index.html'), '<!doctype html><title>window</title>')
  const options: ShellOptions = {
    builtFolder,
    iconFolder: path.join(folder, 'icons'),
    helpFolder: path.join(folder, 'help'),
    dataFolder: path.join(folder, 'data'),
    version: '0.1.0',
    platform: 'linux',
    packaged: true,
    arguments: [],
    restartArguments: ['--company', 'maple'],
    now: () => new Date(time.now),
    environment: { HOME: path.join(folder, 'home') },
    ...given.options,
  }
  const log: Desktop['log'] = []
  const electron = electronDouble(world)
  const parts: ShellParts = {
    starts: new Starts(electron),
    ticker: time.ticker,
    later: time.later,
    updater: given.updater ? { updater: given.updater, publicKey: PUBLIC_KEY, prepare: async () => undefined } : null,
    desktopShowsTray: given.shows ?? (async () => given.hasTray ?? true),
    log: (event, details) => void log.push({ event, details }),
  }
  const shell = await startShell(electron, companion, options, parts)
  return {
    world,
    companion,
    shell,
    time,
    options,
    log,
    folder,
    call: (name, args) => {
      const { page } = world.latest().window
      return world.invoke(CALL_CHANNEL, [name, args], {
        sender: page.contents,
        frame: { url: page.address, parent: null },
      })
    },
    click: (label) => {
      const item = menuItem(world, label)
      if (item.enabled === false) throw new Error(`"${String(label)}" cannot be clicked`)
      item.click?.(undefined as never, undefined, undefined as never)
    },
  }
}

/** A line of the tray's menu by what it says, in submenus too. */
export function menuItem(world: ElectronWorld, label: string | RegExp): Electron.MenuItemConstructorOptions {
  const all = (items: Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])
  const found = all(world.latest().tray.menu).find((item) =>
    typeof label === 'string' ? item.label === label : label.test(item.label ?? ''),
  )
  if (!found) throw new Error(`the tray's menu has no "${String(label)}"`)
  return found
}

export function key(number: string): DocumentKey {
  return keyOf('invoice', number)
}
