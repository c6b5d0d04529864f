import type { BrowserWindow } from 'electron'
import path from 'node:path'
import type { BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { ElectronParts, ShellOptions } from './contract.ts'
import type { DesktopMemory } from './desktop-memory.ts'
import { sendEvent } from './ipc.ts'
import { isOwnPage } from './own-pages.ts'
import { pageAddress, pagePreferences } from './page-security.ts'
import { SMALLEST, windowBox } from './window-bounds.ts'

/** A window that dies so often within so short a time would die again. */
const DEATHS = { most: 3, withinMs: 60_000 }

export interface WindowNeeds {
  electron: Pick<ElectronParts, 'BrowserWindow' | 'screen' | 'nativeTheme'>
  options: ShellOptions
  memory: DesktopMemory
  title: string
  /** Whether closing hides the window (there is a tray to bring it back) or puts it into the taskbar. */
  closesToTray(): boolean
  isQuitting(): boolean
  /** The page died; `again` says whether it was started again. */
  died(reason: string, again: boolean): void
  focused(): void
  /** Windows ends the person's session. */
  sessionEnds(): void
}

/** The one window. It is made at the first need, and then hidden and shown; a page that died comes back where it was. */
export class MainWindow {
  readonly #needs: WindowNeeds
  #window: BrowserWindow | null = null
  #deaths: number[] = []

  constructor(needs: WindowNeeds) {
    this.#needs = needs
  }

  /** Shows the window, on a document or a company where one is given. */
  open(place: { company: string; key: DocumentKey | null } | null): void {
    const made = this.#window === null
    const window = this.#existing(place === null ? null : placeHash(place.company, 'queue', place.key))
    if (!made && place !== null) this.send({ event: 'open', ...place })
    bringToFront(window)
  }

  /** Shows a page of a company that is not a document. */
  openScreen(company: string | null, screen: 'settings'): void {
    const hash = company === null ? '#/' : placeHash(company, screen, null)
    const made = this.#window === null
    const window = this.#existing(hash)
    if (!made) void window.loadURL(pageAddress(hash))
    bringToFront(window)
  }

  /** Makes the window without showing it, so that it opens at once later. */
  prepare(): void {
    this.#existing(null)
  }

  send(event: BridgeEvent): void {
    if (this.#window && !this.#window.isDestroyed()) sendEvent(this.#window.webContents, event)
  }

  owns(contents: Electron.WebContents): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.webContents === contents
  }

  inFront(): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.isVisible() && this.#window.isFocused()
  }

  native(): BrowserWindow | null {
    return this.#window
  }

  #existing(hash: string | null): BrowserWindow {
    if (this.#window && !this.#window.isDestroyed()) return this.#window
    const { electron, options, memory, title } = this.#needs
    const before = memory.get().window
    const box = windowBox(
      before,
      electron.screen.getAllDisplays().map((display) => display.workArea),
    )
    const window = new electron.BrowserWindow({
      ...box,
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title,
      autoHideMenuBar: true,
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#1b1d20' : '#ffffff',
      ...(options.platform === 'linux' && { icon: path.join(options.iconFolder, 'app', '512x512.png') }),
      webPreferences: pagePreferences(path.join(options.builtFolder, 'preload.cjs'), !options.packaged),
    })
    this.#window = window
    if (before?.maximized) window.maximize()
    this.#follow(window)
    void window.loadURL(pageAddress(hash ?? safeHash(memory.get().place)))
    return window
  }

  #follow(window: BrowserWindow): void {
    const { memory } = this.#needs
    const remember = (): void => {
      if (window.isMinimized() || !window.isVisible()) return
      memory.keep({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
    }
    window.on('resized', remember)
    window.on('moved', remember)
    window.on('maximize', remember)
    window.on('unmaximize', remember)
    window.on('focus', () => this.#needs.focused())
    window.on('session-end', () => this.#needs.sessionEnds())
    window.on('page-title-updated', (event) => event.preventDefault())
    window.on('close', (event) => {
      remember()
      if (this.#needs.isQuitting()) return
      event.preventDefault()
      if (this.#needs.closesToTray()) window.hide()
      else window.minimize()
    })
    window.on('closed', () => {
      if (this.#window === window) this.#window = null
    })
    window.webContents.on('did-navigate-in-page', (_event, address, isMainFrame) => {
      if (isMainFrame && isOwnPage(address)) memory.keep({ place: new URL(address).hash })
    })
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') this.#revive(window, details.reason)
    })
    window.webContents.on('did-fail-load', (_event, _code, description, _address, isMainFrame) => {
      if (isMainFrame) this.#needs.died(`load: ${description}`, false)
    })
  }

  /** The page's process is gone: it starts again at the same place, unless it does nothing but die. */
  #revive(window: BrowserWindow, reason: string): void {
    const now = this.#needs.options.now().getTime()
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS.withinMs), now]
    const again = this.#deaths.length <= DEATHS.most && !window.isDestroyed()
    this.#needs.died(reason, again)
    if (again) void window.loadURL(pageAddress(safeHash(this.#needs.memory.get().place)))
  }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** The window's own way to write a place into its address. */
export function placeHash(company: string, screen: string, key: DocumentKey | null): string {
  return `#/${[company, screen, ...(key === null ? [] : [key])].map(encodeURIComponent).join('/')}`
}

/** Only what a place can look like comes back out of a file. */
function safeHash(place: string): string {
  return /^#\/[\w%.:~!'()*/-]*$/.test(place) ? place : ''
}
