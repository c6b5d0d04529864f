/**
 * A data folder with documents that are all in QuickBooks, as it is after a long time of work: made once by the program
 * itself, with a practice company in a process of its own in the place of QuickBooks, and kept for later measurements
 * (in `BENCH_FOLDER`, else in the folder for temporary files). 50,000 documents take some twenty minutes.
 */
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecretStore } from '../../electron/keychain/secret-store.ts'
import { PRACTICE_KEYS } from '../../electron/practice/testing/controlled-company.ts'
import type { PracticePlace } from '../chaos/books-as-read.ts'
import { createMemoryStore } from '../../electron/keychain/memory-store.ts'
import type { Contractor } from '../chaos/contractor.ts'
import { contractorOf } from '../chaos/contractor.ts'
import type { Desktop } from '../chaos/desktop.ts'
import { openDesktop } from '../chaos/desktop.ts'
import { writeExport } from '../chaos/export-folder.ts'
import type { PracticeProcess } from '../chaos/processes.ts'
import { startPractice } from '../chaos/processes.ts'

/** Another one whenever what is kept would be made otherwise. */
const VERSION = 1

const UNLIMITED = { limits: { perSecond: 100_000, perMinute: 1_000_000 } }

export interface FullCompany {
  dataFolder: string
  source: string
  practice: PracticeProcess
  close(): Promise<void>
}

/** A contractor whose documents have no receipts: their upload would take most of the time, and nothing measured reads them. */
export function withoutReceipts(contractor: Contractor): Contractor {
  for (const rows of [contractor.invoices, contractor.credits, contractor.expenses, contractor.orders])
    for (const row of rows) row.receipts = []
  return contractor
}

/** Opens the company of a folder and signs in. */
function openFull(
  { dataFolder, source, practice }: Omit<FullCompany, 'close'>,
  secrets: SecretStore = createMemoryStore(),
): Promise<Desktop> {
  return openDesktop({ dataFolder, source, place: practice.place, secrets, pace: UNLIMITED })
}

/** The variables by which the program finds the practice company in the place of QuickBooks. */
export function envOf(place: PracticePlace): Record<string, string> {
  return {
    QBO_ENVIRONMENT: 'sandbox',
    QBO_API_BASE: place.apiBase,
    QBO_AUTHORIZE_URL: place.authorizeUrl,
    QBO_TOKEN_URL: place.tokenUrl,
    QBO_REVOKE_URL: place.revokeUrl,
    QBO_CLIENT_ID: PRACTICE_KEYS.clientId,
    QBO_CLIENT_SECRET: PRACTICE_KEYS.clientSecret,
  }
}

/** Signs a copy in and reads its export once: both have other addresses than what was kept. */
export async function signIn(full: FullCompany, secrets: SecretStore): Promise<void> {
  const desktop = await openFull(full, secrets)
  await desktop.company.source.pointTo(full.source, null)
  await desktop.settle()
  await desktop.close()
}

async function keptFolder(documents: number): Promise<string> {
  const kept = join(process.env['BENCH_FOLDER'] ?? tmpdir(), `billdr-qbo-bench-${documents}-v${VERSION}`)
  if (existsSync(kept)) return kept
  const fresh = `${kept}.${process.pid}`
  await mkdir(fresh, { recursive: true })
  console.log(`Sending ${documents} documents once, for this measurement and later ones …`)
  const source = join(fresh, 'export')
  await writeExport(source, withoutReceipts(contractorOf(1, documents).contractor))
  const practice = await startPractice(join(fresh, 'practice'))
  const desktop = await openFull({ dataFolder: join(fresh, 'data'), source, practice })
  await desktop.settle()
  await desktop.close()
  await practice.stop()
  await rename(fresh, kept)
  return kept
}

/** A copy of the kept company, for one measurement alone. */
export async function fullCompany(documents: number): Promise<FullCompany> {
  const kept = await keptFolder(documents)
  const folder = await mkdtemp(join(tmpdir(), 'billdr-qbo-full-'))
  await cp(kept, folder, { recursive: true })
  const practice = await startPractice(join(folder, 'practice'))
  const [dataFolder, source] = [join(folder, 'data'), join(folder, 'export')]
  return {
    dataFolder,
    source,
    practice,
    async close() {
      await practice.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

if (import.meta.main) await keptFolder(Number(process.argv[2] ?? 50_000))
