import { win32 } from 'node:path'
import { readFileSync, statSync } from './files.ts'

/** What a firm's IT may set for the whole computer: the name in its file, and the variable that it stands for. */
const FIRM_SETTINGS = {
  intuitClientId: 'QBO_CLIENT_ID',
  intuitClientSecret: 'QBO_CLIENT_SECRET',
  relayUrl: 'QBO_RELAY_URL',
  proxy: 'BILLDR_QBO_PROXY',
  language: 'BILLDR_QBO_LANG',
  /** "off": the program looks for no updates; "stable" or "beta": for which. */
  updates: 'BILLDR_QBO_UPDATE_CHECKS',
  /** The folder in which data may lie, each person's in a folder of her own. */
  dataFolder: 'BILLDR_QBO_DATA_WITHIN',
} as const

type FirmSetting = keyof typeof FIRM_SETTINGS

let ofFirm: readonly FirmSetting[] = []

/** What the firm has set, as far as it was followed. */
export function setByFirm(): readonly FirmSetting[] {
  return ofFirm
}

export function isSetByFirm(name: FirmSetting): boolean {
  return ofFirm.includes(name)
}

/** Where the file lies: in the folder of the computer that only its administrator writes to. */
export function firmFile(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  // Everybody may make a folder in ProgramData, and nobody but an administrator one in Program Files.
  if (platform === 'win32') {
    const programs = env['ProgramW6432'] ?? env['ProgramFiles'] ?? 'C:\\Program Files'
    return win32.join(programs, 'billdr-qbo', 'settings.json')
  }
  if (platform === 'darwin') return '/Library/Application Support/billdr-qbo/settings.json'
  return '/etc/billdr-qbo/settings.json'
}

/** What came of the file: the settings it makes, or why it is not followed. */
type FirmSettings =
  | { state: 'none' }
  | { state: 'set'; values: Partial<Record<FirmSetting, string>> }
  | { state: 'refused'; why: 'not-the-administrators' | 'unreadable' }

/**
 * Reads the firm's file. One that another than the administrator could have written is not followed (where the system says
 * who owns a file), and neither is one that is not an object of texts; names that it does not know are left out.
 */
function readFirmSettings(file = firmFile()): FirmSettings {
  try {
    const { uid, mode } = statSync(file)
    if (process.platform !== 'win32' && (uid !== 0 || (mode & 0o022) !== 0))
      return { state: 'refused', why: 'not-the-administrators' }
    const said: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return { state: 'refused', why: 'unreadable' }
    const values: Partial<Record<FirmSetting, string>> = {}
    for (const name of Object.keys(FIRM_SETTINGS) as FirmSetting[]) {
      const value: unknown = Reflect.get(said, name)
      if (typeof value === 'string' && value.trim() !== '') values[name] = value.trim()
    }
    return { state: 'set', values }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? { state: 'none' }
      : { state: 'refused', why: 'unreadable' }
  }
}

/** What the firm set goes before what the person's environment says; to be called before anything reads a variable. */
export function followFirmSettings(
  env: Record<string, string | undefined> = process.env,
  file = firmFile(),
): FirmSettings {
  const settings = readFirmSettings(file)
  const values = settings.state === 'set' ? (Object.entries(settings.values) as [FirmSetting, string][]) : []
  for (const [name, value] of values) env[FIRM_SETTINGS[name]] = value
  ofFirm = values.map(([name]) => name)
  return settings
}
