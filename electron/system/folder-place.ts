import { homedir } from 'node:os'
import path from 'node:path'
import { readFile, realpathAsSystem } from './files.ts'
import { askProgram } from './programs.ts'

/** Where a folder lies that is not only this computer's: in what a service copies, by its name, or on another computer. */
export type FolderPlace = { kind: 'synced'; service: string } | { kind: 'network' }

/** What says where a folder lies, besides its path. */
export interface PlaceSigns {
  platform: NodeJS.Platform
  /** Folders that services keep in step, with the service's name. */
  synced: readonly { folder: string; service: string }[]
  /** What is mounted where, as the system says it; the longest that fits counts. */
  mounts: readonly { at: string; type: string }[]
}

/** Folders that services make, by their names. */
const BY_NAME: readonly [RegExp, string][] = [
  [/^OneDrive( ?- ?.+)?$/i, 'OneDrive'],
  [/^Dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^(iCloudDrive|iCloud Drive|Mobile Documents)$/i, 'iCloud Drive'],
  [/^(Google Drive|GoogleDrive(-.+)?)$/i, 'Google Drive'],
  [/^(Nextcloud|ownCloud|pCloudDrive|Box Sync)$/i, ''],
]
const NETWORK_TYPES =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs|ncpfs|ceph|glusterfs|fuse\.(sshfs|gvfsd-fuse|davfs2?|rclone|smbnetfs|s3fs))$/i
const CLOUD_TYPES: readonly [RegExp, string][] = [
  [/^fuse\.(google-drive-ocamlfuse|drivefs)$/i, 'Google Drive'],
  [/^fuse\.onedriver$/i, 'OneDrive'],
]

/** Where a folder lies, by its real path and the signs of this computer; null: on a disk of this computer alone. */
export function placeBySigns(folder: string, { platform, synced, mounts }: PlaceSigns): FolderPlace | null {
  const of = platform === 'win32' ? path.win32 : path.posix
  if (platform === 'win32' && /^\\\\(?![.?]\\)/.test(folder)) return { kind: 'network' }
  const known = synced.find((one) => isWithin(folder, one.folder, of))
  if (known) return { kind: 'synced', service: known.service }
  const parts = folder.split(of.sep).filter((part) => part !== '')
  // macOS gives each service a folder of its own there, "OneDrive-Firm" or "GoogleDrive-anne@…".
  const inCloud = parts.findIndex((part, at) => part === 'CloudStorage' && parts[at - 1] === 'Library')
  const ofCloud = inCloud < 0 ? undefined : parts[inCloud + 1]
  if (ofCloud !== undefined)
    return { kind: 'synced', service: serviceNamed(ofCloud) ?? ofCloud.split('-', 1)[0] ?? ofCloud }
  // The disk that Google makes on Windows has one folder.
  if (platform === 'win32' && /^[A-Z]:$/i.test(parts[0] ?? '') && /^(My|Mon) Drive$/i.test(parts[1] ?? ''))
    return { kind: 'synced', service: 'Google Drive' }
  for (const part of parts) {
    const service = serviceNamed(part)
    if (service !== null) return { kind: 'synced', service }
  }
  const mount = mounts
    .filter(({ at }) => isWithin(folder, at, of))
    .sort((one, other) => other.at.length - one.at.length)[0]
  if (!mount) return null
  const cloud = CLOUD_TYPES.find(([type]) => type.test(mount.type))
  if (cloud) return { kind: 'synced', service: cloud[1] }
  return NETWORK_TYPES.test(mount.type) ? { kind: 'network' } : null
}

function serviceNamed(part: string): string | null {
  const found = BY_NAME.find(([name]) => name.test(part))
  return found === undefined ? null : found[1] || part
}

function isWithin(folder: string, outer: string, of: path.PlatformPath): boolean {
  const way = of.relative(outer, folder)
  return way === '' || (!/^\.\.([\\/]|$)/.test(way) && !of.isAbsolute(way))
}

/** Where a folder of this computer lies; null also where that cannot be found out. */
export async function placeOfFolder(
  folder: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<FolderPlace | null> {
  // The system's own way: a letter of Windows that stands for a folder of another computer is named by that one.
  const real = await realpathAsSystem(folder).catch(() => folder)
  return placeBySigns(real, {
    platform: process.platform,
    synced: [
      ...['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'].flatMap((name) =>
        env[name] ? [{ folder: env[name], service: 'OneDrive' }] : [],
      ),
      ...(await dropboxFolders(env)),
    ],
    mounts: await mountsHere(),
  })
}

/** Dropbox writes down where its folders are, whatever a person called them. */
async function dropboxFolders(
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ folder: string; service: string }[]> {
  const places = [env['APPDATA'], env['LOCALAPPDATA']].flatMap((at) => (at ? [path.join(at, 'Dropbox')] : []))
  for (const at of [...places, path.join(env['HOME'] || homedir(), '.dropbox')]) {
    try {
      const said: unknown = JSON.parse(await readFile(path.join(at, 'info.json'), 'utf8'))
      const folders = Object.values(said as Record<string, { path?: unknown }>).map((one) => one.path)
      return folders.flatMap((one) => (typeof one === 'string' ? [{ folder: one, service: 'Dropbox' }] : []))
    } catch {
      // Not there, or not as expected: the folder's name may say it.
    }
  }
  return []
}

async function mountsHere(): Promise<PlaceSigns['mounts']> {
  if (process.platform === 'linux') return linuxMounts(await readFile('/proc/self/mountinfo', 'utf8').catch(() => ''))
  return process.platform === 'darwin' ? macMounts((await askProgram('mount', [], 2_000)) ?? '') : []
}

/** "36 35 98:0 /root /at options - type source …", with octal for what would part the fields. */
export function linuxMounts(text: string): PlaceSigns['mounts'] {
  return text.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ')
    const at = before.split(' ')[4]
    const type = after.split(' ')[0]
    if (at === undefined || !type) return []
    return [{ at: at.replaceAll(/\\(\d{3})/g, (_all, code: string) => String.fromCharCode(parseInt(code, 8))), type }]
  })
}

/** "//anne@server/share on /Volumes/share (smbfs, nodev)". */
export function macMounts(text: string): PlaceSigns['mounts'] {
  return text.split('\n').flatMap((line) => {
    const found = / on (.+) \((\w+)/.exec(line)
    return found?.[1] === undefined || found[2] === undefined ? [] : [{ at: found[1], type: found[2] }]
  })
}
