import { afterEach, describe, expect, it } from 'vitest'
import type { CompanyStatus } from '../../shared/status.ts'
import { noCounts } from '../../shared/row.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { overallState, overviewOf, OVERALL_STATES } from '../../shared/overall-state.ts'
import { trayImage } from '../../electron/shell/tray-images.ts'
import { trayTooltip } from '../../electron/shell/tray-menu.ts'
import { cleanDesktops, failedRow, HOUR, key, menuItem, startDesktop, status } from './desktop.ts'

afterEach(cleanDesktops)

const offline: Partial<CompanyStatus> = { connection: { ...status().connection, state: 'offline' } }
const failed: Partial<CompanyStatus> = { counts: { ...noCounts(), failed: 2 }, needsYou: 2 }
const waiting: Partial<CompanyStatus> = { counts: { ...noCounts(), held: 3 }, needsYou: 3 }
const sending: Partial<CompanyStatus> = { progress: { phase: 'sending', done: 3, total: 10, pauseMs: null } }
const paused: Partial<CompanyStatus> = { paused: true }

describe('the state of the tray', () => {
  it.each([
    ['all is well', {}, 'well'],
    ['documents are on their way', sending, 'syncing'],
    ['documents wait for a person', waiting, 'waiting'],
    [
      'a removal waits for a yes',
      { guards: [{ id: 'g', since: '', keys: [], problem: { code: 'waits-for-confirmation', params: {} } }] },
      'waiting',
    ],
    ['nobody has signed in', { connection: { ...status().connection, state: 'not-connected' } }, 'failed'],
    [
      'the export cannot be read',
      { source: { ...status().source, problem: { code: 'source-missing', params: {} } } },
      'waiting',
    ],
    ['a document was refused', failed, 'failed'],
    ['the connection has ended', { connection: { ...status().connection, state: 'ended' } }, 'failed'],
    ['QuickBooks cannot be reached', offline, 'offline'],
    ['a person paused it', paused, 'paused'],
    ['a failure while documents are on their way', { ...failed, ...sending }, 'failed'],
    ['a failure during a pause', { ...failed, ...paused }, 'failed'],
    [
      'the source is looked at, as every minute',
      { progress: { phase: 'reading', done: 0, total: null, pauseMs: null } },
      'well',
    ],
  ] satisfies [string, Partial<CompanyStatus>, string][])('where %s', (_case, change, expected) => {
    expect(overallState(status(change))).toBe(expected)
  })

  it('the worst company decides, and all are counted together', () => {
    const companies = [
      status({ companyId: 'a', ...sending }),
      status({ companyId: 'b', ...waiting }),
      status({ companyId: 'c', ...failed }),
    ]
    expect(overviewOf(companies)).toMatchObject({ state: 'failed', needsYou: 5, failed: 2 })
  })

  it('one paused company among others that go on does not make the whole paused', () => {
    expect(overviewOf([status(paused), status()]).state).toBe('well')
    expect(overviewOf([status(paused), status(paused)]).state).toBe('paused')
    expect(overviewOf([]).state).toBe('well')
  })

  it('every state has an image of its own for dark and light taskbars and for macOS', () => {
    const files = OVERALL_STATES.flatMap((state) => [
      trayImage('i', state, 'win32', true),
      trayImage('i', state, 'win32', false),
      trayImage('i', state, 'darwin', true),
      trayImage('i', state, 'linux', true),
    ])
    expect(new Set(files).size).toBe(4 * OVERALL_STATES.length)
  })
})

describe('the tooltip', () => {
  it('says the state, and each company with its counts', () => {
    const companies = [status({ ...failed, counts: { ...noCounts(), failed: 2, synced: 40 }, needsYou: 5 })]
    expect(trayTooltip(companies, overviewOf(companies), wordsFor('en'))).toBe(
      `Something failed\nMaple Renovations: 2 failed, 3 waiting for you, ${wordsFor('en').state('synced')}: 40`,
    )
  })

  it('stays within what Windows shows, whatever the companies are called', () => {
    const companies = Array.from({ length: 10 }, (_, at) =>
      status({ companyId: `c${at}`, name: `A contractor with a long name ${at}`, ...failed }),
    )
    const text = trayTooltip(companies, overviewOf(companies), wordsFor('en'))
    expect(text.length).toBeLessThanOrEqual(127)
    expect(text).toContain('Something failed')
    const long = [status({ name: 'x'.repeat(300) })]
    expect(trayTooltip(long, overviewOf(long), wordsFor('fr')).length).toBeLessThanOrEqual(127)
  })
})

describe('the tray of a running desktop', () => {
  it('shows what the companion says, in icon, tooltip and badge alike', async () => {
    const { world, companion } = await startDesktop()
    const { tray } = world.latest()
    expect(tray.image).toContain('well-panel-light')
    companion.tell({ event: 'status', status: status(failed) })
    expect(tray.image).toContain('failed-panel-light')
    expect(tray.tooltip).toContain('Something failed')
    expect(world.badge).toBe(2)
    companion.tell({ event: 'status', status: status(sending) })
    expect(tray.image).toContain('syncing-panel-light')
    expect(world.badge).toBe(0)
  })

  it('changes its colours with the taskbar', async () => {
    const { world } = await startDesktop({ options: { platform: 'win32' } })
    world.darkTaskbar = true
    world.theme.emit('updated')
    expect(world.latest().tray.image).toContain('well-on-dark')
  })

  it('is a template image on macOS', async () => {
    const { world } = await startDesktop({ options: { platform: 'darwin' } })
    expect(world.latest().tray.image).toContain('wellTemplate.png')
    expect(world.templateImages).toContain(world.latest().tray.image)
  })

  it('marks the button in the taskbar on Windows', async () => {
    const { world, companion } = await startDesktop({ options: { platform: 'win32' } })
    expect(world.latest().window.overlay).toBeNull()
    companion.tell({ event: 'status', status: status(failed) })
    expect(world.latest().window.overlay).toContain('overlay')
    expect(world.latest().window.overlay).toContain('failed.png')
  })

  it('lists the last five problems, the newest first, and each opens its document', async () => {
    const { world, companion, time, click } = await startDesktop()
    for (let at = 1; at <= 6; at++) {
      time.pass(HOUR)
      companion.tell({ event: 'rows', company: 'maple', revision: at, rows: [failedRow(`10${at}`)], removed: [] })
    }
    const labels = world
      .latest()
      .tray.menu.map((item) => item.label ?? '')
      .filter((label) => /^10\d:/.test(label))
    expect(labels.map((label) => label.slice(0, 3))).toEqual(['106', '105', '104', '103', '102'])
    click(/^104:/)
    expect(world.latest().window).toMatchObject({ visible: true, focused: true })
    expect(world.latest().window.page.sent).toContainEqual([
      'billdr:event',
      { event: 'open', company: 'maple', key: key('104') },
    ])
  })

  it('a problem that is mended leaves the menu', async () => {
    const { world, companion } = await startDesktop({ rows: [failedRow('101')] })
    expect(menuItem(world, /^101:/)).toBeDefined()
    companion.tell({
      event: 'rows',
      company: 'maple',
      revision: 2,
      rows: [failedRow('101', { state: 'synced', problem: null })],
      removed: [],
    })
    expect(() => menuItem(world, /^101:/)).toThrow()
    expect(menuItem(world, 'No problems').enabled).toBe(false)
  })

  it('syncs all companies, retries what failed where it failed, pauses and resumes', async () => {
    const { companion, click, time } = await startDesktop({
      statuses: [status(), status({ companyId: 'oak', name: 'Oak Builders', ...failed })],
    })
    click('Sync now')
    expect(companion.callsOf('syncNow')).toEqual([{ company: 'maple' }, { company: 'oak' }])
    click('Retry failed (2)')
    expect(companion.callsOf('retry')).toEqual([{ company: 'oak', keys: 'all' }])
    click('Pause for an hour')
    expect(companion.callsOf('pause')).toEqual(
      ['maple', 'oak'].map((company) => ({ company, until: new Date(time.now + HOUR).toISOString() })),
    )
    companion.tell({ event: 'companies', companies: [status(paused), status({ companyId: 'oak', ...paused })] })
    await Promise.resolve()
    companion.tell({ event: 'status', status: status(paused) })
    click('Resume')
    expect(companion.callsOf('pause').slice(2)).toEqual(['maple', 'oak'].map((company) => ({ company, until: null })))
  })

  it('cannot retry where nothing failed', async () => {
    const { world } = await startDesktop()
    expect(menuItem(world, 'Retry failed').enabled).toBe(false)
  })

  it('lists the companies with their state, and shows an ampersand as it is', async () => {
    const { world, click } = await startDesktop({
      statuses: [status(), status({ companyId: 'bros', name: 'Roy & Sons', ...waiting })],
    })
    expect(menuItem(world, /^Roy/).label).toBe('Roy && Sons: 3 waiting for you')
    click(/^Roy/)
    expect(world.latest().window.page.sent.at(-1)).toEqual([
      'billdr:event',
      { event: 'open', company: 'bros', key: null },
    ])
  })

  it('does not draw an open menu anew where nothing in it changed', async () => {
    const { world, companion } = await startDesktop()
    const before = world.latest().tray.menu
    companion.tell({
      event: 'status',
      status: status({ progress: { phase: 'reading', done: 1, total: 5, pauseMs: null } }),
    })
    expect(world.latest().tray.menu).toBe(before)
  })

  it('speaks French where the program does', async () => {
    const { world, companion, call } = await startDesktop()
    companion.answers.setLanguage = { ok: true, value: null }
    await call('setLanguage', { language: 'fr' })
    expect(world.latest().tray.tooltip).toContain('Tout va bien')
    expect(menuItem(world, 'Synchroniser maintenant')).toBeDefined()
    expect(JSON.stringify(world.applicationMenu.map((item) => item.label))).toContain('Affichage')
  })
})
