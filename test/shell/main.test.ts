import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { QueueRow } from '../../shared/row.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import type { RowsAnswer } from '../../shared/bridge.ts'
import { CALL_CHANNEL } from '../../electron/shell/call-names.ts'
import { cleanDesktops, makeFolder, menuItem } from './desktop.ts'
import { ElectronWorld, electronDouble } from './electron-double.ts'

/**
 * The whole program as electron/main.ts composes it: the real companion, the practice company, the sample export, the real
 * shell. Only Electron itself is the double.
 */
let world: ElectronWorld
let dataFolder: string
const SURPRISES = ['uncaughtException', 'unhandledRejection'] as const
const listenersOf = (name: string): ((...args: unknown[]) => void)[] =>
  (process as NodeJS.EventEmitter).listeners(name) as ((...args: unknown[]) => void)[]
const before = { argv: process.argv, listeners: new Set(SURPRISES.flatMap(listenersOf)) }

async function startProgram(...given: string[]): Promise<void> {
  process.argv = ['electron', 'app', '--data-dir', dataFolder, ...given]
  Object.assign(process, { defaultApp: true })
  vi.resetModules()
  const parts = electronDouble(world)
  vi.doMock('electron', () => ({ default: parts, ...parts }))
  await import('../../electron/main.ts')
}

function call(name: string, args: unknown): Promise<unknown> {
  const { page } = world.latest().window
  return world.invoke(CALL_CHANNEL, [name, args], { sender: page.contents, frame: { url: page.address, parent: null } })
}

async function quit(): Promise<void> {
  if (world.trays.length === 0 || world.quits > 0) return
  menuItem(world, 'Quit').click?.(undefined as never, undefined, undefined as never)
  await vi.waitFor(() => expect(world.quits).toBe(1), { timeout: 20_000 })
}

beforeEach(() => {
  world = new ElectronWorld()
  dataFolder = path.join(makeFolder(), 'data')
})

afterEach(async () => {
  await quit()
  vi.doUnmock('electron')
  process.argv = before.argv
  Reflect.deleteProperty(process, 'defaultApp')
  for (const name of SURPRISES) {
    for (const listener of listenersOf(name))
      if (!before.listeners.has(listener)) (process as NodeJS.EventEmitter).off(name, listener)
  }
  cleanDesktops()
})

describe('the desktop program', () => {
  it('opens on the practice company, carries the sample over, and says so in window and tray alike', async () => {
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.visible).toBe(true), { timeout: 20_000 })
    const companies = (await call('companies', {})) as CompanyStatus[]
    expect(companies).toHaveLength(1)
    const company = companies[0]?.companyId ?? ''

    await vi.waitFor(
      async () => {
        const status = (await call('status', { company })) as CompanyStatus
        expect(status.counts.synced).toBeGreaterThan(5)
        expect(status.counts.pending + status.counts.syncing).toBe(0)
      },
      { timeout: 60_000, interval: 200 },
    )

    const status = (await call('status', { company })) as CompanyStatus
    const { rows } = (await call('rows', { company, since: null })) as RowsAnswer
    await vi.waitFor(() => expect(world.badge).toBe(status.needsYou))
    expect(world.latest().tray.image).toMatch(/(waiting|failed)-panel/)
    const waiting = rows.filter((row: QueueRow) => row.state === 'failed' || (row.state === 'held' && row.problem))
    expect(waiting.length).toBeGreaterThan(0)
    expect(world.latest().window.page.sent.some(([, event]) => (event as { event: string }).event === 'rows')).toBe(
      true,
    )
    expect(world.sandboxed).toBe(true)
    expect(world.paths.get('userData')).toBe(path.join(dataFolder, 'electron'))
  })

  it('opens the books of the practice company in the browser, because the companion named them', async () => {
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.visible).toBe(true), { timeout: 20_000 })
    const company = await vi.waitFor(
      async () => {
        const [first] = (await call('companies', {})) as CompanyStatus[]
        if (!first?.practice?.booksUrl) throw new Error('its books are not open yet')
        return first
      },
      { timeout: 20_000 },
    )
    const answer = (await call('open', { company: company.companyId, what: 'books' })) as {
      ok: boolean
      value: { url: string }
    }
    expect(answer).toMatchObject({ ok: true })
    expect(world.opened).toEqual([answer.value.url])
    expect(answer.value.url).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):\d+\//)
  })

  it('is at the same place after it was ended and started again', async () => {
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.visible).toBe(true), { timeout: 20_000 })
    const [company] = (await call('companies', {})) as CompanyStatus[]
    const place = `#/${encodeURIComponent(company?.companyId ?? '')}/queue`
    world.latest().window.page.events.emit('did-navigate-in-page', {}, `app://billdr-qbo/index.html${place}`, true)
    await quit()

    world = new ElectronWorld()
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.loaded).toEqual([`app://billdr-qbo/index.html${place}`]), {
      timeout: 20_000,
    })
  })

  it('says so where its data folder cannot be used, and ends', async () => {
    mkdirSync(path.dirname(dataFolder), { recursive: true })
    writeFileSync(dataFolder, 'a file in the way')
    await startProgram()
    await vi.waitFor(() => expect(world.exits).toEqual([1]))
    expect(world.errorBoxes[0]?.title).toBe('The data folder cannot be used')
    expect(world.errorBoxes[0]?.content).toContain(dataFolder)
    expect(world.windows).toEqual([])
  })

  it.runIf(process.platform === 'linux')('says so where nothing temporary can be written, and ends', async () => {
    const usual = process.env['TMPDIR']
    process.env['TMPDIR'] = '/proc/nowhere'
    try {
      await startProgram()
      await vi.waitFor(() => expect(world.exits).toEqual([1]))
    } finally {
      if (usual === undefined) delete process.env['TMPDIR']
      else process.env['TMPDIR'] = usual
    }
    expect(world.errorBoxes[0]?.title).toBe('The folder for temporary files cannot be used')
    expect(world.errorBoxes[0]?.content).toContain('/proc/nowhere (ENOENT)')
    expect(world.windows).toEqual([])
  })

  it('a second start on the same machine opens nothing', async () => {
    world.onlyInstance = false
    await startProgram()
    expect(world.quits).toBe(1)
    expect(world.windows).toEqual([])
    expect(existsSync(path.join(dataFolder, 'companies'))).toBe(false)
  })

  it('says so where another copy works on the same data folder', async () => {
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.visible).toBe(true), { timeout: 20_000 })
    const first = world
    world = new ElectronWorld()
    await startProgram()
    await vi.waitFor(() => expect(world.exits).toEqual([1]), { timeout: 20_000 })
    expect(world.errorBoxes).toHaveLength(1)
    expect(world.windows).toEqual([])
    world = first
    // Two whole programs start in it, and a busy machine takes its time.
  }, 180_000)

  it('a surprise leaves a report', async () => {
    await startProgram()
    await vi.waitFor(() => expect(world.windows[0]?.visible).toBe(true), { timeout: 20_000 })
    const added = listenersOf('uncaughtException').filter((listener) => !before.listeners.has(listener))
    expect(added).toHaveLength(1)
    added[0]?.(new TypeError('nobody expected this'), 'uncaughtException')
    expect(world.exits).toEqual([1])
    expect(existsSync(path.join(dataFolder, 'crash-reports'))).toBe(true)
  })
})
