import { generateKeyPairSync, sign } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CrashReports, readable } from '../../electron/shell/crash-reports.ts'
import type { DesktopState } from '../../shared/bridge.ts'
import type { UpdateInfo } from 'electron-updater'
import { signReleases } from '../../build/setup/sign-updates.ts'
import { signedText } from '../../electron/shell/update-signature.ts'
import type { Updater } from '../../electron/shell/updates.ts'
import { notesOf } from '../../electron/shell/updates.ts'
import { SIGNING_KEY, cleanDesktops, HOUR, makeFolder, menuItem, NOON, startDesktop } from './desktop.ts'

afterEach(cleanDesktops)

describe('a window that crashes', () => {
  it('leaves a report and comes back where it was', async () => {
    const { world, folder } = await startDesktop()
    const { page, loaded } = world.latest().window
    page.events.emit('did-navigate-in-page', {}, 'app://billdr-qbo/index.html#/maple/settings', true)
    page.events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 })
    expect(loaded.at(-1)).toBe('app://billdr-qbo/index.html#/maple/settings')
    const [report = ''] = readdirSync(path.join(folder, 'data', 'crash-reports'))
    expect(readFileSync(path.join(folder, 'data', 'crash-reports', report), 'utf8')).toContain(
      'The window stopped: crashed',
    )
    expect(world.dialogs).toEqual([])
  })

  /** Dies as often as it may come back, and once more. */
  async function broken(arguments_: string[] = []): Promise<Awaited<ReturnType<typeof startDesktop>>> {
    const desktop = await startDesktop({ options: { arguments: arguments_ } })
    for (let at = 0; at < 4; at++) {
      desktop.time.pass(1_000)
      desktop.world.latest().window.page.events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 })
    }
    return desktop
  }
  const OURS = 'app://billdr-qbo/index.html'
  const TROUBLE = 'app://billdr-qbo/trouble.html'

  it('again and again is not started for ever: a page of its own says so, with the log and a button', async () => {
    const { world, folder } = await broken()
    const { loaded, page } = world.latest().window
    expect(loaded).toEqual([OURS, OURS, OURS, OURS, TROUBLE])
    const answer = await world.pages.get('app')?.(new Request(TROUBLE))
    expect(await answer?.text()).toMatch(
      /<h1>The window could not be shown<\/h1>[^]+Open the window again[^]+Show the log/,
    )
    expect(answer?.headers.get('content-security-policy')).toContain("script-src 'self'")
    world.navigate(page, 'app://billdr-qbo/log')
    expect(world.openedPaths).toEqual([path.join(folder, 'data', 'companion.log')])
    world.navigate(page, 'app://billdr-qbo/again')
    expect(loaded.at(-1)).toBe(OURS)
    // It counts anew: once more it comes back by itself.
    page.events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 })
    expect(loaded.at(-1)).toBe(OURS)
  })

  it('the page in its place that dies too is not tried again', async () => {
    const { world } = await broken()
    const { loaded, page } = world.latest().window
    page.events.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 139 })
    expect(loaded.at(-1)).toBe(TROUBLE)
    expect(loaded.filter((address) => address === TROUBLE)).toHaveLength(1)
  })

  it.each<[string, (desktop: Awaited<ReturnType<typeof startDesktop>>) => void, string]>([
    ['the tray', ({ click }) => click('Open'), OURS],
    ['the settings in the tray', ({ click }) => click('Settings'), `${OURS}#/maple/settings`],
    ['a second start', ({ world }) => void world.app.emit('second-instance', {}, ['x'], '/', { given: [] }), OURS],
    [
      'a second start on a company',
      ({ world }) =>
        void world.app.emit('second-instance', {}, ['x', '--company', '--y', 'maple'], '/', {
          given: ['--company', 'maple'],
        }),
      `${OURS}#/maple/queue`,
    ],
    ['the dock', ({ world }) => void world.app.emit('activate', {}), OURS],
  ])('is revived by %s', async (_name, open, address) => {
    const desktop = await broken()
    open(desktop)
    await vi.waitFor(() => expect(desktop.world.latest().window.loaded.at(-1)).toBe(address))
    expect(desktop.world.latest().window).toMatchObject({ visible: true, focused: true })
  })

  it('that did not load is no blank page either', async () => {
    const { world, click } = await startDesktop()
    const { loaded, page } = world.latest().window
    page.events.emit('did-fail-load', {}, -3, 'ERR_ABORTED', OURS, true)
    expect(loaded).toEqual([OURS])
    page.events.emit('did-fail-load', {}, -6, 'ERR_FILE_NOT_FOUND', OURS, true)
    expect(loaded.at(-1)).toBe(TROUBLE)
    click('Open')
    expect(loaded.at(-1)).toBe(OURS)
    page.events.emit('did-navigate', {}, OURS, 404, 'Not Found')
    expect(loaded.at(-1)).toBe(TROUBLE)
  })

  it('a window that was closed in the ordinary way is no crash', async () => {
    const { world, folder } = await startDesktop()
    world.latest().window.page.events.emit('render-process-gone', {}, { reason: 'clean-exit', exitCode: 0 })
    expect(existsSync(path.join(folder, 'data', 'crash-reports'))).toBe(false)
  })
})

describe('a main process that crashes', () => {
  it('leaves a report and starts again, with what it was started with', async () => {
    const { world, shell, folder } = await startDesktop()
    shell.crashed(new TypeError('x is undefined'), 60_000)
    expect([world.relaunches, world.exits]).toEqual([[['--company', 'maple', '--after-crash=1']], [1]])
    expect(readdirSync(path.join(folder, 'data', 'crash-reports'))).toHaveLength(1)
  })

  it('at its start does not start again and again', async () => {
    const { world, shell } = await startDesktop()
    shell.crashed(new TypeError('x is undefined'), 500)
    expect([world.relaunches, world.exits]).toEqual([[], [1]])
  })

  it('is started three times in a row, and anew after a calm while', async () => {
    const third = await startDesktop({ options: { arguments: ['--after-crash=2'] } })
    third.shell.crashed(new TypeError('x is undefined'), 60_000)
    expect(third.world.relaunches).toEqual([['--company', 'maple', '--after-crash=3']])
    const last = await startDesktop({ options: { arguments: ['--after-crash=3'] } })
    last.shell.crashed(new TypeError('x is undefined'), 60_000)
    expect(last.world.relaunches).toEqual([])
    const calm = await startDesktop({ options: { arguments: ['--after-crash=3'] } })
    calm.shell.crashed(new TypeError('x is undefined'), 11 * 60_000)
    expect(calm.world.relaunches).toEqual([['--company', 'maple', '--after-crash=1']])
  })

  it('is spared by a command that fails: it leaves a report, and the rest goes on', async () => {
    const { world, companion, click, folder, log } = await startDesktop()
    companion.answers.syncNow = new TypeError('x is undefined')
    click('Sync now')
    await vi.waitFor(() => expect(log).toContainEqual({ event: 'surprise', details: { what: 'the command sync-now' } }))
    expect(readdirSync(path.join(folder, 'data', 'crash-reports'))).toHaveLength(1)
    expect(world.exits).toEqual([])
  })

  it('without a word (killed, or in native code) is noticed by the next start', async () => {
    const folder = makeFolder()
    await startDesktop({ folder })
    const { log } = await startDesktop({ folder })
    expect(log).toContainEqual({ event: 'last-start-ended-badly', details: undefined })
    expect(readdirSync(path.join(folder, 'data', 'crash-reports'))[0]).toContain('-ended.txt')
  })

  it('an ordinary end is none', async () => {
    const folder = makeFolder()
    const first = await startDesktop({ folder })
    first.click('Quit')
    await vi.waitFor(() => expect(first.world.quits).toBe(1))
    const { log } = await startDesktop({ folder })
    expect(log).toEqual([])
  })
})

describe('a crash report', () => {
  it('holds what helps to mend it, and nothing of the person’s business', () => {
    const folder = makeFolder()
    const reports = new CrashReports(folder, 'billdr-qbo 0.1.0, linux', () => new Date(NOON))
    const error = new Error(
      `cannot post "Invoice for Ana Client" of 1,725.25 to https://quickbooks.api.intuit.com/v3/company/123?x=1 for ana@client.example in ${homedir()}/exports`,
      {
        cause: new Error(
          'Bearer eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..abc refresh RT1-77-H0-1790000000abcdefghijkl client_secret=s3cr3t',
        ),
      },
    )
    const file = reports.write({ what: 'main', reason: 'an error', error }) ?? ''
    const text = readFileSync(file, 'utf8')
    expect(text).toContain('billdr-qbo 0.1.0, linux')
    expect(text).toMatch(
      /Error: cannot post "…" of # to https:\/\/quickbooks\.api\.intuit\.com\/… for <e-mail> in ~\/exports/,
    )
    expect(text).toContain('crashes-and-updates.test.ts')
    for (const secret of ['Ana', '1,725.25', 'ana@client', 'eyJlbmMi', 'RT1-77', 's3cr3t', homedir()]) {
      if (secret.length > 1) expect(text).not.toContain(secret === '/root' ? '/root/exports' : secret)
    }
  })

  it('twenty are kept, the oldest go', () => {
    const folder = makeFolder()
    let at = NOON
    const reports = new CrashReports(folder, 'x', () => new Date((at += 1000)))
    for (let count = 0; count < 25; count++) reports.write({ what: 'window', reason: 'crashed', error: undefined })
    expect(reports.list()).toHaveLength(20)
    expect(reports.list().at(-1)).toContain(new Date(at).toISOString().slice(0, 13))
  })

  it('a folder that cannot be written is no second crash', () => {
    const folder = makeFolder()
    writeFileSync(path.join(folder, 'crash-reports'), 'in the way')
    expect(
      new CrashReports(folder, 'x', () => new Date(NOON)).write({ what: 'main', reason: '', error: 'thrown text' }),
    ).toBeNull()
  })

  it.each([
    ['token abc123', 'token …'],
    ['password: hunter2', 'password: …'],
    ['value 12', 'value #'],
    ["name 'Ana'", "name '…'"],
    ['plain words stay', 'plain words stay'],
  ])('%s becomes %s', (message, expected) => {
    expect(readable(message)).toBe(expected)
  })
})

class UpdaterInTest extends EventEmitter {
  autoDownload = false
  autoInstallOnAppQuit = false
  allowDowngrade = true
  channel: string | null = null
  checks = 0
  downloads = 0
  installs: unknown[] = []
  checkForUpdates = async (): Promise<null> => {
    this.checks++
    return null
  }

  downloadUpdate = async (): Promise<string[]> => {
    this.downloads++
    return []
  }

  quitAndInstall = (...given: unknown[]): void => void this.installs.push(given)
}

/** A release as its publisher describes it, signed by the tool that releases are signed with. */
function released(version: string): UpdateInfo {
  const folder = makeFolder()
  const file = path.join(folder, 'latest.yml')
  writeFileSync(
    file,
    `version: ${version}\nfiles:\n  - url: setup.exe\n    sha512: c3Vt\n    size: 7\npath: setup.exe\nsha512: c3Vt\nreleaseDate: '2026-03-16T12:00:00.000Z'\n`,
  )
  expect(signReleases(folder, SIGNING_KEY, '10')).toEqual(['latest.yml'])
  // Signed again (another percentage), it is signed once.
  signReleases(folder, SIGNING_KEY, '50')
  const lines = readFileSync(file, 'utf8').split('\n')
  expect(lines.filter((line) => /^(signature|stagingPercentage): /.test(line))).toHaveLength(2)
  expect(lines).toContain('stagingPercentage: 50')
  const signature = lines.find((line) => line.startsWith('signature: '))?.slice('signature: '.length)
  return { version, files: [{ url: 'setup.exe', sha512: 'c3Vt', size: 7 }], signature } as unknown as UpdateInfo
}

describe('an update', () => {
  function updater(): { events: UpdaterInTest; updater: Updater } {
    const events = new UpdaterInTest()
    return { events, updater: events as unknown as Updater }
  }

  it('is looked for at the start and every six hours, and never goes back to an older version', async () => {
    const { events, updater: given } = updater()
    const { time } = await startDesktop({ updater: given })
    expect(events).toMatchObject({
      checks: 1,
      autoDownload: false,
      autoInstallOnAppQuit: true,
      allowDowngrade: false,
      channel: 'latest',
    })
    time.pass(12 * HOUR)
    await vi.waitFor(() => expect(events.checks).toBe(3))
  })

  it('is brought here only where it is signed by whoever published this program, as it was signed', async () => {
    const { events, updater: given } = updater()
    const { call, log } = await startDesktop({ updater: given })
    const good = released('0.2.0')
    const strange = generateKeyPairSync('ed25519').privateKey
    const text = signedText(good)
    for (const bad of [
      { ...good, signature: undefined },
      { ...good, version: '0.3.0' },
      { ...good, files: [{ url: 'setup.exe', sha512: 'b3RoZXI=' }] },
      { ...good, files: [] },
      { ...good, signature: sign(null, Buffer.from(text), strange).toString('base64') },
    ])
      events.emit('update-available', bad)
    expect(events.downloads).toBe(0)
    expect(log.filter(({ event }) => event === 'update-failed')).toHaveLength(5)
    expect((await call('desktop', {})) as DesktopState).toMatchObject({ updates: { state: 'failed' } })
    events.emit('update-available', good)
    expect(events.downloads).toBe(1)
  })

  it('that is still tried out is taken only by who chose that, also after a start; never an older one', async () => {
    const { events, updater: given } = updater()
    const { call, folder } = await startDesktop({ updater: given })
    expect(await call('setBetaUpdates', { on: true })).toEqual({ ok: true, value: null })
    expect(events).toMatchObject({ channel: 'beta', allowDowngrade: false, checks: 2 })
    const again = updater()
    await startDesktop({ updater: again.updater, folder })
    expect(again.events.channel).toBe('beta')
    const byFirm = updater()
    const environment = { BILLDR_QBO_UPDATE_CHECKS: 'stable' }
    await startDesktop({ updater: byFirm.updater, folder, options: { environment } })
    expect(byFirm.events.channel).toBe('latest')
  })

  it.each(['throws', 'says so', 'does nothing'])(
    'that cannot be installed (it %s) leaves the old one running',
    async (how) => {
      const { events, updater: given } = updater()
      events.quitAndInstall = () => {
        if (how === 'throws') throw new Error('EACCES')
        if (how === 'says so') events.emit('error', new Error('EACCES'))
      }
      const { world, time } = await startDesktop({ updater: given })
      events.emit('update-downloaded', { version: '0.2.0', releaseNotes: null })
      world.notifications[0]?.events.emit('click')
      await vi.waitFor(() => expect(world.dialogs).toHaveLength(1))
      await vi.waitFor(() => {
        time.pass(60_000)
        expect([world.relaunches, world.exits]).toEqual([[['--company', 'maple']], [0]])
      })
    },
  )

  it('is shown once it is here, with what is new, and waits for a yes', async () => {
    const { events, updater: given } = updater()
    const { world, companion } = await startDesktop({ updater: given, world: (made) => (made.answerDialog = 1) })
    events.emit('update-downloaded', {
      version: '0.2.0',
      releaseNotes: '<ul><li>Purchase orders</li><li>Faster &amp; quieter</li></ul>',
    })
    expect(world.notifications.map(({ options }) => options.title)).toEqual(['Version 0.2.0 is ready'])
    menuItem(world, 'Restart to update to 0.2.0…').click?.(undefined as never, undefined, undefined as never)
    await vi.waitFor(() => expect(world.dialogs).toHaveLength(1))
    expect(world.dialogs[0]).toMatchObject({
      message: 'Version 0.2.0 is ready',
      detail: 'What is new:\n\n• Purchase orders\n• Faster & quieter',
      buttons: ['Restart now', 'When I quit'],
    })
    expect(events.installs).toEqual([])
    expect(companion.closed).toBe(false)
  })

  it('is installed when everything is written down', async () => {
    const { events, updater: given } = updater()
    const { world, companion } = await startDesktop({ updater: given })
    events.emit('update-downloaded', { version: '0.2.0', releaseNotes: null })
    world.notifications[0]?.events.emit('click')
    await vi.waitFor(() => expect(events.installs).toEqual([[false, true]]))
    expect(companion.closed).toBe(true)
  })

  it('is shown in the settings of the window too: looked for on a click, with what is new, and restarted only after a yes', async () => {
    const { events, updater: given } = updater()
    const { call, world, time } = await startDesktop({ updater: given, world: (made) => (made.answerDialog = 1) })
    const updates = async () => ((await call('desktop', {})) as DesktopState).updates
    expect(await call('desktop', {})).toMatchObject({
      version: '0.1.0',
      startsAtLogin: false,
      updates: { state: 'checking', ready: null },
    })
    events.emit('update-not-available', { version: '0.1.0' })
    expect(await updates()).toMatchObject({ state: 'current' })

    time.pass(HOUR)
    expect(await call('checkForUpdates', {})).toEqual({ ok: true, value: null })
    expect(events.checks).toBe(2)
    expect(await updates()).toMatchObject({ state: 'checking', checkedAt: new Date(NOON + HOUR).toISOString() })
    events.emit('update-available', released('0.2.0'))
    expect(await updates()).toMatchObject({ state: 'loading', ready: null })
    events.emit('update-downloaded', { version: '0.2.0', releaseNotes: 'Purchase orders' })
    expect(await updates()).toMatchObject({ state: 'ready', ready: { version: '0.2.0', notes: 'Purchase orders' } })
    events.emit('error', new Error('net::ERR_TIMED_OUT'))
    expect(await updates()).toMatchObject({ state: 'ready' })

    await call('restartToUpdate', {})
    expect(world.dialogs).toHaveLength(1)
    expect(events.installs).toEqual([])
  })

  it('is not offered where this program has no place to look for one', async () => {
    const { call } = await startDesktop()
    expect(await call('desktop', {})).toMatchObject({ updates: null })
    expect(await call('checkForUpdates', {})).toMatchObject({ ok: false, problem: { code: 'desktop-only' } })
    expect(await call('restartToUpdate', {})).toMatchObject({ ok: false, problem: { code: 'desktop-only' } })
  })

  it('that cannot be had is written down and bothers nobody', async () => {
    const { events, updater: given } = updater()
    const { world, log } = await startDesktop({ updater: given })
    events.emit('error', new Error('net::ERR_INTERNET_DISCONNECTED'))
    expect(world.notifications).toEqual([])
    expect(world.dialogs).toEqual([])
    expect(log).toContainEqual({ event: 'update-failed', details: { reason: 'net::ERR_INTERNET_DISCONNECTED' } })
  })

  it('notes of several versions are shown with their numbers', () => {
    expect(
      notesOf({
        releaseNotes: [
          { version: '0.3.0', note: 'B' },
          { version: '0.2.0', note: null },
        ],
      }),
    ).toBe('0.3.0\nB\n\n0.2.0')
    expect(notesOf({ releaseNotes: '<p>1 &lt; 2</p><script>x()</script>' })).not.toContain('<script>')
  })
})

describe('the help and the folder of crash reports', () => {
  it('can be opened from the menu', async () => {
    const { world, folder } = await startDesktop()
    mkdirSync(path.join(folder, 'data', 'crash-reports'), { recursive: true })
    const help = world.applicationMenu.at(-1)?.submenu as Electron.MenuItemConstructorOptions[]
    for (const item of help) item.click?.(undefined as never, undefined, undefined as never)
    expect(world.openedPaths).toEqual([
      path.join(folder, 'help', 'en', 'index.html'),
      path.join(folder, 'data', 'crash-reports'),
    ])
  })
})
