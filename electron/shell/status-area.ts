import type { MenuItemConstructorOptions, Tray } from 'electron'
import type { CompanyStatus } from '../../shared/status.ts'
import type { Words } from '../../shared/words/index.ts'
import type { ElectronParts, ShellOptions } from './contract.ts'
import { overlayImage, trayImage } from './tray-images.ts'
import type { MenuLine, TrayCommand, TrayMenuInput } from './tray-menu.ts'
import { trayMenu, trayTooltip } from './tray-menu.ts'
import type { Overview } from '../../shared/overall-state.ts'
import type { MainWindow } from './window.ts'

export interface StatusAreaNeeds {
  electron: Pick<ElectronParts, 'Tray' | 'Menu' | 'nativeImage' | 'nativeTheme' | 'app'>
  options: ShellOptions
  window: Pick<MainWindow, 'native'>
  run(command: TrayCommand): void
}

/** Tray, badge and taskbar mark: three places that always show the same. */
export class StatusArea {
  readonly #needs: StatusAreaNeeds
  #tray: Tray | null = null
  #shown = ''
  #menu = ''
  /** The part of a run that is done, as the taskbar shows it; null where none is shown. */
  #share: number | null = null

  constructor(needs: StatusAreaNeeds) {
    this.#needs = needs
  }

  /** Puts the icon into the tray; answers whether the desktop took it. */
  begin(overview: Overview): boolean {
    try {
      this.#tray = new this.#needs.electron.Tray(this.#image(overview))
    } catch {
      return false
    }
    const open = (): void => this.#needs.run({ do: 'open', company: null, key: null })
    this.#tray.on('double-click', open)
    // Linux opens the menu on a click by itself, macOS too; on Windows a click is expected to open the window.
    if (this.#needs.options.platform === 'win32') this.#tray.on('click', open)
    return true
  }

  /** Whether the icon is in a tray, as far as Electron knows. */
  get hasTray(): boolean {
    return this.#tray !== null
  }

  /** Draws what changed, and nothing else: a menu that is open closes when it is set anew. */
  show(input: TrayMenuInput): void {
    const { companies, overview, words } = input
    this.#icon(overview)
    this.#badge(overview, words)
    this.#progress(companies)
    const tooltip = trayTooltip(companies, overview, words)
    const menu = trayMenu(input)
    const drawn = JSON.stringify([tooltip, menu])
    if (drawn === this.#menu || !this.#tray) return
    this.#menu = drawn
    this.#tray.setToolTip(tooltip)
    this.#tray.setContextMenu(this.#needs.electron.Menu.buildFromTemplate(menu.map((line) => this.#item(line))))
  }

  /** Draws the icon again after the system turned dark or light. */
  themeChanged(overview: Overview): void {
    this.#shown = ''
    this.#icon(overview)
  }

  end(): void {
    this.#tray?.destroy()
    this.#tray = null
  }

  #icon(overview: Overview): void {
    if (overview.state === this.#shown) return
    this.#shown = overview.state
    this.#tray?.setImage(this.#image(overview))
  }

  #image(overview: Overview): Electron.NativeImage {
    const { electron, options } = this.#needs
    const image = electron.nativeImage.createFromPath(
      trayImage(
        options.iconFolder,
        overview.state,
        options.platform,
        electron.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI,
      ),
    )
    if (options.platform === 'darwin') image.setTemplateImage(true)
    return image
  }

  #badge(overview: Overview, words: Words): void {
    const { electron, options, window } = this.#needs
    if (options.platform !== 'win32') {
      electron.app.setBadgeCount(overview.needsYou)
      return
    }
    const native = window.native()
    if (!native || native.isDestroyed()) return
    const file = overlayImage(options.iconFolder, overview.state)
    native.setOverlayIcon(
      file === null ? null : electron.nativeImage.createFromPath(file),
      words.t(`overall.${overview.state}`),
    )
  }

  /** A long run shows in the taskbar how far it is. */
  #progress(companies: readonly CompanyStatus[]): void {
    const native = this.#needs.window.native()
    if (!native || native.isDestroyed()) return
    const share = progressOf(companies)
    if (share === this.#share) return
    this.#share = share
    native.setProgressBar(share ?? -1)
  }

  #item(line: MenuLine): MenuItemConstructorOptions {
    if (line.type === 'line') return { type: 'separator' }
    if (line.type === 'menu')
      return { type: 'submenu', label: escaped(line.label), submenu: line.lines.map((inner) => this.#item(inner)) }
    const { command } = line
    return {
      label: escaped(line.label),
      enabled: command !== null,
      ...(line.checked !== undefined && { type: 'checkbox' as const, checked: line.checked }),
      ...(command !== null && { click: () => this.#needs.run(command) }),
    }
  }
}

/** A few documents are gone before anybody looks. */
const LONG_RUN = 10

/** How much of what is being sent is done, of all companies together, in steps of a hundredth; null while nothing long goes on. */
function progressOf(companies: readonly CompanyStatus[]): number | null {
  const sending = companies.filter(({ progress }) => progress.phase === 'sending' && progress.total !== null)
  const total = sending.reduce((sum, { progress }) => sum + (progress.total ?? 0), 0)
  if (total < LONG_RUN) return null
  return Math.floor((sending.reduce((sum, { progress }) => sum + progress.done, 0) / total) * 100) / 100
}

/** In a menu "&" marks the letter for the keyboard; a company may have one in its name. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&')
}
