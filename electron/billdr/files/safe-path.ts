const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i
const LONGEST_PATH = 1_000

/**
 * A path of an export in its one safe form (parts joined by "/"), or null where it could leave the export or name
 * something that is no file of it: absolute, with a drive, "..", a device name of Windows, a stream ("a:b"), a control
 * character, a trailing dot or space. The same on every system, so that an export is judged alike everywhere.
 */
export function safePath(path: string): string | null {
  if (path === '' || path.length > LONGEST_PATH || !path.isWellFormed()) return null
  const parts = path.replaceAll('\\', '/').split('/')
  return parts.every(isSafePart) ? parts.join('/') : null
}

function isSafePart(part: string): boolean {
  return (
    part !== '' &&
    part !== '.' &&
    part !== '..' &&
    !/[\p{Cc}:]/u.test(part) &&
    !/[. ]$/.test(part) &&
    !DEVICE.test(part)
  )
}

/** Two paths that some system would take for the same file have the same identity (case and accents' composition aside). */
export function pathIdentity(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
