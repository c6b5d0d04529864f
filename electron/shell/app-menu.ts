import type { MenuItemConstructorOptions } from 'electron'
import type { ShellOptions } from './contract.ts'
import type { ShellWords } from './words.ts'

export interface AppMenuCommands {
  settings: () => void
  syncNow: () => void
  showCrashReports: () => void
  showHelp: () => void
  quit: () => void
}

/** The menu bar: what the system expects there, and the few things of ours that have a key. */
export function appMenu(
  say: ShellWords,
  options: Pick<ShellOptions, 'platform' | 'packaged'>,
  commands: AppMenuCommands,
): MenuItemConstructorOptions[] {
  const settings: MenuItemConstructorOptions = {
    label: say.settings,
    accelerator: 'CmdOrCtrl+,',
    click: commands.settings,
  }
  const quit: MenuItemConstructorOptions = { label: say.quit, accelerator: 'CmdOrCtrl+Q', click: commands.quit }
  const syncNow: MenuItemConstructorOptions = {
    label: say.syncNow,
    accelerator: 'CmdOrCtrl+R',
    click: commands.syncNow,
  }
  const first: MenuItemConstructorOptions = {
    label: say.appName,
    submenu:
      options.platform === 'darwin'
        ? [
            { role: 'about' },
            { type: 'separator' },
            syncNow,
            settings,
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            quit,
          ]
        : [syncNow, settings, { type: 'separator' }, quit],
  }
  return [
    first,
    {
      label: say.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: say.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(options.packaged ? [] : [{ role: 'forceReload' } as const, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      label: say.help,
      submenu: [
        { label: say.allProblems, click: commands.showHelp },
        { label: say.crashReports, click: commands.showCrashReports },
      ],
    },
  ]
}
