import { createHash } from 'node:crypto'
import { isAbsolute, join, relative, resolve } from 'node:path'
import envPaths from 'env-paths'
import { problem } from '../../shared/problem.ts'
import type { Result } from '../../shared/result.ts'
import { personHere } from '../system/person.ts'

/** Where the data is when nobody says otherwise: the system's own place for an application's data. */
function defaultDataFolder(): string {
  return envPaths('billdr-qbo', { suffix: '' }).data
}

/**
 * Where the data is: where a person asks for it, else the usual place. A firm may say in which folder data may lie
 * (`BILLDR_QBO_DATA_WITHIN`): then each person's is in a folder of her own there, and no other place is taken
 * ('data-folder-not-allowed').
 */
export function dataFolderFor(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Result<string> {
  const within = env['BILLDR_QBO_DATA_WITHIN']?.trim()
  if (!within) return { ok: true, value: asked === undefined ? defaultDataFolder() : resolve(asked) }
  const folder = asked === undefined ? join(within, companyFolderName(personHere() ?? 'shared')) : resolve(asked)
  const way = relative(resolve(within), folder)
  if (way === '' || /^\.\.([\\/]|$)/.test(way) || isAbsolute(way))
    return { ok: false, problem: problem('data-folder-not-allowed', { folder, within }) }
  return { ok: true, value: folder }
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
    .replace(/^-+|(?<!-)-+$/g, '')
  const digest = createHash('sha256').update(companyId, 'utf8').digest('hex').slice(0, 16)
  return `${readable || 'company'}-${digest}`
}
