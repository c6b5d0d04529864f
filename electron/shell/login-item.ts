import { homedir } from 'node:os'
import path from 'node:path'
import type { ElectronParts, ShellOptions } from './contract.ts'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from '../system/files.ts'

/** Whether the program starts with the computer: off until a person chooses it. */
export interface LoginItem {
  /** Null where this start cannot be repeated by the system (a development run). */
  isOn(): boolean | null
  set(on: boolean): void
}

/** Carried about and run from anywhere (Windows): it leaves nothing behind in the system. */
export function isPortable({ environment }: Pick<ShellOptions, 'environment'>): boolean {
  return Boolean(environment['PORTABLE_EXECUTABLE_FILE'])
}

/** Windows and macOS keep the choice themselves; Linux desktops read a small file (XDG autostart). */
export function loginItem(electron: Pick<ElectronParts, 'app'>, options: ShellOptions): LoginItem {
  if (!options.packaged || isPortable(options)) return { isOn: () => null, set: () => undefined }
  if (options.platform === 'linux') return linuxLoginItem(options)
  return {
    isOn: () => electron.app.getLoginItemSettings({ args: ['--hidden'] }).openAtLogin,
    set: (on) => electron.app.setLoginItemSettings({ openAtLogin: on, args: ['--hidden'] }),
  }
}

function linuxLoginItem(options: ShellOptions): LoginItem {
  const folder = path.join(
    options.environment['XDG_CONFIG_HOME'] || path.join(options.environment['HOME'] ?? homedir(), '.config'),
    'autostart',
  )
  const file = path.join(folder, 'billdr-qbo.desktop')
  return {
    isOn: () => {
      try {
        return !/^Hidden=true$/m.test(readFileSync(file, 'utf8'))
      } catch {
        return false
      }
    },
    set: (on) => {
      if (!on) {
        rmSync(file, { force: true })
        return
      }
      mkdirSync(folder, { recursive: true })
      // An AppImage runs from a mount that is gone after it: its own file is what can be started again.
      const program = options.environment['APPIMAGE'] || process.execPath
      writeFileSync(file, desktopEntry(program))
    },
  }
}

/** Quoted by the rules of desktop entries, so that a folder with a space, a quote or a percent sign starts the same program. */
export function desktopEntry(program: string): string {
  const quoted = program
    .replace(/(["`$\\])/g, '\\$1')
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Billdr → QuickBooks',
    `Exec="${quoted}" --hidden`,
    // Gone with the program: a desktop leaves an entry alone whose program is not there.
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}
