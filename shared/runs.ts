import type { DocumentKey } from './kinds.ts'
import type { RecordAbout } from './record-name.ts'

type RunDeed = 'created' | 'overwritten' | 'voided' | 'deleted' | 'linked' | 'applied' | 'refused'

/** What one run did to one document, with its name and amount, which stay when the document is gone. */
export interface RunDocument {
  key: DocumentKey
  did: RunDeed | null
  receipts: number
  undone: boolean
  about: RecordAbout
}

/** What one run did, in numbers of Billdr's documents (`receipts`: of files); as `runs --json` prints it. */
export interface RunSummary {
  id: string
  /** ISO instants; `endedAt` is null while it goes on. */
  startedAt: string
  endedAt: string | null
  created: number
  overwritten: number
  voided: number
  deleted: number
  linked: number
  receipts: number
  refused: number
  /** Of these, how many were taken back. */
  undone: number
}
