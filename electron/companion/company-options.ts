import type { Problem } from '../../shared/problem.ts'
import type { SecretStore } from '../keychain/secret-store.ts'
import type { Log } from '../log/log.ts'
import type { Result } from '../../shared/result.ts'
import type { FileSystem } from '../store/file-system.ts'
import type { Access, Pace } from './access.ts'
import type { Company } from './company.ts'
import type { CompanyProfile } from './tables.ts'

/** What a company is opened with. */
export interface CompanyOptions {
  dataFolder: string
  /** The data folder's own id. */
  folderId: string
  companyId: string
  /** Its profile where the company is new. */
  fresh: CompanyProfile | null
  secrets: SecretStore
  log: Log
  /** Signs in to the practice company, which asks nobody. */
  enterPractice: (company: Company, access: Access) => Promise<Result>
  env: Readonly<Record<string, string | undefined>>
  clock?: () => Date
  sleep?: (ms: number) => Promise<void>
  random?: () => number
  fileSystem?: FileSystem
  pace?: Pace
  /** Whether its source is read in a process of its own. */
  readsAside?: boolean
  /** Opened only to read: nothing comes into its history. */
  readOnly?: boolean
  /** Why nothing can be kept, as it was found when the data folder was opened. */
  trouble?: Problem | null
  /** Of the program. */
  version: string
  /** Told of what nobody expected, for a report. */
  report?: (companyId: string, error: unknown) => void
  /** What it shares with others was damaged, and is mended. */
  isMended?: boolean
}
