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
