import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Launch } from '../../electron/shell/launch.ts'
import { isTerminalCommand, readLaunch, signInLink } from '../../electron/shell/launch.ts'
import { isOnlyInstance } from '../../electron/shell/lifetime.ts'
import { desktopEntry } from '../../electron/shell/login-item.ts'
import { Starts } from '../../electron/shell/starts.ts'
import { desktopShowsTray } from '../../electron/shell/tray-presence.ts'
import { windowBox } from '../../electron/shell/window-bounds.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { cleanDesktops, key, makeFolder, menuItem, startDesktop, status } from './desktop.ts'
import { ElectronWorld, electronDouble, preventable } from './electron-double.ts'

const HD = { x: 0, y: 0, width: 1920, height: 1040 }

afterEach(cleanDesktops)

describe('one instance', () => {
  it('a second one ends at once', () => {
    const world = new ElectronWorld()
    world.onlyInstance = false
    expect(isOnlyInstance(electronDouble(world), [])).toBe(false)
    expect(world.quits).toBe(1)
  })

  it('and shows the window of the first, on the company that it was started with', async () => {
    const { world } = await startDesktop({ options: { arguments: ['--hidden'] } })
    expect(world.latest().window.visible).toBe(false)
    world.app.emit('second-instance', {}, ['/opt/billdr-qbo', '--company', 'maple'], '/')
    expect(world.latest().window).toMatchObject({ visible: true, focused: true })
    expect(world.latest().window.page.sent.at(-1)).toEqual([
      'billdr:event',
      { event: 'open', company: 'maple', key: null },
    ])
  })

  it('what it asks for comes as it was given, whatever order Chromium makes of the command line', async () => {
    const first = new ElectronWorld()
    expect(isOnlyInstance(electronDouble(first), ['--company', 'maple'])).toBe(true)
    expect(first.toldTheFirst).toEqual({ given: ['--company', 'maple'] })
    const { world } = await startDesktop()
    world.latest().window.page.sent.length = 0
    const reordered = ['/opt/billdr-qbo', '--company', '--allow-file-access-from-files', 'maple']
    world.app.emit('second-instance', {}, reordered, '/', first.toldTheFirst)
    expect(world.latest().window.page.sent).toEqual([['billdr:event', { event: 'open', company: 'maple', key: null }]])
  })

  it('is heard from the first moment on: what is asked meanwhile is done once the window is there', async () => {
    const world = new ElectronWorld()
    const starts = new Starts(electronDouble(world))
    const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
    world.app.emit('open-url', event, 'billdr-qbo://callback?state=8477.a&code=b')
    world.app.emit('second-instance', {}, ['x'], '/', { given: ['--company', 'maple'] })
    expect(event.prevented).toBe(true)
    const heard: Launch[] = []
    starts.handTo({ launched: (launch) => void heard.push(launch), quits: () => false })
    expect(heard.map(({ company, signIn }) => company ?? signIn)).toEqual([
      'billdr-qbo://callback?code=b&state=8477.a',
      'maple',
    ])
  })

  it('asked to end before the window is there, it ends once it can', async () => {
    const world = new ElectronWorld()
    const electron = electronDouble(world)
    const starts = new Starts(electron)
    electron.app.quit()
    expect([world.quits, starts.isAskedToQuit]).toEqual([0, true])
    let asked = 0
    starts.handTo({
      launched: () => undefined,
      quits: () => {
        asked += 1
        return true
      },
    })
    expect(asked).toBe(1)
  })

  it('a company that does not exist is not opened', async () => {
    const { world } = await startDesktop()
    world.latest().window.page.sent.length = 0
    world.app.emit('second-instance', {}, ['/opt/billdr-qbo', '--company', '../../x'], '/')
    world.app.emit('second-instance', {}, ['/opt/billdr-qbo', '--company', 'other'], '/')
    expect(world.latest().window.page.sent).toEqual([])
  })
})

describe('a sign-in that comes back by a link', () => {
  const link = 'billdr-qbo://callback?code=AB1&state=8477.abc&realmId=123'

  it('goes to the company that waits for it', async () => {
    const { world, companion, call } = await startDesktop()
    companion.answers.connect = { ok: true, value: { authorizeUrl: 'https://appcenter.intuit.com/x' } }
    await call('connect', { company: 'maple', environment: 'production' })
    companion.answers.finishConnect = { ok: true, value: status().connection }
    world.app.emit('second-instance', {}, ['/opt/billdr-qbo', link], '/')
    await vi.waitFor(() =>
      expect(companion.callsOf('finishConnect')).toEqual([
        { company: 'maple', address: link, acceptOtherCompany: false },
      ]),
    )
    await vi.waitFor(() => expect(world.latest().window.focused).toBe(true))
  })

  it('comes another way on macOS, and is the same', async () => {
    const { world, companion, call } = await startDesktop({ options: { platform: 'darwin' } })
    await call('connect', { company: 'maple', environment: 'production' })
    const event = { prevented: false, preventDefault: () => (event.prevented = true) }
    world.app.emit('open-url', event, link)
    await vi.waitFor(() => expect(companion.callsOf('finishConnect')).toHaveLength(1))
    expect(event.prevented).toBe(true)
  })

  it('does nothing where nobody waits for one', async () => {
    const { world, companion } = await startDesktop()
    world.app.emit('second-instance', {}, ['/opt/billdr-qbo', link], '/')
    await vi.waitFor(() => expect(world.latest().window.focused).toBe(true))
    expect(companion.callsOf('finishConnect')).toEqual([])
  })

  it.each([
    ['billdr-qbo://callback?code=1'],
    ['billdr-qbo://evil?code=1&state=2'],
    ['billdr-qbo://callback/../settings?state=1'],
    ['billdr-qbo://user@callback?state=1'],
    ['https://callback?state=1'],
    ['billdr-qbo://callback'],
    [`billdr-qbo://callback?state=${'x'.repeat(9_000)}`],
    ['billdr-qbo:'],
  ])('%s is none', (address) => {
    expect(signInLink(address)).toBeNull()
  })

  it('only the parts of a sign-in are taken from it', () => {
    expect(signInLink('billdr-qbo://callback/?state=8477.a&code=b&acceptOtherCompany=true&x=1')).toBe(
      'billdr-qbo://callback?code=b&state=8477.a',
    )
  })

  it('the program asks the system for such links only where it is installed', async () => {
    expect((await startDesktop()).world.protocolClients).toEqual(['billdr-qbo'])
    expect((await startDesktop({ options: { packaged: false } })).world.protocolClients).toEqual([])
  })

  it('the portable program registers neither links nor a start with the computer', async () => {
    const environment = { PORTABLE_EXECUTABLE_FILE: 'E:\\billdr-qbo-portable.exe' }
    const { world, call } = await startDesktop({ options: { platform: 'win32', environment } })
    expect(world.protocolClients).toEqual([])
    expect(await call('desktop', {})).toMatchObject({ startsAtLogin: null })
    await call('setStartAtLogin', { on: true })
    expect(world.loginItem).toEqual({ openAtLogin: false })
  })
})

describe('the arguments of a start', () => {
  it.each([
    [['sync', '--watch'], true],
    [['status', '--json'], true],
    [['--help'], true],
    [[], false],
    [['--hidden'], false],
    [['billdr-qbo://callback?state=1'], false],
    [['--company', 'sync'], false],
    [['/home/ana/sync'], false],
    [['-psn_0_1'], false],
  ])('%j is a command of the terminal: %s', (given, expected) => {
    expect(isTerminalCommand(given)).toBe(expected)
  })

  it('every command that the terminal has is one', () => {
    const help = spawnSync(
      process.execPath,
      [path.resolve(import.meta.dirname, '..', '..', 'electron', 'cli.ts'), '--help'],
      { encoding: 'utf8' },
    ).stdout
    const commands = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z-]+)/gm)].map(
      ([, name]) => name ?? '',
    )
    expect(commands).toContain('sync')
    expect(commands.filter((name) => !isTerminalCommand([name, '--json']))).toEqual([])
  })

  it('are read one by one', () => {
    expect(readLaunch(['--hidden', '--company', 'maple'])).toEqual({
      hidden: true,
      signIn: null,
      company: 'maple',
      crashes: 0,
    })
    expect(readLaunch(['--company', '--hidden'])).toEqual({
      hidden: true,
      signIn: null,
      company: '--hidden',
      crashes: 0,
    })
    expect(readLaunch(['--company'])).toEqual({ hidden: false, signIn: null, company: null, crashes: 0 })
    expect(readLaunch(['--after-crash=2']).crashes).toBe(2)
    expect(readLaunch(['--after-crash=x']).crashes).toBe(0)
  })
})

describe('the window', () => {
  it('opens with the program, and stays in the tray where the program started with the computer', async () => {
    expect((await startDesktop()).world.latest().window.visible).toBe(true)
    expect((await startDesktop({ options: { arguments: ['--hidden'] } })).world.latest().window.visible).toBe(false)
  })

  it('hides into the tray when it is closed, and comes back by a click', async () => {
    const { world, click } = await startDesktop()
    expect(world.close(world.latest().window)).toBe(false)
    expect(world.latest().window.visible).toBe(false)
    click('Open')
    expect(world.latest().window).toMatchObject({ visible: true, focused: true })
    expect(world.windows).toHaveLength(1)
  })

  it('stays in the taskbar where the desktop has no tray, also after a hidden start', async () => {
    const { world } = await startDesktop({ hasTray: false, options: { arguments: ['--hidden'] } })
    const window = world.windows[0]
    expect(window?.visible).toBe(true)
    if (window) world.close(window)
    expect(window).toMatchObject({ visible: true, minimized: true })
  })

  it('is there without a tray at all', async () => {
    const { world, companion } = await startDesktop({ world: (made) => (made.trayFails = true) })
    expect(world.trays).toEqual([])
    expect(world.windows[0]?.visible).toBe(true)
    companion.tell({ event: 'status', status: status({ needsYou: 2 }) })
    expect(world.badge).toBe(2)
  })

  it('is where it was at the next start, at the same place of the list', async () => {
    const folder = makeFolder()
    const { world } = await startDesktop({ folder })
    const { window } = world.latest()
    window.page.events.emit(
      'did-navigate-in-page',
      {},
      `app://billdr-qbo/index.html#/maple/queue/${encodeURIComponent(key('104'))}`,
      true,
    )
    window.maximized = true
    window.events.emit('maximize')
    const again = await startDesktop({ folder })
    expect(again.world.latest().window.loaded).toEqual([
      `app://billdr-qbo/index.html#/maple/queue/${encodeURIComponent(key('104'))}`,
    ])
    expect(again.world.latest().window.maximized).toBe(true)
  })

  it('a screen that was taken away does not take the window with it', () => {
    const first = { x: 0, y: 0, width: 1920, height: 1040 }
    expect(windowBox({ x: 2000, y: 100, width: 1200, height: 800 }, [first])).toEqual({
      x: 360,
      y: 120,
      width: 1200,
      height: 800,
    })
    expect(
      windowBox({ x: 2000, y: 100, width: 1200, height: 800 }, [first, { x: 1920, y: 0, width: 1920, height: 1040 }]),
    ).toEqual({ x: 2000, y: 100, width: 1200, height: 800 })
    expect(windowBox({ x: 10, y: -400, width: 1200, height: 800 }, [first]).y).toBeGreaterThanOrEqual(0)
  })

  it('is never larger than a small screen', () => {
    const small = { x: 0, y: 0, width: 1024, height: 600 }
    expect(windowBox(null, [small])).toEqual(small)
    expect(windowBox({ x: 0, y: 0, width: 3000, height: 2000 }, [small])).toEqual(small)
  })

  it('opens the settings of a company from the tray', async () => {
    const { world, click } = await startDesktop()
    click('Settings')
    expect(world.latest().window.loaded.at(-1)).toBe('app://billdr-qbo/index.html#/maple/settings')
  })
})

describe('the taskbar', () => {
  const sending = (done: number, total: number): CompanyStatus =>
    status({ progress: { phase: 'sending', done, total, pauseMs: null } })

  it('shows how far a long run is, and nothing of a short one', async () => {
    const { world, companion } = await startDesktop()
    companion.tell({ event: 'status', status: sending(2, 8) })
    expect(world.latest().window.progress).toBe(-1)
    companion.tell({ event: 'status', status: sending(30, 120) })
    expect(world.latest().window.progress).toBe(0.25)
    companion.tell({ event: 'status', status: status() })
    expect(world.latest().window.progress).toBe(-1)
  })
})

describe('a panel that comes later, or goes', () => {
  it('is found: the window closes into the tray once somebody shows it, and into the taskbar after that', async () => {
    let shows = false
    const { world, time } = await startDesktop({ shows: async () => shows })
    const { window } = world.latest()
    world.close(window)
    expect(window).toMatchObject({ visible: true, minimized: true })
    for (const now of [true, false]) {
      shows = now
      time.pass(60_000)
      await vi.waitFor(() => {
        window.window.show()
        world.close(window)
        expect(window.visible).toBe(!now)
      })
    }
  })
})

describe('a broken memory of the desktop', () => {
  it.each([['{'], ['null'], ['{"version":9}'], ['{"version":1,"window":{"x":"left"}}'], ['\0\0\0']])(
    '%j is laid aside, and the program starts',
    async (text) => {
      const folder = makeFolder()
      mkdirSync(path.join(folder, 'data'), { recursive: true })
      writeFileSync(path.join(folder, 'data', 'desktop.json'), text)
      const { world, log } = await startDesktop({ folder })
      expect(world.latest().window.visible).toBe(true)
      expect(log).toContainEqual({ event: 'desktop-memory-broken', details: undefined })
      expect(readFileSync(path.join(folder, 'data', 'desktop.json.broken'), 'utf8')).toBe(text)
    },
  )

  it('a place that is none is not opened', async () => {
    const folder = makeFolder()
    mkdirSync(path.join(folder, 'data'), { recursive: true })
    writeFileSync(
      path.join(folder, 'data', 'desktop.json'),
      JSON.stringify({ version: 1, window: null, place: '"><script>', told: {}, waitingSince: {} }),
    )
    expect((await startDesktop({ folder })).world.latest().window.loaded).toEqual(['app://billdr-qbo/index.html'])
  })

  it('a folder that cannot be written costs the memory and nothing else', async () => {
    const folder = makeFolder()
    // A file in the place of the folder: it refuses root as well.
    writeFileSync(path.join(folder, 'data'), 'in the way')
    const { world, companion, click } = await startDesktop({ folder })
    companion.tell({ event: 'status', status: status({ needsYou: 1 }) })
    click('Quit')
    await vi.waitFor(() => expect(world.quits).toBe(1))
  })
})

describe('the end', () => {
  it('waits until everything is written down', async () => {
    const { world, companion, click } = await startDesktop()
    let written: () => void = () => undefined
    companion.close = () => new Promise<void>((resolve) => (written = resolve))
    click('Quit')
    await Promise.resolve()
    expect(world.quits).toBe(0)
    expect(world.close(world.latest().window)).toBe(true)
    written()
    await vi.waitFor(() => expect(world.quits).toBe(1))
    expect(world.latest().tray.destroyed).toBe(true)
  })

  it('does not wait for two seconds', async () => {
    const { world, companion, click, time } = await startDesktop()
    companion.close = () => new Promise<void>(() => undefined)
    click('Quit')
    time.pass(1_500)
    expect(world.quits).toBe(0)
    time.pass(400)
    await vi.waitFor(() => expect(world.quits).toBe(1))
  })

  it('is the same where the system shuts down, Windows ends the session, or the menu of macOS asks', async () => {
    const session = await startDesktop({ options: { platform: 'win32' } })
    session.world.latest().window.events.emit('session-end')
    await vi.waitFor(() => expect(session.companion.closed).toBe(true))
    const asked = await startDesktop({ options: { platform: 'win32' } })
    const idle = preventable({})
    asked.world.latest().window.events.emit('query-session-end', idle)
    await vi.waitFor(() => expect(asked.companion.closed).toBe(true))
    expect(idle.prevented).toBe(false)
    const shutdown = await startDesktop()
    const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
    shutdown.world.power.emit('shutdown', event)
    // The system is asked to wait.
    expect(event.prevented).toBe(true)
    await vi.waitFor(() => expect(shutdown.companion.closed).toBe(true))
    const menu = await startDesktop()
    electronDouble(menu.world).app.quit()
    await vi.waitFor(() => expect(menu.companion.closed).toBe(true))
    await vi.waitFor(() => expect(menu.world.quits).toBe(1))
  })
})

describe('the end of a Windows session', () => {
  it('waits for what is being sent, and goes on once it is written down', async () => {
    const progress = { phase: 'sending', done: 3, total: 9, pauseMs: null } as const
    const { world, companion } = await startDesktop({
      options: { platform: 'win32' },
      statuses: [status({ progress })],
    })
    const asked = preventable({})
    world.latest().window.events.emit('query-session-end', asked)
    expect(asked.prevented).toBe(true)
    await vi.waitFor(() => expect(companion.closed).toBe(true))
    await vi.waitFor(() => expect(world.quits).toBe(1))
  })
})

describe('a session that a person comes back to', () => {
  it.each(['unlock-screen', 'user-did-become-active'])(
    '%s: everything is looked at, and it was never stopped',
    async (back) => {
      const { world, companion } = await startDesktop()
      world.power.emit('lock-screen')
      world.power.emit('user-did-resign-active')
      expect(companion.system).toEqual([])
      world.online = false
      world.power.emit(back)
      expect(companion.system).toEqual(['wake', 'offline'])
    },
  )

  it('a screen that is taken away, or changed by a remote desktop, does not take the window with it', async () => {
    const { world } = await startDesktop({ world: (made) => (made.displays = [HD, { ...HD, x: 1920 }]) })
    const { window } = world.latest()
    window.window.setBounds({ x: 2_500, y: 100, width: 900, height: 700 })
    world.screen.emit('display-metrics-changed', {}, {}, ['workArea'])
    expect(window.window.getNormalBounds().x).toBe(2_500)
    world.displays = [HD]
    world.screen.emit('display-removed', {}, {})
    expect(window.window.getNormalBounds()).toEqual({ x: 510, y: 170, width: 900, height: 700 })
  })
})

describe('sleep and the network', () => {
  it('are told to the companion', async () => {
    const { world, companion, time } = await startDesktop()
    world.power.emit('suspend')
    world.online = false
    world.power.emit('resume')
    expect(companion.system).toEqual(['sleep', 'wake', 'offline'])
    expect(world.latest().tray.image).toContain('offline')
    world.online = true
    time.pass(10_000)
    expect(companion.system).toEqual(['sleep', 'wake', 'offline', 'online'])
    expect(world.latest().tray.image).toContain('well')
  })

  it('a start without a network says so at once', async () => {
    const { companion, world } = await startDesktop({ world: (made) => (made.online = false) })
    expect(companion.system).toEqual(['offline'])
    expect(world.latest().tray.image).toContain('offline')
  })
})

describe('starting with the computer', () => {
  it('is off until it is chosen, and can be chosen again (Linux)', async () => {
    const { world, click, folder } = await startDesktop()
    const file = path.join(folder, 'home', '.config', 'autostart', 'billdr-qbo.desktop')
    expect(existsSync(file)).toBe(false)
    expect(menuItem(world, 'Start with the computer').checked).toBe(false)
    click('Start with the computer')
    expect(readFileSync(file, 'utf8')).toMatch(/^Exec=".+" --hidden$/m)
    // Removed, the program leaves an entry that desktops take no notice of.
    expect(readFileSync(file, 'utf8')).toContain(`TryExec=${process.execPath}\n`)
    expect(menuItem(world, 'Start with the computer').checked).toBe(true)
    click('Start with the computer')
    expect(existsSync(file)).toBe(false)
  })

  it('is the system’s own setting on Windows and macOS', async () => {
    for (const platform of ['win32', 'darwin'] as const) {
      const { world, click } = await startDesktop({ options: { platform } })
      expect(menuItem(world, 'Start with the computer').checked).toBe(false)
      click('Start with the computer')
      expect(world.loginItem).toEqual({ openAtLogin: true, args: ['--hidden'] })
      expect(menuItem(world, 'Start with the computer').checked).toBe(true)
    }
  })

  it('can be chosen in the settings of the window, which says so where the system does not take it', async () => {
    const { call, folder } = await startDesktop()
    expect(await call('desktop', {})).toMatchObject({ startsAtLogin: false })
    expect(await call('setStartAtLogin', { on: true })).toEqual({ ok: true, value: null })
    expect(await call('desktop', {})).toMatchObject({ startsAtLogin: true })
    expect(await call('setStartAtLogin', { on: false })).toEqual({ ok: true, value: null })
    expect(existsSync(path.join(folder, 'home', '.config', 'autostart', 'billdr-qbo.desktop'))).toBe(false)

    const blocked = await startDesktop({ options: { environment: { XDG_CONFIG_HOME: path.join(folder, 'a-file') } } })
    writeFileSync(path.join(folder, 'a-file'), 'in the way')
    expect(await blocked.call('setStartAtLogin', { on: true })).toMatchObject({
      ok: false,
      problem: { code: 'start-at-login-refused' },
    })
    expect(await blocked.call('desktop', {})).toMatchObject({ startsAtLogin: false })
  })

  it('starts the AppImage, not the folder that it is unpacked to while it runs', async () => {
    const { click, folder } = await startDesktop({
      folder: makeFolder(),
      options: { environment: { XDG_CONFIG_HOME: makeFolder(), APPIMAGE: '/home/ana/Apps/Billdr 100%.AppImage' } },
    })
    click('Start with the computer')
    expect(readdirSync(folder)).not.toContain('home')
    expect(desktopEntry('/home/ana/Apps/Billdr 100%.AppImage')).toContain(
      'Exec="/home/ana/Apps/Billdr 100%%.AppImage" --hidden',
    )
    expect(desktopEntry('/a"b$c`d')).toContain('Exec="/a\\\\"b\\\\$c\\\\`d" --hidden')
  })

  it('is not offered by a development run', async () => {
    const { world } = await startDesktop({ options: { packaged: false } })
    expect(() => menuItem(world, 'Start with the computer')).toThrow()
  })
})

describe('whether the desktop shows a tray', () => {
  it('Windows and macOS do', async () => {
    const ask = vi.fn(async () => null)
    expect(await desktopShowsTray('win32', ask)).toBe(true)
    expect(await desktopShowsTray('darwin', ask)).toBe(true)
    expect(ask).not.toHaveBeenCalled()
  })

  it('a Linux desktop says so on its session bus, by either of two programs', async () => {
    expect(await desktopShowsTray('linux', async () => 'method return\n   boolean true\n')).toBe(true)
    expect(await desktopShowsTray('linux', async () => 'method return\n   boolean false\n')).toBe(false)
    expect(await desktopShowsTray('linux', async (program) => (program === 'gdbus' ? '(true,)\n' : null))).toBe(true)
    expect(await desktopShowsTray('linux', async () => null)).toBe(false)
  })
})
