import { join } from 'node:path'
import { mappingsSchema } from '../../shared/mappings.ts'
import type { Companion } from './companion.ts'
import type { Company } from './company.ts'
import type { Result } from '../../shared/result.ts'
import { setMappings } from './decisions.ts'
import { PRACTICE_ID } from './practice-id.ts'
import { cp, mkdir, readFile, rm } from '../system/files.ts'

/**
 * Makes the company of a first start: the sample export, copied to a folder that may change, and the mappings that fit the
 * practice company's accounts. `samples` is the folder that ships with the program.
 */
export async function addPractice(companion: Companion, dataFolder: string, samples: string): Promise<Result<Company>> {
  const folder = sampleFolder(dataFolder)
  await replaceFolder(join(samples, 'renovation'), folder)
  const added = await companion.addCompany(PRACTICE_ID, {
    name: 'Practice',
    location: folder,
    keyEnv: null,
    apiKey: null,
  })
  if (!added.ok) return added
  await added.value.workspace.setProfile({ environment: 'practice' })
  await setMappings(
    added.value,
    mappingsSchema.parse(JSON.parse(await readFile(join(samples, 'mappings.json'), 'utf8'))),
  )
  return added
}

function sampleFolder(dataFolder: string): string {
  return join(dataFolder, 'practice-export')
}

/** Whether this company reads the sample, and its second day has not come yet. */
export function awaitsNextSample(company: Company, dataFolder: string): boolean {
  return (
    company.profile.source.location === sampleFolder(dataFolder) && (company.profile.exportedAt ?? '') < '2026-04-01'
  )
}

/** Brings in the export of the second day, as Billdr would write it over the first. */
export async function bringNextSample(company: Company, dataFolder: string, samples: string): Promise<void> {
  await replaceFolder(join(samples, 'renovation-day-two'), sampleFolder(dataFolder))
  await company.workspace.noteDecision('sample')
}

/** The manifest goes first and comes last, as in a real export: nobody reads half of it. */
async function replaceFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await mkdir(to, { recursive: true, mode: 0o700 })
  await cp(from, to, { recursive: true, filter: (path) => !path.endsWith('manifest.json') })
  await cp(join(from, 'manifest.json'), join(to, 'manifest.json'))
}
