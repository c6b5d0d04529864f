import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { wordsFor } from '../../shared/words/index.ts'
import { appMenu } from '../../electron/shell/app-menu.ts'
import { contextMenu } from '../../electron/shell/context-menu.ts'
import { shellWords } from '../../electron/shell/words.ts'

const nothing = (): void => undefined
const COMMANDS = { settings: nothing, syncNow: nothing, showCrashReports: nothing, showHelp: nothing, quit: nothing }

function linesOf(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? linesOf(item.submenu) : [])])
}

describe('the menu bar', () => {
  it.each(['linux', 'win32', 'darwin'] as const)(
    'has a label of its own on every line, in either language (%s)',
    (platform) => {
      const labels = (['en', 'fr'] as const).map((language) => {
        const menu = appMenu(shellWords(wordsFor(language)), { platform, packaged: false }, COMMANDS)
        const lines = linesOf(menu).filter((item) => item.type !== 'separator')
        expect(lines.filter((item) => !item.label)).toEqual([])
        return lines.map((item) => item.label ?? '')
      })
      const [english = [], french = []] = labels
      expect(french).toHaveLength(english.length)
      const same = french.filter((label, at) => label === english[at])
      expect(same.filter((label) => label !== 'Billdr → QuickBooks')).toEqual([])
    },
  )

  it('makes the window larger by every key that has a plus', () => {
    const menu = appMenu(shellWords(wordsFor('en')), { platform: 'linux', packaged: true }, COMMANDS)
    const zoomIn = linesOf(menu).filter((item) => item.role === 'zoomIn')
    expect(zoomIn.map((item) => item.accelerator)).toEqual([undefined, 'CmdOrCtrl+=', 'CmdOrCtrl+numadd'])
    // Only one of them is seen.
    expect(zoomIn.filter((item) => item.visible !== false)).toHaveLength(1)
  })
})

describe('the menu of the other mouse button', () => {
  const editFlags = {
    canUndo: false,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: true,
    canDelete: true,
    canSelectAll: true,
    canEditRichly: false,
  }
  const say = shellWords(wordsFor('fr'))

  it('offers all of editing in a field, what cannot be done now greyed', () => {
    const lines = contextMenu({ isEditable: true, selectionText: '', editFlags }, say)
    expect(lines.filter((line) => line.type !== 'separator').map((line) => [line.label, line.enabled])).toEqual([
      ['Annuler', false],
      ['Rétablir', false],
      ['Couper', true],
      ['Copier', true],
      ['Coller', true],
      ['Tout sélectionner', true],
    ])
  })

  it('offers to copy marked text, and nothing elsewhere', () => {
    expect(
      contextMenu({ isEditable: false, selectionText: '1 250,00', editFlags }, say).map(({ label }) => label),
    ).toEqual(['Copier'])
    expect(contextMenu({ isEditable: false, selectionText: ' ', editFlags }, say)).toEqual([])
  })
})
