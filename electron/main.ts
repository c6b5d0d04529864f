import { tmpdir } from 'node:os'
import path from 'node:path'
import * as electron from 'electron'
import { problem } from '../shared/problem.ts'
import { wordsFor } from '../shared/words/index.ts'
import { handlersFor } from './companion/handlers.ts'
import { openCompanion } from './companion/companion.ts'
import { Scheduler } from './companion/scheduler.ts'
import type { CompanionForShell, ShellOptions } from './shell/contract.ts'
import { isTerminalCommand } from './shell/launch.ts'
import { isOnlyInstance } from './shell/lifetime.ts'
import { registerScheme } from './shell/page-security.ts'
import type { DesktopShell } from './shell/shell.ts'
import type { ShellParts } from './shell/shell.ts'
import { startShell } from './shell/shell.ts'
import { sidesOfElectron } from './shell/side-programs.ts'
import { handOverToNode, runInElectron } from './shell/terminal-run.ts'
import { Starts } from './shell/starts.ts'
import { desktopShowsTray } from './shell/tray-presence.ts'
import { shellWords } from './shell/words.ts'
import { dataFolderFor } from './store/data-folder.ts'
import { workableAgain } from './store/no-lock.ts'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from './system/files.ts'
import { followFirmSettings } from './system/firm-settings.ts'
import { findProxiesWith, proxyForElectron, proxyOfSystem, proxySetting } from './system/proxy.ts'
import { signInOfProxy } from './system/tunnel-agent.ts'
import { startSidesWith } from './system/side-process.ts'

/** Composes the desktop app: Electron, the shell around it, and the companion in it. */

const { app, dialog } = electron
const ofFirm = followFirmSettings()
const startedAt = Date.now()
/** After so long an open question of the keychain is told in the window; it stays open, and its answer counts when it comes. */
const KEYCHAIN_MS = 10_000

/** What the person, or the system, gave to this start: in development the program is Electron and its first argument the app. */
function givenArguments(): string[] {
  // Root has to say this to Chromium, before whatever it is that is asked of the program.
  if (!process.defaultApp) return process.argv.slice(1).filter((argument) => argument !== '--no-sandbox')
  const at = process.argv.findIndex((argument, index) => index > 0 && !argument.startsWith('-'))
  return process.argv.slice(at + 1)
}

const given = givenArguments()
const chosen = dataFolderFor(given.includes('--data-dir') ? (given[given.indexOf('--data-dir') + 1] ?? '.') : undefined)
const dataFolder = chosen.ok ? chosen.value : ''
const builtFolder = import.meta.dirname
/** Pictures and samples lie beside the program's archive, and in development in build/. */
const besideFolder = app.isPackaged ? process.resourcesPath : path.join(builtFolder, '..', 'build')

/** A command of the terminal: the same program without a window, ended with the command's status. */
function runInTerminal(): void {
  if (app.isPackaged && handOverToNode(process.resourcesPath, given)) return
  process.argv = [process.argv[0] ?? 'billdr-qbo', 'billdr-qbo', ...given]
  void runInElectron(electron, async () => {
    startSidesWith(sidesOfElectron(electron))
    await import('./cli.ts')
  })
}

/** The updater, where this package was built with a place to look for updates and with the key of who publishes them. */
async function updater(): Promise<ShellParts['updater']> {
  if (process.env['BILLDR_QBO_UPDATE_CHECKS'] === 'off') return null
  if (!app.isPackaged || !existsSync(path.join(process.resourcesPath, 'app-update.yml'))) return null
  const about: unknown = JSON.parse(readFileSync(path.join(app.getAppPath(), 'package.json'), 'utf8'))
  const publicKey: unknown = Reflect.get(Object(about), 'updateKey')
  if (typeof publicKey !== 'string') return null
  const {
    default: { autoUpdater },
  } = await import('electron-updater')
  autoUpdater.signals.login(({ isProxy, host, port }, answer) => {
    if (!isProxy) {
      answer('', '')
      return
    }
    void signInOfProxy(`${host}:${port}`).then((signIn) => {
      const [name = '', ...rest] = signIn?.split(':') ?? []
      answer(name, rest.join(':'))
    })
  })
  const prepare = (): Promise<void> => autoUpdater.netSession.setProxy(proxyForElectron(proxySetting(process.env)))
  return { updater: autoUpdater, publicKey, prepare }
}

/** Only to say something, Electron needs a folder of its own; its usual one may be where nothing can be written. */
function leaveNoProfile(): void {
  if (app.isReady()) return
  try {
    app.setPath('userData', mkdtempSync(path.join(tmpdir(), 'billdr-qbo-')))
  } catch {
    // Then its usual one has to do.
  }
}

/** Says why it cannot go on, and ends. Before Electron is ready, Linux would only print it, where nobody looks. */
function stopWith(title: string, text: string): void {
  leaveNoProfile()
  void app.whenReady().then(() => {
    dialog.showErrorBox(title, text)
    app.exit(1)
  })
}

/** Why nothing temporary can be written, by the system's code; null where it can. */
function temporaryTrouble(): string | null {
  try {
    rmSync(mkdtempSync(path.join(tmpdir(), 'billdr-qbo-')), { recursive: true })
    return null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  }
}

async function runDesktop(starts: Starts): Promise<void> {
  const words = wordsFor(/^fr/i.test(app.getLocale()) ? 'fr' : 'en')
  startSidesWith(sidesOfElectron(electron))
  const { session } = electron
  // What a person or the firm set for this program goes first; else it goes as the browser of this computer goes.
  findProxiesWith(async (address) => {
    const own = proxySetting(process.env)
    return own === undefined ? proxyOfSystem(await session.defaultSession.resolveProxy(address)) : own
  })
  const opening = { dataFolder, version: app.getVersion(), keychainMs: KEYCHAIN_MS, readsAside: true }
  let opened = await openCompanion(opening)
  if (!opened.ok && opened.problem.code === 'data-folder-elsewhere') {
    const asked = words.problem(opened.problem)
    const say = shellWords(words)
    const answer = dialog.showMessageBoxSync({
      type: 'question',
      message: asked.title,
      detail: asked.explanation,
      buttons: [say.crashClose, say.takeOver],
      defaultId: 0,
      cancelId: 0,
    })
    if (answer === 1) opened = await openCompanion({ ...opening, takeOver: true })
  }
  if (!opened.ok) {
    const worded = words.problem(opened.problem)
    stopWith(worded.title, worded.explanation)
    return
  }
  const { companion } = opened
  companion.log.write('info', 'firm-settings', { found: ofFirm.state })
  if (starts.isAskedToQuit) {
    await companion.close()
    app.exit(0)
    return
  }
  void companion.lock.lost.then(() => {
    const worded = words.problem(problem('data-folder-busy', { folder: dataFolder, pid: 0, host: '' }))
    stopWith(worded.title, worded.explanation)
  })
  // It was only looked at; once its disk takes something again, it is worked on.
  if (companion.trouble)
    void workableAgain(dataFolder).then(() => {
      app.relaunch()
      app.quit()
    })
  const scheduler = new Scheduler({
    companion,
    dataFolder,
    samples: path.join(besideFolder, 'samples'),
    host: 'electron',
    version: app.getVersion(),
    isLookedAt: () => shell?.isLookedAt() ?? true,
  })
  await scheduler.start()
  const forShell: CompanionForShell = {
    handlers: handlersFor(scheduler),
    subscribe: (listener) => scheduler.subscribe(listener),
    systemChanged: (change) => scheduler.systemChanged(change),
    close: () => scheduler.close(),
  }
  const now = (): Date => new Date()
  const options: ShellOptions = {
    builtFolder,
    dataFolder,
    now,
    iconFolder: path.join(besideFolder, 'icons'),
    helpFolder: path.join(app.isPackaged ? besideFolder : builtFolder, 'help'),
    version: app.getVersion(),
    platform: process.platform,
    packaged: app.isPackaged,
    arguments: given,
    restartArguments: process.argv.slice(1).filter((argument) => !argument.startsWith('--after-crash=')),
    environment: process.env,
  }
  shell = await startShell(electron, forShell, options, {
    ticker: {
      every: (ms, run) => {
        const timer = setInterval(run, ms)
        return () => clearInterval(timer)
      },
    },
    later: (ms, run) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    starts,
    updater: await updater(),
    desktopShowsTray: () => desktopShowsTray(process.platform),
    log: (event, details) => companion.log.write('info', event, details),
  })
}

let shell: DesktopShell | null = null

function surprised(error: unknown): void {
  if (shell) {
    shell.crashed(error, Date.now() - startedAt)
    return
  }
  const say = shellWords(wordsFor('en'))
  stopWith(say.appName, error instanceof Error ? (error.stack ?? error.message) : 'unknown')
}

/** Before there is a data folder, and before Electron knows it. */
function systemLanguage(): 'en' | 'fr' {
  return /^fr/i.test(process.env['LC_ALL'] || process.env['LANG'] || '') ? 'fr' : 'en'
}

/** Electron's own files lie in the data folder too, so that one folder is one program with one lock. */
function keepTogether(): boolean {
  // What Electron itself writes is for this user's eyes alone, too.
  if (process.platform !== 'win32') process.umask(0o077)
  if (!chosen.ok) {
    const worded = wordsFor(systemLanguage()).problem(chosen.problem)
    stopWith(worded.title, worded.explanation)
    return false
  }
  const folder = path.join(dataFolder, 'electron')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    app.setPath('userData', folder)
    return true
  } catch (error) {
    const say = shellWords(wordsFor(systemLanguage()))
    stopWith(say.dataFolderTitle, say.dataFolderBody(dataFolder, (error as NodeJS.ErrnoException).code ?? 'unknown'))
    return false
  }
}

if (isTerminalCommand(given)) {
  runInTerminal()
} else if (keepTogether()) {
  process.on('uncaughtException', surprised)
  process.on('unhandledRejection', surprised)
  // Root has no sandbox to give to Chromium; "npm start" says so for it, and nothing else switches it off.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  app.setAppUserModelId('app.billdr-qbo.companion')
  registerScheme(electron)
  // Chromium finds out about another start by a file there, and without one takes itself for the second.
  const unfit = temporaryTrouble()
  if (unfit !== null) {
    const say = shellWords(wordsFor(systemLanguage()))
    stopWith(say.temporaryTitle, say.temporaryBody(tmpdir(), unfit))
  } else if (isOnlyInstance(electron, given)) {
    // Listens from now on, before anything slow begins.
    const starts = new Starts(electron)
    void app.whenReady().then(() => runDesktop(starts))
  }
}
