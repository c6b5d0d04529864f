import type { ElectronParts, ShellOptions } from './contract.ts'
import type { Launch } from './launch.ts'
import { isPortable } from './login-item.ts'
import { LINK_SCHEME } from './own-pages.ts'
import type { Starts } from './starts.ts'
import { forTheFirst } from './starts.ts'

/**
 * A program that does not end by itself (a request without an answer, a silent keychain) is ended: nobody waits for two seconds.
 * What was under way is left as a crash would leave it, from which the next start goes on.
 */
const LONGEST_CLOSE_MS = 1_800

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
export function isOnlyInstance(electron: Pick<ElectronParts, 'app'>, given: readonly string[]): boolean {
  if (electron.app.requestSingleInstanceLock(forTheFirst(given))) return true
  electron.app.quit()
  return false
}

/** Follows the end of the program, and hands on what is asked of it from outside. */
export class Lifetime {
  readonly #needs: LifetimeNeeds
  #state: 'running' | 'closing' | 'closed' = 'running'

  constructor(needs: LifetimeNeeds) {
    this.#needs = needs
    // Linux and macOS wait for a program that asks for it and then ends; the declarations leave the event out.
    const shutdown = (event?: { preventDefault(): void }): void => {
      event?.preventDefault()
      this.quit()
    }
    needs.electron.powerMonitor.on('shutdown', shutdown)
    if (needs.options.packaged && !isPortable(needs.options)) needs.electron.app.setAsDefaultProtocolClient(LINK_SCHEME)
  }

  /** Begins to act on what is asked from outside; what was asked before is done now. */
  listen(starts: Starts): void {
    starts.handTo({
      launched: (launch) => this.#needs.launched(launch),
      quits: () => {
        this.quit()
        return this.#state === 'closed'
      },
    })
  }

  isQuitting(): boolean {
    return this.#state !== 'running'
  }

  /** Ends the program once everything is written down, or after less than two seconds. `then` is for a restart. */
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
