import { join } from 'node:path'
import { readChainLine } from './audit/audit-chain.ts'
import { companyFolder, companyFolderName } from './data-folder.ts'
import type { FileSystem } from './file-system.ts'
import { errorCode } from './file-system.ts'
import { linePages } from './lines.ts'
import { readWhole, replaceWhole } from './whole-file.ts'

/** Whose folder it is, as the folder itself says; by it a company is found again where the list of companies was lost. */
export interface CompanyNote {
  id: string
  /** ISO instant; null where nobody noted it. */
  addedAt: string | null
}

const NOTE = 'company.json'

/** Notes in a company's folder whose it is, where that is not there already. A disk that refuses fails nobody: it is tried again at the next opening. */
export async function noteCompany(disk: FileSystem, dataFolder: string, { id, addedAt }: CompanyNote): Promise<void> {
  const path = join(companyFolder(dataFolder, id), NOTE)
  try {
    if (noteFrom(await readWhole(disk, path))?.id === id) return
    await replaceWhole(disk, path, Buffer.from(JSON.stringify({ id, addedAt })))
  } catch (error) {
    if (errorCode(error) === null) throw error
  }
}

/** The companies that have worked in this data folder, by what their own folders say. */
export async function companiesInFolders(disk: FileSystem, dataFolder: string): Promise<CompanyNote[]> {
  const found: CompanyNote[] = []
  for (const name of await disk.list(join(dataFolder, 'companies'))) {
    const folder = join(dataFolder, 'companies', name)
    const note =
      noteFrom(await readWhole(disk, join(folder, NOTE)).catch(unreadable)) ?? (await fromHistory(disk, folder))
    // A copy of a folder under another name is nobody's.
    if (note && companyFolderName(note.id) === name) found.push(note)
  }
  return found
}

function noteFrom(text: string | null): CompanyNote | null {
  try {
    const read = JSON.parse(text ?? 'null') as Partial<CompanyNote> | null
    if (typeof read?.id !== 'string') return null
    return { id: read.id, addedAt: typeof read.addedAt === 'string' ? read.addedAt : null }
  } catch {
    return null
  }
}

/** Folders of earlier versions have no note; every entry of a history names its company. */
async function fromHistory(disk: FileSystem, folder: string): Promise<CompanyNote | null> {
  try {
    const file = await disk.open(join(folder, 'activity.history'), 'read')
    try {
      for await (const page of linePages(file, 0, await file.size())) {
        for (const line of page) {
          const read = line.closed ? readChainLine(line) : null
          if (read) return { id: read.entry.company, addedAt: read.at }
        }
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    return unreadable(error)
  }
  return null
}

/** What cannot be read now (no such file, no folder, a bad spot of the disk) says nothing. */
function unreadable(error: unknown): null {
  if (errorCode(error) === null) throw error
  return null
}
