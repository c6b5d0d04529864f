import type { ElectronParts, ShellOptions } from './contract.ts'
import type { Launch } from './launch.ts'
import { readLaunch } from './launch.ts'
import { LINK_SCHEME } from './own-pages.ts'

/** A program that does not end by itself is ended: a shutdown does not wait longer either. */
const LONGEST_CLOSE_MS = 15_000

export interface LifetimeNeeds {
  electron: Pick<ElectronParts, 'app' | 'powerMonitor'>
  options: ShellOptions
  /** A second start, a link or a click in the dock. */
  launched(launch: Launch): void
  /** Writes everything down. */
  close(): Promise<void>
  /** Everything is written down and the program goes. */
  ended(): void
  later(ms: number, run: () => void): () => void
}

/**
 * Makes this the one instance of its data folder's user: a second start hands its arguments over and ends. To be called
 * before anything is opened; answers whether this is the one.
 */
export function isOnlyInstance(electron: Pick<ElectronParts, 'app'>): boolean {
  if (electron.app.requestSingleInstanceLock()) return true
  electron.app.quit()
  return false
}

/** Follows starts, links and the end of the program. */
export class Lifetime {
  readonly #needs: LifetimeNeeds
  #state: 'running' | 'closing' | 'closed' = 'running'

  constructor(needs: LifetimeNeeds) {
    this.#needs = needs
    const { app } = needs.electron
    app.on('second-instance', (_event, given) => needs.launched(readLaunch(given.slice(1))))
    app.on('open-url', (event, address) => {
      event.preventDefault()
      needs.launched(readLaunch([address]))
    })
    app.on('activate', () => needs.launched(readLaunch([])))
    // The tray keeps the program alive without a window.
    app.on('window-all-closed', () => undefined)
    app.on('before-quit', (event) => {
      if (this.#state === 'closed') return
      event.preventDefault()
      this.quit()
    })
    needs.electron.powerMonitor.on('shutdown', () => this.quit())
    if (needs.options.packaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  }

  isQuitting(): boolean {
    return this.#state !== 'running'
  }

  /** Ends the program once everything is written down, or after fifteen seconds. `then` is for a restart. */
  quit(then: () => void = () => this.#needs.electron.app.quit()): void {
    if (this.#state !== 'running') return
    this.#state = 'closing'
    let over = false
    const end = (): void => {
      if (over) return
      over = true
      stopWaiting()
      this.#state = 'closed'
      try {
        this.#needs.ended()
      } finally {
        then()
      }
    }
    const stopWaiting = this.#needs.later(LONGEST_CLOSE_MS, end)
    this.#needs.close().then(end, end)
  }
}
