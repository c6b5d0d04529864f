import type { Serializable } from 'node:child_process'
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'
import type { ElectronParts } from '../../electron/shell/contract.ts'
import { declaredMembers } from './declared.ts'

/** What a double may have: members of the real thing, with the real thing's types; listeners are Node's own. */
type Fits<T, D> = { [K in keyof D]: K extends keyof EventEmitter ? unknown : K extends keyof T ? T[K] : never }

/**
 * Stands in for an object of Electron. The compiler holds its members to Electron's declarations, and at run time a call
 * of anything that Electron does not declare fails, and so does a call that the double does not play yet.
 */
function standIn<T extends object>() {
  return <D extends object & Fits<T, D>>(name: string, double: D): T => {
    const declared = declaredMembers(name)
    return new Proxy(double, {
      get(target, member) {
        const value: unknown = Reflect.get(target, member, target)
        if (
          typeof member === 'symbol' ||
          member === 'then' ||
          member === 'constructor' ||
          member === 'toJSON' ||
          member === 'asymmetricMatch'
        )
          return value
        if (!declared.has(member)) throw new Error(`Electron has no ${name}.${member}`)
        if (value === undefined && !(member in target))
          throw new Error(`The double of Electron does not play ${name}.${member}`)
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
      set(target, member, value) {
        if (typeof member === 'string' && !declared.has(member)) throw new Error(`Electron has no ${name}.${member}`)
        return Reflect.set(target, member, value, target)
      },
    }) as unknown as T
  }
}

/** An event that can be prevented, as Electron hands them out. */
export interface Preventable {
  preventDefault(): void
  prevented: boolean
}

export function preventable<T extends object>(more: T): T & Preventable {
  const event = { ...more, prevented: false, preventDefault: () => void (event.prevented = true) }
  return event
}

/** One page in the double: what it was told and where it is. */
export interface PageRecord {
  contents: Electron.WebContents
  events: EventEmitter
  address: string
  sent: unknown[][]
  openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null
  destroyed: boolean
}

export interface WindowRecord {
  options: Electron.BrowserWindowConstructorOptions
  window: Electron.BrowserWindow
  events: EventEmitter
  page: PageRecord
  visible: boolean
  focused: boolean
  minimized: boolean
  maximized: boolean
  loaded: string[]
  overlay: string | null
  /** What its place in the taskbar shows; -1 is nothing. */
  progress: number
}

export interface TrayRecord {
  events: EventEmitter
  image: string
  tooltip: string
  menu: Electron.MenuItemConstructorOptions[]
  destroyed: boolean
}

export interface NotificationRecord {
  options: Electron.NotificationConstructorOptions
  events: EventEmitter
}

/** What happened in the double, and what it is to answer. */
export class ElectronWorld {
  readonly app = new EventEmitter()
  readonly power = new EventEmitter()
  readonly theme = new EventEmitter()
  readonly session = new EventEmitter()
  readonly screen = new EventEmitter()
  readonly windows: WindowRecord[] = []
  readonly trays: TrayRecord[] = []
  readonly notifications: NotificationRecord[] = []
  readonly opened: string[] = []
  readonly openedPaths: string[] = []
  readonly dialogs: Electron.MessageBoxOptions[] = []
  readonly errorBoxes: { title: string; content: string }[] = []
  readonly schemes: Electron.CustomScheme[] = []
  readonly protocolClients: string[] = []
  readonly calls = new Map<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown>()
  readonly pages = new Map<string, (request: Request) => Response | Promise<Response>>()
  applicationMenu: Electron.MenuItemConstructorOptions[] = []
  readonly paths = new Map<string, string>()
  sandboxed = false
  userModelId = ''
  locale = 'en-CA'
  badge = 0
  online = true
  darkTaskbar = false
  darkWindows = false
  trayFails = false
  notificationsSupported = true
  onlyInstance = true
  toldTheFirst: Record<string, unknown> | null = null
  loginItem: Electron.Settings = { openAtLogin: false }
  displays = [{ x: 0, y: 0, width: 1920, height: 1040 }]
  answerDialog = 0
  quits = 0
  exits: number[] = []
  readonly relaunches: string[][] = []
  templateImages: string[] = []
  permissionRequest: Parameters<Electron.Session['setPermissionRequestHandler']>[0] = null
  permissionCheck: Parameters<Electron.Session['setPermissionCheckHandler']>[0] = null
  deviceCheck: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null
  displayMedia: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0] = null
  certificates: Parameters<Electron.Session['setCertificateVerifyProc']>[0] = null
  beforeRequest:
    | ((
        details: Electron.OnBeforeRequestListenerDetails,
        answer: (response: Electron.CallbackResponse) => void,
      ) => void)
    | null = null
  spellChecker = true

  /** A page makes a request on the call channel, as `ipcRenderer.invoke` would: arguments and answer are copied. */
  async invoke(
    channel: string,
    args: unknown[],
    from: { sender: Electron.WebContents; frame: { url: string; parent: object | null } | null },
  ): Promise<unknown> {
    const handler = this.calls.get(channel)
    if (!handler) throw new Error(`nobody handles ${channel}`)
    const event = { sender: from.sender, senderFrame: from.frame } as unknown as Electron.IpcMainInvokeEvent
    return structuredClone(await handler(event, ...(structuredClone(args) as unknown[])))
  }

  /** The page wants to go elsewhere, by script or by a click; answers where it is then. */
  navigate(
    page: PageRecord,
    address: string,
    how: 'will-navigate' | 'will-redirect' | 'will-frame-navigate' = 'will-navigate',
    isMainFrame = true,
  ): string {
    const event = preventable({ url: address, isMainFrame })
    page.events.emit(how, event)
    if (!event.prevented && isMainFrame) page.address = address
    return page.address
  }

  /** The person closes the window with its button; answers whether it is gone. */
  close(record: WindowRecord): boolean {
    const event = preventable({})
    record.events.emit('close', event)
    if (event.prevented) return false
    record.page.destroyed = true
    record.visible = false
    record.events.emit('closed')
    return true
  }

  latest(): { window: WindowRecord; tray: TrayRecord } {
    const window = this.windows.at(-1)
    const tray = this.trays.at(-1)
    if (!window || !tray) throw new Error('there is no window or no tray')
    return { window, tray }
  }
}

/** Electron, as far as the shell uses it, acting on a world that a test can look into. */
export function electronDouble(world: ElectronWorld): ElectronParts {
  return {
    app: appDouble(world),
    BrowserWindow: windowClass(world),
    Menu: menuClass(world),
    Tray: trayClass(world),
    Notification: notificationClass(world),
    ipcMain: standIn<Electron.IpcMain>()('IpcMain', {
      handle: (channel: string, listener: (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown) =>
        void world.calls.set(channel, listener),
    }),
    nativeImage: standIn<typeof Electron.nativeImage>()('NativeImage', {
      createFromPath: (file: string) => imageDouble(world, file),
    }),
    nativeTheme: themeDouble(world),
    net: standIn<Electron.Net>()('Net', { isOnline: () => world.online }),
    powerMonitor: standIn<Electron.PowerMonitor>()('PowerMonitor', {
      on: world.power.on.bind(world.power),
      off: world.power.off.bind(world.power),
    }),
    protocol: standIn<Electron.Protocol>()('Protocol', {
      registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => void world.schemes.push(...schemes),
    }),
    screen: standIn<Electron.Screen>()('Screen', {
      on: world.screen.on.bind(world.screen),
      getAllDisplays: () => world.displays.map((workArea) => ({ workArea }) as Electron.Display),
    }),
    session: { defaultSession: sessionDouble(world) } as typeof Electron.session,
    shell: standIn<Electron.Shell>()('Shell', {
      openExternal: async (url: string) => void world.opened.push(url),
      openPath: async (file: string) => {
        world.openedPaths.push(file)
        return ''
      },
    }),
    dialog: standIn<Electron.Dialog>()('Dialog', {
      showMessageBox: (async (options: Electron.MessageBoxOptions) => {
        world.dialogs.push(options)
        return { response: world.answerDialog, checkboxChecked: false }
      }) as Electron.Dialog['showMessageBox'],
      showErrorBox: (title: string, content: string) => void world.errorBoxes.push({ title, content }),
    }),
    crashReporter: standIn<Electron.CrashReporter>()('CrashReporter', {}),
    utilityProcess: sideDouble(),
  }
}

/** What runs beside the program is started by Node in these tests. */
function sideDouble(): typeof Electron.utilityProcess {
  const start = (file: string): Partial<Electron.UtilityProcess> => {
    const child = fork(file, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.unref()
    child.channel?.unref()
    return Object.assign(child, { postMessage: (message: Serializable) => void child.send(message) }) as never
  }
  return { fork: start } as typeof Electron.utilityProcess
}

function appDouble(world: ElectronWorld): Electron.App {
  return standIn<Electron.App>()('App', {
    on: world.app.on.bind(world.app),
    off: world.app.off.bind(world.app),
    quit: () => {
      const event = preventable({})
      world.app.emit('before-quit', event)
      if (!event.prevented) world.quits++
    },
    exit: (code?: number) => void world.exits.push(code ?? 0),
    whenReady: async () => undefined,
    isReady: () => false,
    commandLine: { hasSwitch: () => false } as unknown as Electron.CommandLine,
    enableSandbox: () => void (world.sandboxed = true),
    setAppUserModelId: (id: string) => void (world.userModelId = id),
    getPath: (name: string) => world.paths.get(name) ?? `/${name}`,
    setPath: (name: string, folder: string) => void world.paths.set(name, folder),
    getVersion: () => '0.1.0',
    getLocale: () => world.locale,
    isPackaged: false,
    relaunch: (options?: Electron.RelaunchOptions) => void world.relaunches.push(options?.args ?? []),
    requestSingleInstanceLock: (more?: Record<string, unknown>) => {
      world.toldTheFirst = more ?? null
      return world.onlyInstance
    },
    setBadgeCount: (count?: number) => {
      world.badge = count ?? 0
      return true
    },
    setAsDefaultProtocolClient: (scheme: string) => {
      world.protocolClients.push(scheme)
      return true
    },
    getLoginItemSettings: () => world.loginItem as Electron.LoginItemSettings,
    setLoginItemSettings: (settings: Electron.Settings) => void (world.loginItem = settings),
  })
}

function themeDouble(world: ElectronWorld): Electron.NativeTheme {
  return standIn<Electron.NativeTheme>()('NativeTheme', {
    get shouldUseDarkColors() {
      return world.darkWindows
    },
    get shouldUseDarkColorsForSystemIntegratedUI() {
      return world.darkTaskbar
    },
    on: world.theme.on.bind(world.theme),
  })
}

function sessionDouble(world: ElectronWorld): Electron.Session {
  return standIn<Electron.Session>()('Session', {
    protocol: standIn<Electron.Protocol>()('Protocol', {
      handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) =>
        void world.pages.set(scheme, handler),
    }),
    setPermissionRequestHandler: (handler: ElectronWorld['permissionRequest']) =>
      void (world.permissionRequest = handler),
    setPermissionCheckHandler: (handler: ElectronWorld['permissionCheck']) => void (world.permissionCheck = handler),
    setDevicePermissionHandler: (handler: ElectronWorld['deviceCheck']) => void (world.deviceCheck = handler),
    setDisplayMediaRequestHandler: (handler: ElectronWorld['displayMedia']) => void (world.displayMedia = handler),
    setCertificateVerifyProc: (handler: ElectronWorld['certificates']) => void (world.certificates = handler),
    setSpellCheckerEnabled: (enable: boolean) => void (world.spellChecker = enable),
    webRequest: standIn<Electron.WebRequest>()('WebRequest', {
      onBeforeRequest: ((listener: NonNullable<ElectronWorld['beforeRequest']>) =>
        void (world.beforeRequest = listener)) as Electron.WebRequest['onBeforeRequest'],
    }),
    on: world.session.on.bind(world.session),
  })
}

const imageFiles = new WeakMap<object, string>()

function imageDouble(world: ElectronWorld, file: string): Electron.NativeImage {
  const image = standIn<Electron.NativeImage>()('NativeImage', {
    setTemplateImage: (option: boolean) => void (option && world.templateImages.push(file)),
  })
  imageFiles.set(image, file)
  return image
}

function fileOf(image: Electron.NativeImage | string | null): string {
  return typeof image === 'string' ? image : image === null ? '' : (imageFiles.get(image) ?? '')
}

const menuTemplates = new WeakMap<object, Electron.MenuItemConstructorOptions[]>()

function menuClass(world: ElectronWorld): typeof Electron.Menu {
  return {
    buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => {
      const menu = standIn<Electron.Menu>()('Menu', {})
      menuTemplates.set(menu, template)
      return menu
    },
    setApplicationMenu: (menu: Electron.Menu | null) =>
      void (world.applicationMenu = (menu && menuTemplates.get(menu)) ?? []),
  } satisfies Partial<typeof Electron.Menu> as unknown as typeof Electron.Menu
}

function trayClass(world: ElectronWorld): typeof Electron.Tray {
  function Tray(image: Electron.NativeImage | string): Electron.Tray {
    if (world.trayFails) throw new Error('no tray')
    const events = new EventEmitter()
    const record: TrayRecord = { events, image: fileOf(image), tooltip: '', menu: [], destroyed: false }
    world.trays.push(record)
    return standIn<Electron.Tray>()('Tray', {
      on: events.on.bind(events),
      setImage: (next: Electron.NativeImage | string) => void (record.image = fileOf(next)),
      setToolTip: (text: string) => void (record.tooltip = text),
      setContextMenu: (menu: Electron.Menu | null) => void (record.menu = (menu && menuTemplates.get(menu)) ?? []),
      destroy: () => void (record.destroyed = true),
    })
  }
  return Tray as unknown as typeof Electron.Tray
}

function notificationClass(world: ElectronWorld): typeof Electron.Notification {
  function Notification(options: Electron.NotificationConstructorOptions): Electron.Notification {
    const events = new EventEmitter()
    return standIn<Electron.Notification>()('Notification', {
      on: events.on.bind(events),
      show: () => void world.notifications.push({ options, events }),
    })
  }
  Notification.isSupported = () => world.notificationsSupported
  return Notification as unknown as typeof Electron.Notification
}

/** A page of its own, for tests of what may not be trusted. */
export function strayPage(address: string): PageRecord {
  const events = new EventEmitter()
  const page: PageRecord = {
    events,
    address,
    sent: [],
    openHandler: null,
    destroyed: false,
    contents: null as unknown as Electron.WebContents,
  }
  page.contents = standIn<Electron.WebContents>()('WebContents', {
    on: events.on.bind(events),
    isDestroyed: () => page.destroyed,
    getURL: () => page.address,
    send: (...given: [string, ...unknown[]]) => void page.sent.push(structuredClone(given)),
    setWindowOpenHandler: (handler: NonNullable<PageRecord['openHandler']>) => void (page.openHandler = handler),
  })
  return page
}

function windowClass(world: ElectronWorld): typeof Electron.BrowserWindow {
  function BrowserWindow(options: Electron.BrowserWindowConstructorOptions): Electron.BrowserWindow {
    const events = new EventEmitter()
    const page = strayPage('')
    const bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 0, height: options.height ?? 0 }
    const window = standIn<Electron.BrowserWindow>()('BrowserWindow', {
      webContents: page.contents,
      on: events.on.bind(events),
      once: events.once.bind(events),
      setBounds: (wanted: Partial<Electron.Rectangle>) => void Object.assign(bounds, wanted),
      loadURL: async (address: string) => {
        record.loaded.push(address)
        page.address = address
      },
      show: () => {
        Object.assign(record, { visible: true, minimized: false })
        events.emit('show')
      },
      hide: () => void Object.assign(record, { visible: false, focused: false }),
      focus: () => {
        record.focused = true
        events.emit('focus')
      },
      isFocused: () => record.focused,
      isVisible: () => record.visible,
      isMinimized: () => record.minimized,
      minimize: () => void Object.assign(record, { minimized: true, focused: false }),
      restore: () => void (record.minimized = false),
      maximize: () => void (record.maximized = true),
      isMaximized: () => record.maximized,
      isDestroyed: () => page.destroyed,
      getNormalBounds: () => bounds,
      setProgressBar: (share: number) => void (record.progress = share),
      setOverlayIcon: (image: Electron.NativeImage | null) =>
        void (record.overlay = image === null ? null : fileOf(image)),
    })
    const record: WindowRecord = {
      options,
      window,
      events,
      page,
      visible: options.show !== false,
      focused: false,
      minimized: false,
      maximized: false,
      loaded: [],
      overlay: null,
      progress: -1,
    }
    world.windows.push(record)
    world.app.emit('web-contents-created', {}, page.contents)
    return window
  }
  return BrowserWindow as unknown as typeof Electron.BrowserWindow
}
