import { execFile, spawn, spawnSync } from 'node:child_process'
import { accessSync, constants as modes } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, isAbsolute, join, win32 } from 'node:path'

/**
 * Other programs of the computer are started here and nowhere else: by their full path, so that no file of the same name in
 * the folder where we happen to stand is run, and with an environment of our making, so that they inherit no secret.
 */

/** What a program needs in order to find its screen, its language, its session and its person's folders. */
const NAMES = new Set(
  (
    'PATH HOME USER LOGNAME SHELL TERM LANG LANGUAGE TZ TMPDIR TMP TEMP DISPLAY XAUTHORITY WAYLAND_DISPLAY BROWSER ' +
    'DESKTOP_SESSION SESSION_MANAGER DBUS_SESSION_BUS_ADDRESS SystemRoot SystemDrive windir ComSpec PATHEXT USERPROFILE ' +
    'USERNAME USERDOMAIN HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA ProgramData ProgramFiles ProgramFiles(x86) ProgramW6432 ' +
    'CommonProgramFiles PUBLIC ALLUSERSPROFILE COMPUTERNAME OS PROCESSOR_ARCHITECTURE NUMBER_OF_PROCESSORS ' +
    '__CF_USER_TEXT_ENCODING WSL_DISTRO_NAME WSL_INTEROP WINEPREFIX WINEDEBUG'
  )
    .split(' ')
    .map((name) => name.toUpperCase()),
)
const FAMILIES = /^(LC_|XDG_|GTK_|GDK_|QT_|KDE_|GNOME_|MOZ_ENABLE_|SNAP_)[A-Z0-9_]*$/
const SECRET = /SECRET|TOKEN|PASSW|CREDENTIAL|API_?KEY|PRIVATE|COOKIE/i

/**
 * The environment of a program that is started: what is on a list, so that a key under any name (`BILLDR_API_KEY`,
 * `QBO_CLIENT_SECRET`, one that a person chose) stays here. `more` is added as it is.
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>> = process.env,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(own).filter(
    (each): each is [string, string] =>
      each[1] !== undefined && (NAMES.has(each[0].toUpperCase()) || FAMILIES.test(each[0])) && !SECRET.test(each[0]),
  )
  const environment = { ...Object.fromEntries(kept), ...more }
  const path = environment['PATH']
  if (path !== undefined && process.platform !== 'win32')
    environment['PATH'] = path.split(delimiter).filter(isAbsolute).join(delimiter)
  return environment
}

/** Where systems keep their own programs, for those who start without a PATH. */
const SYSTEM_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/usr/local/bin']
const WINDOWS_PLACES: Readonly<Record<string, string>> = { powershell: 'System32\\WindowsPowerShell\\v1.0' }

/**
 * The full path of a program, or null where there is none. Windows: in the system's own folder only. Elsewhere: in the
 * folders of the PATH that are named from the root on, then in the system's.
 */
export function programFile(
  name: string,
  own: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (isAbsolute(name)) return name
  if (!/^[\w.+-]+$/.test(name)) return null
  if (platform === 'win32') {
    const root = own['SystemRoot'] ?? own['SYSTEMROOT'] ?? ''
    const windows = /^[A-Za-z]:\\/.test(root) ? root : 'C:\\Windows'
    return win32.join(windows, WINDOWS_PLACES[name] ?? 'System32', name.endsWith('.exe') ? name : `${name}.exe`)
  }
  const folders = (own['PATH'] ?? '').split(delimiter).filter(isAbsolute)
  return [...folders, ...SYSTEM_FOLDERS].map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, modes.X_OK)
    return true
  } catch {
    return false
  }
}

/** Runs a program to its end and answers what it printed; null where there is none, or it failed, or took longer than `timeoutMs`. */
export function askProgram(name: string, args: readonly string[], timeoutMs: number): Promise<string | null> {
  const file = programFile(name)
  if (file === null) return Promise.resolve(null)
  const options = { timeout: timeoutMs, windowsHide: true, env: childEnvironment(process.env, { LC_ALL: 'C' }) }
  return new Promise((resolve) => {
    execFile(file, args, options, (error, stdout) => resolve(error ? null : stdout))
  })
}

/** Starts a program that goes on by itself. False where there is none, or the system does not start it. */
export function startProgram(name: string, args: readonly string[]): Promise<boolean> {
  const file = programFile(name)
  if (file === null) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: 'ignore', detached: true, env: childEnvironment() })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

/**
 * This process becomes another program of ours: where the system has that (`execve`) with its number, its signals and its
 * end; elsewhere it waits for it and ends as it ended. Does not come back.
 */
export function becomeProgram(file: string, args: readonly string[]): never {
  if (typeof process.execve === 'function') process.execve(file, [file, ...args])
  // An interrupt from the keyboard reaches both; this one has to stay until the other has ended.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  const { status, signal } = spawnSync(file, args, { stdio: 'inherit' })
  process.exit(status ?? (signal === null ? 1 : 128 + (constants.signals[signal] ?? 1)))
}
