import type { DocumentKey } from './kinds.ts'

/** A run, or the last write to one document, that is to be taken back. */
export type UndoTarget = { run: string } | { key: DocumentKey }

/** Why something stays as it is. */
export type KeptBecause =
  'touched' | 'used' | 'paid' | 'deposited' | 'closed' | 'gone' | 'removed' | 'later' | 'not-known' | 'refused'

/** What taking back does with one document, as it is shown before and told afterwards. `why`: of what is kept. */
export interface UndoLine {
  key: DocumentKey
  does: 'delete' | 'void' | 'restore' | 'unlink' | 'keep'
  why: KeptBecause | null
}
