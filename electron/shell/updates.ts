import type { AppUpdater, UpdateInfo } from 'electron-updater'
import type { DesktopState } from '../../shared/bridge.ts'
import { isSignedBy } from './update-signature.ts'
import type { Ticker } from './system-changes.ts'

/** The parts of electron-updater that are used. */
export type Updater = Pick<
  AppUpdater,
  | 'checkForUpdates'
  | 'downloadUpdate'
  | 'quitAndInstall'
  | 'autoDownload'
  | 'autoInstallOnAppQuit'
  | 'allowDowngrade'
  | 'channel'
  | 'on'
>

const SIX_HOURS = 6 * 60 * 60 * 1000

/** How it stands with updates, as the settings show it. */
export type UpdateState = NonNullable<DesktopState['updates']>
/** An update that is on this machine and waits for a restart. */
export type ReadyUpdate = NonNullable<UpdateState['ready']>

export interface UpdatesNeeds {
  updater: Updater
  /** Whose updates are taken (Ed25519, SPKI, base64). */
  publicKey: string
  /** Whether versions that are still tried out are taken, too. */
  beta: boolean
  /** Brings the way to the internet up to date before it is used. */
  prepare(): Promise<void>
  ticker: Ticker
  now(): Date
  ready(update: ReadyUpdate): void
  /** An update that cannot be had is no business of the person: it is written down, and tried again later. */
  failed(reason: string): void
}

/**
 * Checks for a new version at the start and every six hours, brings it to this machine where its publisher signed it, and
 * leaves the moment of the restart to the person. Who never says yes gets it with the next ordinary start.
 */
export class Updates {
  readonly #needs: UpdatesNeeds
  readonly #stop: () => void
  #ready: ReadyUpdate | null = null
  #state: UpdateState['state'] = 'checking'
  #checkedAt: string | null = null
  #isBeta = false

  constructor(needs: UpdatesNeeds) {
    this.#needs = needs
    const { updater } = needs
    // Only once it is known whose it is.
    updater.autoDownload = false
    updater.autoInstallOnAppQuit = true
    this.setBeta(needs.beta)
    updater.on('update-downloaded', (info) => {
      const notes = notesOf(info)
      if (this.#ready?.version === info.version) return
      this.#ready = { version: info.version, notes }
      this.#state = 'ready'
      needs.ready(this.#ready)
    })
    updater.on('update-available', (info) => {
      if (!isSignedBy(needs.publicKey, info)) {
        this.#now('failed')
        needs.failed(`version ${info.version} is not signed by this program's publisher`)
        return
      }
      this.#now('loading')
      // Told by its 'error' event as well.
      updater.downloadUpdate().catch(() => this.#now('failed'))
    })
    updater.on('update-not-available', () => this.#now('current'))
    updater.on('error', (error) => {
      this.#now('failed')
      needs.failed(error.message)
    })
    this.#stop = needs.ticker.every(SIX_HOURS, () => void this.check())
  }

  async check(): Promise<void> {
    if (this.#ready !== null) return
    this.#now('checking')
    this.#checkedAt = this.#needs.now().toISOString()
    try {
      await this.#needs.prepare()
      await this.#needs.updater.checkForUpdates()
    } catch {
      // Told by its 'error' event as well.
      this.#now('failed')
    }
  }

  /** Whether versions that are still tried out are taken, too; an older version is never gone back to. */
  setBeta(on: boolean): void {
    const { updater } = this.#needs
    updater.channel = on ? 'beta' : 'latest'
    // Set by a change of channel.
    updater.allowDowngrade = false
    this.#isBeta = on
  }

  /** What is here already stays ready, whatever a later check finds. */
  #now(state: UpdateState['state']): void {
    if (this.#ready === null) this.#state = state
  }

  state(): UpdateState {
    return { state: this.#state, checkedAt: this.#checkedAt, ready: this.#ready, beta: this.#isBeta }
  }

  ready(): ReadyUpdate | null {
    return this.#ready
  }

  /**
   * Ends the program and starts the new one. To be called when everything is written down. Where it cannot be installed, it says
   * so and stays: `failed` is called, and the old one can go on.
   */
  install(failed: () => void): void {
    try {
      this.#needs.updater.on('error', failed)
      this.#needs.updater.quitAndInstall(false, true)
    } catch (error) {
      this.#needs.failed(error instanceof Error ? error.message : 'unknown')
      failed()
    }
  }

  stop(): void {
    this.#stop()
  }
}

/** Release notes come as text or as HTML, for one version or for all that were skipped; a dialog shows plain text. */
export function notesOf(info: Pick<UpdateInfo, 'releaseNotes'>): string {
  const { releaseNotes } = info
  if (!releaseNotes) return ''
  const text =
    typeof releaseNotes === 'string'
      ? releaseNotes
      : releaseNotes.map((each) => `${each.version}\n${each.note ?? ''}`).join('\n\n')
  return text
    .replaceAll(/<li[^>]*>/gi, '• ')
    .replaceAll(/<\/(p|li|h\d|ul|ol)>|<br\s*\/?>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, 2_000)
}
