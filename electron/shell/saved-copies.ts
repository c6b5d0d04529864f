import path from 'node:path'
import type { ElectronParts } from './contract.ts'
import type { DesktopMemory } from './desktop-memory.ts'
import { isReceipt } from './page-security.ts'
import { existsSync } from '../system/files.ts'
import type { ShellWords } from './words.ts'

export interface SavedCopiesNeeds {
  electron: Pick<ElectronParts, 'app' | 'dialog'>
  memory: DesktopMemory
  words(): ShellWords
  log(event: string, details?: Record<string, string | number>): void
}

/** Whoever saves a copy (a receipt, a report of a month) is asked for its name and folder, beginning where the last one went. */
export function askWhereToSave(session: Electron.Session, needs: SavedCopiesNeeds): void {
  const { electron, memory, words, log } = needs
  session.on('will-download', (event, item) => {
    if (!isReceipt(item.getURL())) {
      event.preventDefault()
      return
    }
    const { savedTo } = memory.get()
    const folder = savedTo !== '' && existsSync(savedTo) ? savedTo : electron.app.getPath('downloads')
    const name = item.getFilename()
    item.setSaveDialogOptions({ title: words().saveCopy, defaultPath: path.join(folder, name) })
    item.once('done', (_event, state) => {
      const saved = item.getSavePath()
      if (state === 'completed' && saved !== '') memory.keep({ savedTo: path.dirname(saved) })
      if (state !== 'interrupted') return
      log('copy-not-saved')
      electron.dialog.showErrorBox(words().saveCopy, words().copyNotSaved(saved || name))
    })
  })
}
