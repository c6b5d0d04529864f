import type { BrowserWindow, ContextMenuParams, MenuItemConstructorOptions } from 'electron'
import type { ElectronParts } from './contract.ts'
import type { ShellWords } from './words.ts'

/** What a click with the other button offers: in a field all of editing, on marked text to copy it, else nothing. */
export function contextMenu(
  params: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>,
  say: ShellWords,
): MenuItemConstructorOptions[] {
  const { canUndo, canRedo, canCut, canCopy, canPaste, canSelectAll } = params.editFlags
  const entry = (role: keyof ShellWords['roles'], enabled: boolean): MenuItemConstructorOptions => ({
    role,
    label: say.roles[role],
    enabled,
  })
  if (!params.isEditable) return params.selectionText.trim() === '' ? [] : [entry('copy', canCopy)]
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    entry('undo', canUndo),
    entry('redo', canRedo),
    line,
    entry('cut', canCut),
    entry('copy', canCopy),
    entry('paste', canPaste),
    line,
    entry('selectAll', canSelectAll),
  ]
}

/** Shows it in a window, in the language of the moment. */
export function offerContextMenu(
  electron: Pick<ElectronParts, 'Menu'>,
  window: BrowserWindow,
  say: () => ShellWords,
): void {
  window.webContents.on('context-menu', (_event, params) => {
    const lines = contextMenu(params, say())
    if (lines.length > 0) electron.Menu.buildFromTemplate(lines).popup({ window })
  })
}
