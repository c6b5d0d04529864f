import type * as Electron from 'electron'
import type { BridgeEvent, BridgeHandlers } from '../../shared/bridge.ts'

/** What happens to the machine, as far as the companion has to know: it stops asking networks that are not there. */
export type SystemChange = 'sleep' | 'wake' | 'offline' | 'online'

/**
 * The companion as the desktop's shell sees it. The shell shows, asks and opens; it decides nothing about documents, and
 * all it knows about them came through the same bridge contract as a window's.
 */
export interface CompanionForShell {
  handlers: BridgeHandlers
  /** Calls back with every event; the function it returns ends that. */
  subscribe(listener: (event: BridgeEvent) => void): () => void
  systemChanged(change: SystemChange): void
  /** Ends runs at the next safe point and writes everything down; the program ends after it. */
  close(): Promise<void>
}

/** What the host hands the shell besides the companion. */
export interface ShellOptions {
  /** Folder with preload.cjs and window/ (the built window). */
  builtFolder: string
  /** Folder with the images of tray, badge and window. */
  iconFolder: string
  /** Folder with the help, `<language>/<code>.html`. */
  helpFolder: string
  /** Where the shell keeps its own small file and the crash reports. */
  dataFolder: string
  version: string
  platform: NodeJS.Platform
  /** Whether this is an installed app: only then there are updates. */
  packaged: boolean
  /** The arguments of this start, without the program itself. */
  arguments: readonly string[]
  /** The arguments with which the program starts itself again: its own, and in development the app's folder before them. */
  restartArguments: readonly string[]
  now: () => Date
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * The parts of Electron that the shell uses. It is handed in: only main.ts loads Electron, and the tests hand in a double
 * that is typed by the same declarations.
 */
export type ElectronParts = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'Tray'
  | 'Notification'
  | 'ipcMain'
  | 'nativeImage'
  | 'nativeTheme'
  | 'net'
  | 'powerMonitor'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'dialog'
  | 'crashReporter'
  | 'utilityProcess'
>
