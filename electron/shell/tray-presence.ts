import { askProgram } from '../system/programs.ts'

/** Runs a program, answering what it printed, or null where it failed. */
export type Ask = (program: string, args: string[]) => Promise<string | null>

/**
 * Whether the desktop shows tray icons. Windows and macOS always do. A Linux desktop does where somebody answers for
 * org.kde.StatusNotifierWatcher on the session bus; Electron makes a tray either way and says nothing, and a window that
 * hides into a tray that nobody shows would be lost.
 */
export async function desktopShowsTray(
  platform: NodeJS.Platform,
  ask: Ask = (program, args) => askProgram(program, args, 2_000),
): Promise<boolean> {
  if (platform !== 'linux') return true
  const name = 'org.kde.StatusNotifierWatcher'
  const byDbus = await ask('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  ])
  if (byDbus !== null) return /boolean\s+true/.test(byDbus)
  const byGlib = await ask('gdbus', [
    'call',
    '--session',
    '--dest',
    'org.freedesktop.DBus',
    '--object-path',
    '/org/freedesktop/DBus',
    '--method',
    'org.freedesktop.DBus.NameHasOwner',
    name,
  ])
  return byGlib !== null && byGlib.includes('true')
}
