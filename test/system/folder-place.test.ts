import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { linuxMounts, macMounts, placeBySigns, placeOfFolder } from '../../electron/system/folder-place.ts'
import type { FolderPlace } from '../../electron/system/folder-place.ts'
import { Companion, openCompanion } from '../../electron/companion/companion.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'

const synced = (service: string): FolderPlace => ({ kind: 'synced', service })
const network: FolderPlace = { kind: 'network' }

describe('where a data folder lies', () => {
  it.each<[NodeJS.Platform, string, FolderPlace | null]>([
    ['win32', 'C:\\Users\\anne\\AppData\\Local\\billdr-qbo\\Data', null],
    ['win32', 'C:\\Users\\anne\\OneDrive\\billdr', synced('OneDrive')],
    ['win32', 'C:\\Users\\anne\\OneDrive - Comptables Laurier\\billdr', synced('OneDrive')],
    ['win32', 'D:\\Sync\\books', synced('OneDrive')],
    ['win32', 'D:\\Syncing\\books', null],
    ['win32', 'C:\\Users\\anne\\Dropbox (Firm)\\billdr', synced('Dropbox')],
    ['win32', 'C:\\Users\\anne\\iCloudDrive\\billdr', synced('iCloud Drive')],
    ['win32', 'G:\\My Drive\\billdr', synced('Google Drive')],
    ['win32', 'g:\\Mon Drive\\billdr', synced('Google Drive')],
    ['win32', 'C:\\Firm\\My Drive\\billdr', null],
    ['win32', '\\\\server\\share\\billdr', network],
    ['win32', '\\\\?\\C:\\Users\\anne\\billdr', null],
    ['darwin', '/Users/anne/Library/Application Support/billdr-qbo', null],
    ['darwin', '/Users/anne/Library/Mobile Documents/com~apple~CloudDocs/billdr', synced('iCloud Drive')],
    ['darwin', '/Users/anne/Library/CloudStorage/OneDrive-Firm/billdr', synced('OneDrive')],
    ['darwin', '/Users/anne/Library/CloudStorage/GoogleDrive-anne@x.ca/My Drive/b', synced('Google Drive')],
    ['darwin', '/Users/anne/Library/CloudStorage/Egnyte-firm/b', synced('Egnyte')],
    ['darwin', '/Volumes/share/billdr', network],
    ['linux', '/home/anne/.local/share/billdr-qbo', null],
    ['linux', '/home/anne/Dropbox/billdr', synced('Dropbox')],
    ['linux', '/home/anne/Nextcloud/billdr', synced('Nextcloud')],
    ['linux', '/mnt/office server/billdr', network],
    ['linux', '/mnt/office server/local/billdr', null],
    ['linux', '/mnt/office servers/billdr', null],
    ['linux', '/run/user/1000/gvfs/smb-share:server=s,share=b/billdr', network],
  ])('%s, %s: %j', (platform, folder, place) => {
    const mounts =
      platform === 'darwin'
        ? macMounts('/dev/disk3s1 on / (apfs, sealed)\n//anne@server/share on /Volumes/share (smbfs, nodev)')
        : linuxMounts(
            [
              '22 1 98:0 / / rw,relatime - ext4 /dev/vda rw',
              '36 22 0:40 / /mnt/office\\040server rw shared:7 - cifs //server/books rw',
              '37 36 98:1 / /mnt/office\\040server/local rw - ext4 /dev/vdb rw',
              '38 22 0:41 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw',
            ].join('\n'),
          )
    expect(placeBySigns(folder, { platform, synced: [{ folder: 'D:\\Sync', service: 'OneDrive' }], mounts })).toEqual(
      place,
    )
  })
})

describe('a data folder that others write into', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })
  const made = (): string => {
    const folder = mkdtempSync(path.join(tmpdir(), 'billdr-qbo-place-'))
    folders.push(folder)
    return folder
  }

  it('is known behind a link, too', async () => {
    const folder = made()
    mkdirSync(path.join(folder, 'Dropbox', 'books'), { recursive: true })
    symlinkSync(path.join(folder, 'Dropbox', 'books'), path.join(folder, 'books'))
    expect(await placeOfFolder(path.join(folder, 'books'))).toEqual(synced('Dropbox'))
    expect(await placeOfFolder(path.join(folder, 'not there'))).toBeNull()
  })

  it('is warned about with the reason, and works', async () => {
    const dataFolder = path.join(made(), 'OneDrive - Firm', 'books')
    const opened = await openCompanion({ dataFolder, secrets: createMemoryStore(), env: {} })
    if (!opened.ok) throw new Error(opened.problem.code)
    expect(opened.companion).toBeInstanceOf(Companion)
    expect(opened.companion.folderNotice).toEqual({
      code: 'data-folder-synced',
      params: { folder: dataFolder, service: 'OneDrive' },
    })
    await opened.companion.close()
    const own = await openCompanion({ dataFolder: made(), secrets: createMemoryStore(), env: {} })
    if (!own.ok) throw new Error(own.problem.code)
    expect(own.companion.folderNotice).toBeNull()
    await own.companion.close()
  })
})
