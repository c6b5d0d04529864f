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
  const role = (name: keyof ShellWords['roles']): MenuItemConstructorOptions => ({ role: name, label: say.roles[name] })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const isMac = options.platform === 'darwin'
  const first: MenuItemConstructorOptions = {
    label: say.appName,
    submenu: isMac
      ? [role('about'), line, syncNow, settings, line, role('hide'), role('hideOthers'), role('unhide'), line, quit]
      : [syncNow, settings, line, quit],
  }
  return [
    first,
    {
      label: say.edit,
      submenu: [role('undo'), role('redo'), line, role('cut'), role('copy'), role('paste'), role('selectAll')],
    },
    {
      label: say.view,
      submenu: [
        role('resetZoom'),
        role('zoomIn'),
        // Ctrl and "+" is Ctrl, Shift and "=" on many keyboards: the plain key and that of the number pad count too.
        { ...role('zoomIn'), accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
        { ...role('zoomIn'), accelerator: 'CmdOrCtrl+numadd', visible: false, acceleratorWorksWhenHidden: true },
        role('zoomOut'),
        { ...role('zoomOut'), accelerator: 'CmdOrCtrl+numsub', visible: false, acceleratorWorksWhenHidden: true },
        line,
        role('togglefullscreen'),
        ...(options.packaged ? [] : [role('forceReload'), role('toggleDevTools')]),
      ],
    },
    {
      label: say.window,
      submenu: [role('minimize'), ...(isMac ? [role('zoom'), line, role('front')] : [role('close')])],
    },
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
