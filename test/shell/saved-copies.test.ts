import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cleanDesktops, makeFolder, startDesktop } from './desktop.ts'
import type { ElectronWorld } from './electron-double.ts'
import { preventable } from './electron-double.ts'

afterEach(cleanDesktops)

/** The page saves a file; `to` is where the person lets it go, and how it ends. */
function save(world: ElectronWorld, to: string, state: 'completed' | 'cancelled' | 'interrupted' = 'completed') {
  const events = new EventEmitter()
  const asked: Electron.SaveDialogOptions[] = []
  world.session.emit('will-download', preventable({}), {
    getURL: () => 'blob:app://billdr-qbo/1',
    getFilename: () => 'facture 1001.pdf',
    getSavePath: () => to,
    setSaveDialogOptions: (options: Electron.SaveDialogOptions) => void asked.push(options),
    once: events.once.bind(events),
  })
  events.emit('done', {}, state)
  return asked[0]
}

describe('a copy that is saved', () => {
  it('is asked for by name and folder, in the person’s language', async () => {
    const { world } = await startDesktop({
      companion: (companion) => (companion.answers.appInfo = { version: '1', host: 'electron', language: 'fr' }),
    })
    world.paths.set('downloads', '/home/lea/Downloads')
    expect(save(world, '')).toEqual({
      title: 'Enregistrer une copie',
      defaultPath: path.join('/home/lea/Downloads', 'facture 1001.pdf'),
    })
  })

  it('begins where the last one went, also after a start, while that folder is there', async () => {
    const folder = makeFolder()
    const chosen = path.join(folder, 'March')
    mkdirSync(chosen)
    const first = await startDesktop({ folder })
    save(first.world, path.join(chosen, 'one.pdf'))
    const second = await startDesktop({ folder })
    expect(save(second.world, '/gone/two.pdf')?.defaultPath).toBe(path.join(chosen, 'facture 1001.pdf'))
    second.world.paths.set('downloads', '/home/lea/Downloads')
    expect(save(second.world, '')?.defaultPath).toBe(path.join('/home/lea/Downloads', 'facture 1001.pdf'))
  })

  it('that could not be written is said, one that was given up is not', async () => {
    const { world } = await startDesktop()
    save(world, '/full/one.pdf', 'cancelled')
    expect(world.errorBoxes).toEqual([])
    save(world, '/full/one.pdf', 'interrupted')
    expect(world.errorBoxes[0]?.content).toContain('/full/one.pdf could not be written')
  })
})
