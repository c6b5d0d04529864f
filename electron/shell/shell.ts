import path from 'node:path'
import type { BridgeEvent } from '../../shared/bridge.ts'
import { overviewOf } from '../../shared/overall-state.ts'
import type { CompanyStatus } from '../../shared/status.ts'
import { wordsFor } from '../../shared/words/index.ts'
import { appMenu } from './app-menu.ts'
import type { CompanionForShell, ElectronParts, ShellOptions } from './contract.ts'
import { CrashReports } from './crash-reports.ts'
import { DesktopMemory } from './desktop-memory.ts'
import { ExternalLinks } from './external-links.ts'
import { answerCalls } from './ipc.ts'
import type { Launch } from './launch.ts'
import { readLaunch } from './launch.ts'
import { Lifetime } from './lifetime.ts'
import { loginItem } from './login-item.ts'
import { announcements } from './notification-policy.ts'
import { Notifications } from './notifications.ts'
import { ownCalls } from './own-calls.ts'
import { holdPage, servePages, shutSession } from './page-security.ts'
import { askWhereToSave } from './saved-copies.ts'
import { StatusArea } from './status-area.ts'
import type { Starts } from './starts.ts'
import type { Ticker } from './system-changes.ts'
import { followSystem } from './system-changes.ts'
import type { TrayCommand } from './tray-menu.ts'
import { troubleFile } from './trouble-page.ts'
import type { Updater } from './updates.ts'
import { Updates } from './updates.ts'
import { WaitingDocuments } from './waiting.ts'
import { MainWindow } from './window.ts'
import { shellWords } from './words.ts'

const HOUR = 60 * 60 * 1000
/** Documents grow older without any event. */
const REMIND_MS = 15 * 60 * 1000
/** How often it is looked whether the desktop shows a tray. */
const TRAY_MS = 60 * 1000
/** After so long without a crash the next one is the first again. */
const CALM_MS = 10 * 60 * 1000
/** An update that has not ended the program by then was not installed. */
const LONGEST_INSTALL_MS = 60 * 1000

/** What the shell is given besides Electron and the companion. */
export interface ShellParts {
  /** What was asked of the program since its first moment. */
  starts: Starts
  ticker: Ticker
  later(ms: number, run: () => void): () => void
  /** Null where there is no update channel: a development run, or a package that was built without one. */
  updater: { updater: Updater; publicKey: string; prepare(): Promise<void> } | null
  desktopShowsTray(): Promise<boolean>
  /** For the technical log; no names and no amounts. */
  log(event: string, details?: Record<string, string | number>): void
}

/**
 * The desktop: puts window, tray, notifications and the bridge around a companion. To be called once Electron is ready.
 * Everything that it shows comes from the companion's statuses and rows, the same that the window gets.
 */
export async function startShell(
  electron: ElectronParts,
  companion: CompanionForShell,
  options: ShellOptions,
  parts: ShellParts,
): Promise<DesktopShell> {
  const shell = new DesktopShell(electron, companion, options, parts)
  await shell.begin()
  return shell
}

export class DesktopShell {
  readonly #electron: ElectronParts
  readonly #companion: CompanionForShell
  readonly #options: ShellOptions
  readonly #parts: ShellParts
  readonly #memory: DesktopMemory
  readonly #waiting: WaitingDocuments
  readonly #links: ExternalLinks
  readonly #window: MainWindow
  readonly #status: StatusArea
  readonly #notifications: Notifications
  readonly #lifetime: Lifetime
  readonly #updates: Updates | null
  readonly #crashes: CrashReports
  readonly #companies = new Map<string, CompanyStatus>()
  readonly #signingIn = new Set<string>()
  #words = wordsFor('en')
  #system: ReturnType<typeof followSystem> | null = null
  #hasTray = false

  constructor(electron: ElectronParts, companion: CompanionForShell, options: ShellOptions, parts: ShellParts) {
    this.#electron = electron
    this.#companion = companion
    this.#options = options
    this.#parts = parts
    this.#memory = new DesktopMemory(options.dataFolder)
    this.#waiting = new WaitingDocuments({ ...this.#memory.get().waitingSince }, () => options.now().getTime())
    this.#crashes = new CrashReports(
      options.dataFolder,
      `billdr-qbo ${options.version}, ${options.platform}`,
      options.now,
    )
    this.#links = new ExternalLinks(electron.shell, options.helpFolder, (host) => parts.log('link-refused', { host }))
    this.#window = new MainWindow({
      electron,
      options,
      memory: this.#memory,
      words: () => shellWords(this.#words),
      closesToTray: () => this.#hasTray,
      isQuitting: () => this.#lifetime.isQuitting(),
      died: (reason) => {
        this.#crashes.write({ what: 'window', reason, error: undefined })
        parts.log('window-died', { reason: reason.slice(0, 100) })
      },
      later: (ms, run) => parts.later(ms, run),
      showLog: () => void electron.shell.openPath(path.join(options.dataFolder, 'companion.log')),
      focused: () => this.#announce(),
      sessionEnds: () => {
        this.#lifetime.quit()
        return [...this.#companies.values()].some(({ progress }) => progress.phase !== 'idle')
      },
    })
    this.#status = new StatusArea({ electron, options, window: this.#window, run: (command) => this.#do(command) })
    this.#notifications = new Notifications({ electron, open: (place) => this.#window.open(place) })
    this.#lifetime = new Lifetime({
      electron,
      options,
      launched: (launch) => void this.#launched(launch).catch((error: unknown) => this.#surprise('a start', error)),
      close: () => companion.close(),
      ended: () => this.#ended(),
      later: (ms, run) => parts.later(ms, run),
    })
    this.#updates =
      parts.updater &&
      new Updates({
        ...parts.updater,
        beta: this.#beta(),
        ticker: parts.ticker,
        now: options.now,
        ready: ({ version }) => {
          this.#notifications.plain(shellWords(this.#words).updateReady(version), '', () =>
            this.#do({ do: 'restart-to-update' }),
          )
          this.#show()
        },
        failed: (reason) => parts.log('update-failed', { reason: reason.slice(0, 200) }),
      })
  }

  async begin(): Promise<void> {
    const { app, session, nativeTheme, ipcMain, screen } = this.#electron
    if (this.#memory.found === 'broken') this.#parts.log('desktop-memory-broken')
    if (this.#crashes.begin()) {
      this.#crashes.write({ what: 'ended', reason: 'killed, or crashed', error: undefined })
      this.#parts.log('last-start-ended-badly')
    }
    this.#closeDoors(session.defaultSession, app)
    servePages(session.defaultSession, `${this.#options.builtFolder}/window`, (address) =>
      troubleFile(address, shellWords(this.#words), this.#words.language),
    )
    answerCalls({
      ipcMain,
      handlers: { ...this.#companion.handlers, ...this.#ownCalls() },
      links: this.#links,
      isOurs: (contents) => this.#window.owns(contents),
      answered: (name, args, ok) => this.#answered(name, args, ok),
      refused: (name) => this.#parts.log('call-refused', { name }),
      failed: (name, error) => {
        this.#surprise(`the call ${name}`, error)
      },
    })

    const { language } = await this.#companion.handlers.appInfo({})
    this.#speak(language)
    // Heard before asked, so that nothing falls between the two.
    this.#companion.subscribe((event) => this.#receive(event))
    for (const status of await this.#companion.handlers.companies({})) await this.#meet(status)
    this.#system = followSystem(this.#electron, this.#parts.ticker, (change) => {
      this.#companion.systemChanged(change)
      this.#show()
    })
    screen.on('display-removed', () => this.#window.screensChanged())
    screen.on('display-metrics-changed', () => this.#window.screensChanged())
    this.#parts.ticker.every(REMIND_MS, () => this.#announce())
    nativeTheme.on('updated', () => this.#status.themeChanged(this.#overview()))

    this.#hasTray = this.#status.begin(this.#overview()) && (await this.#parts.desktopShowsTray())
    this.#parts.ticker.every(TRAY_MS, () => void this.#lookForTray())
    this.#show()
    this.#announce()
    void this.#updates?.check()
    await this.#launched(readLaunch(this.#options.arguments))
    this.#lifetime.listen(this.#parts.starts)
  }

  /** Whether a person can see the window. */
  isLookedAt(): boolean {
    return this.#window.isLookedAt()
  }

  /** A desktop's panel may come later, or go: where nobody shows the tray, a closed window goes into the taskbar. */
  async #lookForTray(): Promise<void> {
    this.#hasTray = this.#status.hasTray && (await this.#parts.desktopShowsTray())
  }

  /**
   * A surprise in the main process: leaves a report and starts again where it was, unless starting is what fails. A
   * program that does nothing but crash is started three times.
   */
  crashed(error: unknown, startedMsAgo: number): void {
    this.#crashes.write({ what: 'main', reason: 'an error that nothing expected', error })
    this.#crashes.end()
    const { app } = this.#electron
    const times = startedMsAgo > CALM_MS ? 1 : readLaunch(this.#options.arguments).crashes + 1
    if (startedMsAgo > 30_000 && times <= 3)
      app.relaunch({ args: [...this.#options.restartArguments, `--after-crash=${times}`] })
    app.exit(1)
  }

  /** Something that was asked for here went wrong in a way that nobody expected; the rest goes on. */
  #surprise(what: string, error: unknown): void {
    this.#parts.log('surprise', { what })
    this.#crashes.write({ what: 'main', reason: what, error })
  }

  #do(command: TrayCommand): void {
    this.#run(command).catch((error: unknown) => this.#surprise(`the command ${command.do}`, error))
  }

  #closeDoors(session: Electron.Session, app: ElectronParts['app']): void {
    shutSession(session, !this.#options.packaged)
    askWhereToSave(session, {
      electron: this.#electron,
      memory: this.#memory,
      words: () => shellWords(this.#words),
      log: this.#parts.log,
    })
    app.on('web-contents-created', (_event, contents) => holdPage(contents, this.#links))
    app.on('certificate-error', (event, _contents, _address, _error, _certificate, answer) => {
      event.preventDefault()
      answer(false)
    })
    app.on('login', (event) => event.preventDefault())
    app.on('select-client-certificate', (event) => event.preventDefault())
  }

  /** Takes in a company that was not there before, with its rows. */
  async #meet(status: CompanyStatus): Promise<void> {
    this.#companies.set(status.companyId, status)
    if (status.practice?.booksUrl) this.#links.name(status.practice.booksUrl)
    const { rows } = await this.#companion.handlers.rows({ company: status.companyId, since: null })
    this.#waiting.begin(status.companyId, rows)
  }

  #receive(event: BridgeEvent): void {
    this.#window.send(event)
    if (event.event === 'open') return
    if (event.event === 'companies') {
      const left = new Set(event.companies.map((status) => status.companyId))
      for (const id of this.#companies.keys()) if (!left.has(id)) this.#companies.delete(id)
      const met = event.companies.filter((status) => !this.#companies.has(status.companyId))
      for (const status of event.companies) this.#companies.set(status.companyId, status)
      void Promise.all(met.map((status) => this.#meet(status))).then(
        () => this.#show(),
        (error: unknown) => this.#surprise('a new company', error),
      )
    } else if (event.event === 'status') {
      this.#companies.set(event.status.companyId, event.status)
      if (event.status.practice?.booksUrl) this.#links.name(event.status.practice.booksUrl)
    } else if (!this.#waiting.receive(event)) return
    this.#show()
    if (event.event === 'status') this.#announce()
  }

  #overview(): ReturnType<typeof overviewOf> {
    return overviewOf([...this.#companies.values()])
  }

  #show(): void {
    this.#status.show({
      companies: [...this.#companies.values()],
      overview: this.#overview(),
      waiting: this.#waiting.all(),
      startAtLogin: this.#login().isOn(),
      update: this.#updates?.ready()?.version ?? null,
      words: this.#words,
    })
  }

  #announce(): void {
    const companies = [...this.#companies.values()]
    const waiting = this.#waiting.all()
    const { say, told } = announcements(
      { companies, waiting, windowInFront: this.#window.inFront(), now: this.#options.now().getTime() },
      this.#memory.get().told,
    )
    this.#memory.keep({ told, waitingSince: this.#waiting.times() })
    this.#notifications.show(say, companies, waiting, this.#words)
  }

  async #run(command: TrayCommand): Promise<void> {
    const { handlers } = this.#companion
    const ids = [...this.#companies.keys()]
    switch (command.do) {
      case 'open':
        this.#window.open(command.company === null ? null : { company: command.company, key: command.key })
        return
      case 'settings':
        this.#window.openScreen(command.company, 'settings')
        return
      case 'sync-now':
        await Promise.all(ids.map((company) => handlers.syncNow({ company })))
        return
      case 'retry-failed':
        await Promise.all(
          ids
            .filter((id) => (this.#companies.get(id)?.counts.failed ?? 0) > 0)
            .map((company) => handlers.retry({ company, keys: 'all' })),
        )
        return
      case 'pause': {
        const until =
          command.until === 'resumed' ? 'resumed' : new Date(this.#options.now().getTime() + HOUR).toISOString()
        await Promise.all(ids.map((company) => handlers.pause({ company, until })))
        return
      }
      case 'resume':
        await Promise.all(ids.map((company) => handlers.pause({ company, until: null })))
        return
      case 'start-at-login':
        this.#login().set(command.on)
        this.#show()
        return
      case 'restart-to-update':
        await this.#offerRestart()
        return
      case 'quit':
        this.#lifetime.quit()
    }
  }

  async #launched(launch: Launch): Promise<void> {
    if (launch.signIn !== null) await this.#signInCameBack(launch.signIn)
    const company = launch.company !== null && this.#companies.has(launch.company) ? launch.company : null
    if (launch.hidden && this.#hasTray) this.#window.prepare()
    else this.#window.open(company === null ? null : { company, key: null })
  }

  /** The answer of a sign-in belongs to one of the companies that wait for one; a wrong one ends nothing. */
  async #signInCameBack(address: string): Promise<void> {
    for (const company of this.#signingIn) {
      const outcome = await this.#companion.handlers.finishConnect({ company, address, acceptOtherCompany: false })
      if (outcome.ok) this.#signingIn.delete(company)
      if (outcome.ok || outcome.problem.code !== 'sign-in-mismatch') return
    }
  }

  #ownCalls(): ReturnType<typeof ownCalls> {
    return ownCalls({
      version: this.#options.version,
      updates: this.#updates,
      startsAtLogin: () => this.#login().isOn(),
      setStartsAtLogin: (on) => {
        this.#login().set(on)
        this.#show()
      },
      offerRestart: () => this.#offerRestart(),
      setBeta: (on) => {
        this.#memory.keep({ beta: on })
        this.#updates?.setBeta(this.#beta())
      },
    })
  }

  #answered(name: string, args: unknown, ok: boolean): void {
    if (!ok) return
    if (name === 'connect') this.#signingIn.add((args as { company: string }).company)
    if (name === 'setLanguage') this.#speak((args as { language: 'en' | 'fr' }).language)
  }

  #speak(language: 'en' | 'fr'): void {
    this.#words = wordsFor(language)
    const say = shellWords(this.#words)
    const { Menu, shell } = this.#electron
    Menu.setApplicationMenu(
      Menu.buildFromTemplate(
        appMenu(say, this.#options, {
          settings: () => this.#do({ do: 'settings', company: [...this.#companies.keys()][0] ?? null }),
          syncNow: () => this.#do({ do: 'sync-now' }),
          showCrashReports: () => void shell.openPath(this.#crashes.folder),
          showHelp: () => void this.#links.openHelp(`help/${language}/index.html`),
          quit: () => this.#lifetime.quit(),
        }),
      ),
    )
    this.#show()
  }

  #login(): ReturnType<typeof loginItem> {
    return loginItem(this.#electron, this.#options)
  }

  async #offerRestart(): Promise<void> {
    const update = this.#updates?.ready()
    if (!update) return
    const say = shellWords(this.#words)
    const { response } = await this.#electron.dialog.showMessageBox({
      type: 'info',
      message: say.updateReady(update.version),
      detail: update.notes === '' ? '' : `${say.updateNotes}\n\n${update.notes}`,
      buttons: [say.updateNow, say.updateLater],
      defaultId: 0,
      cancelId: 1,
    })
    if (response === 0) this.#lifetime.quit(() => this.#install())
  }

  /** Everything is closed by now: where the update cannot be installed, the old version is started again. */
  #install(): void {
    const { app } = this.#electron
    let over = false
    const goOn = (): void => {
      if (over) return
      over = true
      app.relaunch({ args: [...this.#options.restartArguments] })
      app.exit(0)
    }
    this.#parts.later(LONGEST_INSTALL_MS, goOn)
    this.#updates?.install(goOn)
  }

  /** Which updates are taken: as the firm says, else as the person chose. */
  #beta(): boolean {
    const said = this.#options.environment['BILLDR_QBO_UPDATE_CHECKS']
    return said === 'beta' || (said !== 'stable' && this.#memory.get().beta)
  }

  #ended(): void {
    this.#system?.stop()
    this.#updates?.stop()
    this.#memory.keep({ waitingSince: this.#waiting.times() })
    this.#crashes.end()
    this.#status.end()
  }
}
