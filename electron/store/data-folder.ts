import { createHash } from 'node:crypto'
import { join } from 'node:path'
import envPaths from 'env-paths'

/** Where the data is when nobody says otherwise: the system's own place for an application's data. */
export function defaultDataFolder(): string {
  return envPaths('billdr-qbo', { suffix: '' }).data
}

/** The folder of one company; see `companyFolderName`. */
export function companyFolder(dataFolder: string, companyId: string): string {
  return join(dataFolder, 'companies', companyFolderName(companyId))
}

/**
 * A folder name for a company id, which is any text that a person gave. Its letters and digits stay readable; a
 * part of its SHA-256 keeps ids apart that differ in case, accents or signs alone, and keeps the name clear of
 * what a system reserves (`CON`, `..`, trailing dots). Same id, same name, on every computer.
 */
export function companyFolderName(companyId: string): string {
  const readable = companyId
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '')
  const digest = createHash('sha256').update(companyId, 'utf8').digest('hex').slice(0, 16)
  return `${readable || 'company'}-${digest}`
}
