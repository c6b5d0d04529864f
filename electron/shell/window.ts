import type { BrowserWindow } from 'electron'
import path from 'node:path'
import type { BridgeEvent } from '../../shared/bridge.ts'
import type { DocumentKey } from '../../shared/kinds.ts'
import type { ElectronParts, ShellOptions } from './contract.ts'
import { offerContextMenu } from './context-menu.ts'
import type { DesktopMemory } from './desktop-memory.ts'
import { sendEvent } from './ipc.ts'
import { isOwnPage } from './own-pages.ts'
import { pageAddress, pagePreferences } from './page-security.ts'
import { TROUBLE_ADDRESS, TROUBLE_BUTTONS } from './trouble-page.ts'
import type { Box } from './window-bounds.ts'
import { SMALLEST, windowBox } from './window-bounds.ts'
import type { ShellWords } from './words.ts'

/** A window that dies so often within so short a time would die again. */
const DEATHS = { most: 3, withinMs: 60_000 }
/** Chromium's code for a page that was left before it came. */
const ABORTED = -3
/** A window manager has placed a new window by then, and a person lets go of one that is moved. */
const SETTLED_MS = 400

export interface WindowNeeds {
  electron: Pick<ElectronParts, 'BrowserWindow' | 'screen' | 'nativeTheme' | 'Menu'>
  options: ShellOptions
  memory: DesktopMemory
  /** In the language of the moment. */
  words(): ShellWords
  /** Whether closing hides the window (there is a tray to bring it back) or puts it into the taskbar. */
  closesToTray(): boolean
  isQuitting(): boolean
  /** The page died or did not load. */
  died(reason: string): void
  showLog(): void
  later(ms: number, run: () => void): () => void
  focused(): void
  /** Windows is about to end the person's session; answers whether it has to wait for a write. */
  sessionEnds(): boolean
}

/** The one window. It is made at the first need, and then hidden and shown; a page that died comes back where it was. */
export class MainWindow {
  readonly #needs: WindowNeeds
  #window: BrowserWindow | null = null
  #deaths: number[] = []
  /** The page died too often or did not load: what stands there says so, until somebody opens the window. */
  #isBroken = false

  constructor(needs: WindowNeeds) {
    this.#needs = needs
  }

  /** Shows the window, on a document or a company where one is given. */
  open(place: { company: string; key: DocumentKey | null } | null): void {
    const hash = place === null ? null : placeHash(place.company, 'queue', place.key)
    const isThere = this.#isThere()
    const window = this.#existing(hash)
    if (isThere && place !== null) this.send({ event: 'open', ...place })
    bringToFront(window)
  }

  /** Shows a page of a company that is not a document. */
  openScreen(company: string | null, screen: 'settings'): void {
    const hash = company === null ? '#/' : placeHash(company, screen, null)
    const isThere = this.#isThere()
    const window = this.#existing(hash)
    if (isThere) this.#load(window, hash)
    bringToFront(window)
  }

  /** Makes the window without showing it, so that it opens at once later. */
  prepare(): void {
    this.#existing(null)
  }

  /** A screen was taken away, or its size changed (also by a remote desktop): the window comes back into reach. */
  screensChanged(): void {
    const window = this.#window
    if (window === null || window.isDestroyed() || window.isMaximized()) return
    const at = window.getNormalBounds()
    const box = windowBox(at, this.#screens())
    if (box.x !== at.x || box.y !== at.y) window.setBounds(box)
  }

  #screens(): Box[] {
    return this.#needs.electron.screen.getAllDisplays().map((display) => display.workArea)
  }

  send(event: BridgeEvent): void {
    if (this.#window && !this.#window.isDestroyed()) sendEvent(this.#window.webContents, event)
  }

  owns(contents: Electron.WebContents): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.webContents === contents
  }

  /** Whether a person can see it: neither hidden in the tray nor folded away. */
  isLookedAt(): boolean {
    const window = this.#window
    return window !== null && !window.isDestroyed() && window.isVisible() && !window.isMinimized()
  }

  inFront(): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && this.#window.isVisible() && this.#window.isFocused()
  }

  native(): BrowserWindow | null {
    return this.#window
  }

  /** Whether there is a window with our page in it, which can be told to show something. */
  #isThere(): boolean {
    return this.#window !== null && !this.#window.isDestroyed() && !this.#isBroken
  }

  #existing(hash: string | null): BrowserWindow {
    if (this.#window && !this.#window.isDestroyed()) {
      if (this.#isBroken) this.#reviveByHand(this.#window, hash)
      return this.#window
    }
    const { electron, options, memory, words } = this.#needs
    const before = memory.get().window
    const box = windowBox(before, this.#screens())
    const window = new electron.BrowserWindow({
      ...box,
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      show: false,
      title: words().appName,
      autoHideMenuBar: true,
      backgroundColor: electron.nativeTheme.shouldUseDarkColors ? '#1b1d20' : '#ffffff',
      ...(options.platform === 'linux' && { icon: path.join(options.iconFolder, 'app', '512x512.png') }),
      webPreferences: pagePreferences(path.join(options.builtFolder, 'preload.cjs'), !options.packaged),
    })
    this.#window = window
    offerContextMenu(electron, window, words)
    if (before?.maximized) window.maximize()
    this.#follow(window, before === null || before.maximized ? null : box)
    this.#load(window, hash)
    return window
  }

  /** Loads our page at a place, or where it was. That it does not load is an event of its own. */
  #load(window: BrowserWindow, hash: string | null): void {
    this.#isBroken = false
    window.loadURL(pageAddress(hash ?? safeHash(this.#needs.memory.get().place))).catch(() => undefined)
  }

  /** Somebody wants to see it: however often it died, it is tried again. */
  #reviveByHand(window: BrowserWindow, hash: string | null): void {
    this.#deaths = []
    this.#load(window, hash)
  }

  #showTrouble(window: BrowserWindow): void {
    if (window.isDestroyed()) return
    this.#isBroken = true
    window.loadURL(TROUBLE_ADDRESS).catch(() => undefined)
  }

  /** `wanted`: where it was; Linux' window managers move a new window by the width of the frame that they give it. */
  #follow(window: BrowserWindow, wanted: Box | null): void {
    const { memory, options, later } = this.#needs
    let isPlaced = options.platform !== 'linux' || wanted === null
    const remember = (): void => {
      if (!isPlaced || window.isMinimized() || !window.isVisible()) return
      memory.keep({ window: { ...window.getNormalBounds(), maximized: window.isMaximized() } })
    }
    if (options.platform === 'linux') {
      // There is no event for the end of a move there, only one for every step of it.
      let stop = (): void => undefined
      const soon = (): void => {
        stop()
        stop = later(SETTLED_MS, () => window.isDestroyed() || remember())
      }
      window.on('resize', soon)
      window.on('move', soon)
      window.once('show', () =>
        later(SETTLED_MS, () => {
          if (window.isDestroyed()) return
          if (wanted !== null && !window.isMaximized()) {
            // Told where the frame goes, X11 answers where the page is: so much less brings it to where it was.
            const { x, y } = window.getNormalBounds()
            window.setBounds({ ...wanted, x: 2 * wanted.x - x, y: 2 * wanted.y - y })
          }
          isPlaced = true
        }),
      )
    } else {
      window.on('resized', remember)
      window.on('moved', remember)
    }
    window.on('maximize', remember)
    window.on('unmaximize', remember)
    window.on('focus', () => this.#needs.focused())
    // Asked first, it waits until this program has ended; told of the end, there is no time left.
    window.on('query-session-end', (event) => {
      if (this.#needs.sessionEnds()) event.preventDefault()
    })
    window.on('session-end', () => void this.#needs.sessionEnds())
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
    window.webContents.on('did-fail-load', (_event, code, description, address, isMainFrame) => {
      // Given up for another page: that one says how it ended.
      if (!isMainFrame || code === ABORTED) return
      this.#needs.died(`load: ${description}`)
      if (address !== TROUBLE_ADDRESS) this.#showTrouble(window)
    })
    // A file that is not there is an answer to Chromium, and a blank page to a person.
    window.webContents.on('did-navigate', (_event, _address, status) => {
      if (status < 400) return
      this.#needs.died(`load: ${status}`)
      this.#showTrouble(window)
    })
    window.webContents.on('will-navigate', (event) => {
      const wants = Object.entries(TROUBLE_BUTTONS).find(([, address]) => address === event.url)?.[0]
      if (wants === undefined) return
      event.preventDefault()
      if (wants === 'log') this.#needs.showLog()
      else this.#reviveByHand(window, null)
    })
  }

  /** The page's process is gone: it starts again at the same place, unless it does nothing but die. */
  #revive(window: BrowserWindow, reason: string): void {
    const now = this.#needs.options.now().getTime()
    this.#deaths = [...this.#deaths.filter((at) => now - at < DEATHS.withinMs), now]
    const again = this.#deaths.length <= DEATHS.most && !window.isDestroyed()
    this.#needs.died(reason)
    if (again) this.#load(window, null)
    // The page in its place is not tried again where it dies, too.
    else if (!this.#isBroken) this.#showTrouble(window)
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
